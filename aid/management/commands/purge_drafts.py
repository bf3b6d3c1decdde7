from django.core.management.base import BaseCommand
from django.utils import timezone

from aid.services import housekeeping


class Command(BaseCommand):
    help = "Delete drafts past their 30 days, with their papers. Safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{housekeeping.forget_drafts(timezone.now())} drafts deleted")
