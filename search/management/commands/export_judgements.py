from pathlib import Path

from django.core.management.base import BaseCommand

from foundation.content.spreadsheets import line
from search.judgements import add_to, table


class Command(BaseCommand):
    help = "Print what editors judged, or add it to the judged queries of a folder such as search/relevance."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="the folder; what stands there stays as it is")

    def handle(self, to, **options):
        if to:
            self.stdout.write(f"{add_to(to)} added")
        else:
            self.stdout.write("".join(line(row).decode() for row in table()), ending="")
