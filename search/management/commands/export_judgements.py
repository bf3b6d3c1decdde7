from django.core.management.base import BaseCommand

from search.judgements import write_csv
from search.models import Judgement


class Command(BaseCommand):
    help = "Write what editors judged as a relevance set: search/relevance/ holds such files."

    def add_arguments(self, parser):
        parser.add_argument("--to", help="a file to write; without it, standard output")

    def handle(self, to, **options):
        rows = Judgement.objects.all()
        if not to:
            write_csv(self.stdout, rows)
            return
        with open(to, "w", encoding="utf-8", newline="") as out:
            count = write_csv(out, rows)
        self.stdout.write(f"{count} written")
