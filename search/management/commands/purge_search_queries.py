from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from search.models import SearchClick, SearchQuery

KEPT_DAYS = 90


class Command(BaseCommand):
    help = "Delete counted questions and clicks older than 90 days. Safe to repeat."

    def handle(self, **options):
        before = timezone.localdate() - timedelta(days=KEPT_DAYS)
        gone = sum(model.objects.filter(day__lt=before).delete()[0] for model in (SearchQuery, SearchClick))
        self.stdout.write(f"{gone} deleted")
