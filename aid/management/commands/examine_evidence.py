from django.core.management.base import BaseCommand

from aid import files
from aid.models import Evidence


class Command(BaseCommand):
    help = "Let the scanner look again at papers left in quarantine. Safe to repeat."

    def handle(self, **options):
        waiting = Evidence.objects.filter(state=Evidence.State.QUARANTINE)
        still = sum(files.examine(paper).state == Evidence.State.QUARANTINE for paper in waiting.iterator())
        self.stdout.write(f"{still} papers still wait")
