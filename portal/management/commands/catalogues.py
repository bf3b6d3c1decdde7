from django.core.management.base import BaseCommand, CommandError

from portal import catalogues


class Command(BaseCommand):
    help = "Collect, check or compile the translations in locale/. Safe to repeat."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("act", choices=["update", "check", "compile"])

    def handle(self, act, **options):
        if act == "update":
            for locale, lacking in catalogues.update().items():
                self.stdout.write(f"{locale}: {lacking} untranslated")
        elif act == "compile":
            self.stdout.write(f"{catalogues.compile_all()} compiled")
        elif found := catalogues.problems():
            shown = "\n".join(found[:40])
            raise CommandError(f"{len(found)} problems with the translations\n{shown}")
