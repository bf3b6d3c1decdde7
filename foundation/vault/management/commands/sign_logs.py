from django.core.management.base import BaseCommand

from foundation.vault import access_log, heads


class Command(BaseCommand):
    help = (
        "Sign what was logged before there was a key, and note for the first time how far the logs go. Part of "
        "`prepare`; does nothing where both are done."
    )

    def handle(self, **options):
        if found := access_log.sign():
            self.stdout.write(f"access log: {found}; signed")
        if not heads.path().exists():
            self.stdout.write(f"{len(heads.note())} heads noted in {heads.path()}")
