from django.core.management.base import BaseCommand

from foundation.regions import services


class Command(BaseCommand):
    help = "Load the administrative divisions of the data file. Safe to repeat."

    def handle(self, **options):
        done = services.load_regions()
        self.stdout.write(
            f"regions: {done.created} created, {done.updated} updated, {done.unchanged} unchanged"
        )
