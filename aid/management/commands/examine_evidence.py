from django.core.management.base import BaseCommand

from aid.services import housekeeping


class Command(BaseCommand):
    help = "Let the scanner look again at papers left in quarantine. Safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{housekeeping.examine_waiting()} papers still wait")
