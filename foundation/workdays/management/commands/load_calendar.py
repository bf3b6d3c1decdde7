from django.core.management.base import BaseCommand

from foundation.workdays import services


class Command(BaseCommand):
    help = "Load the working-day calendar of the data files. Safe to repeat; days edited by hand are kept."

    def handle(self, **options):
        for done in services.import_all():
            self.stdout.write(
                f"calendar {done.year}: {done.created} created, {done.updated} updated, {done.removed} removed, "
                f"{done.kept_manual} edited by hand"
            )
