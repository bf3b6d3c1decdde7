from django.core.management.base import BaseCommand

from foundation.retention import services


class Command(BaseCommand):
    help = "Write the terms that the site comes with, for each kind that has none yet. Safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{services.load_initial()} rules written")
