from pathlib import Path

from django.core.management.base import BaseCommand

from search.judgements import add_to, write_all


class Command(BaseCommand):
    help = "Print what editors judged, or add it to the judged queries of a folder such as search/relevance."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, help="the folder; what stands there stays as it is")

    def handle(self, to, **options):
        if to:
            self.stdout.write(f"{add_to(to)} added")
        else:
            write_all(self.stdout)
