from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from search.models import SearchQuery

KEPT_DAYS = 90


class Command(BaseCommand):
    help = "Delete counted questions older than 90 days. Safe to repeat."

    def handle(self, **options):
        before = timezone.localdate() - timedelta(days=KEPT_DAYS)
        self.stdout.write(f"{SearchQuery.objects.filter(day__lt=before).delete()[0]} deleted")
