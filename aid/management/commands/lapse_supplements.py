from django.core.management.base import BaseCommand
from django.utils import timezone

from aid.services import housekeeping


class Command(BaseCommand):
    help = "Close what was not supplemented in time: 视为撤回 (《法律援助法》第四十三条). Safe to repeat."

    def handle(self, **options):
        self.stdout.write(f"{housekeeping.lapse_unanswered(timezone.now())} applications lapsed")
