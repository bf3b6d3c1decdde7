from django.core.management.base import BaseCommand
from django.utils import timezone

from aid import files
from aid.models import Draft, Evidence


class Command(BaseCommand):
    help = "Delete drafts past their 30 days, with their papers. Safe to repeat."

    def handle(self, **options):
        expired = Draft.objects.expired(timezone.now())
        for paper in Evidence.objects.filter(draft__in=expired).iterator():
            files.discard(paper)
        count, _by_model = expired.delete()
        self.stdout.write(f"{count} drafts deleted")
