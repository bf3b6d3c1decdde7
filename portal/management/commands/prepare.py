import time

from django.core.management import call_command
from django.core.management.base import BaseCommand

from foundation.content import kept

STEPS = [
    ("Migrations", "migrate", {"interactive": False, "verbosity": 0}),
    ("Sealed rows", "bind_rows", {}),
    ("Blind indexes", "reindex", {}),
    ("Signed logs", "sign_logs", {}),
    ("Cache table", "createcachetable", {"verbosity": 0}),
    ("Rights of the site's role", "grant_rights", {}),
    ("Translations", "catalogues", {"act": "compile"}),
    ("Administrative divisions", "load_regions", {}),
    ("Working-day calendar", "load_calendar", {}),
    ("Terms of keeping", "load_retention", {}),
    ("Roles", "sync_roles", {}),
    ("Law texts", "load_laws", {}),
    ("Synonyms", "load_synonyms", {}),
    ("Phone numbers", "load_hotlines", {}),
    ("Site and sections", "setup_site", {}),
]
DEMO_STEPS = [("Demo content", "seed_demo", {})]
LAST_STEPS = [("Search index", "search_index", {}), ("Search in the admin", "index_admin_search", {})]


class Command(BaseCommand):
    help = "Bring the database up to date: migrations, reference data, with --demo also demo content. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="load the demo content too")

    def handle(self, demo, **options):
        for title, name, arguments in [*STEPS, *(DEMO_STEPS if demo else []), *LAST_STEPS]:
            started = time.monotonic()
            self.stdout.write(f"  · {title} …", ending="")
            self.stdout.flush()
            arguments = dict(arguments)
            positional = [arguments.pop("act")] if "act" in arguments else []
            call_command(
                name, *positional, stdout=self.stderr if options["verbosity"] > 1 else _Silence(), **arguments
            )
            self.stdout.write(f" {time.monotonic() - started:.1f} s")
        kept.renew()  # much of this was written in bulk


class _Silence:
    def write(self, text):
        """Progress is one line a step; what each step says of itself is shown with -v2."""

    def flush(self):
        pass
