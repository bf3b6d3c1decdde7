from django.core.management.base import BaseCommand

from search.indexing import rebuild


class Command(BaseCommand):
    help = "Index everything that is public. Safe to repeat; search keeps answering meanwhile."

    def handle(self, **options):
        done = rebuild()
        self.stdout.write(f"{done.written} written, {done.unchanged} unchanged, {done.removed} removed")
        if done.unavailable:
            self.stderr.write(
                "The chosen engine could not be reached: PostgreSQL answers until the next rebuild."
            )
