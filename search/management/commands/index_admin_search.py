from django.core.management.base import BaseCommand

from search.admin_search import write_missing


class Command(BaseCommand):
    help = (
        "Index for the admin's search what is not indexed yet or was in an older way. Safe to repeat and to stop; "
        "nothing is locked for longer than 200 rows take."
    )

    def handle(self, **options):
        self.stdout.write(f"{write_missing()} indexed")
