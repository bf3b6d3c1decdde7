from django.core.management.base import BaseCommand
from django.utils import timezone

from aid import services
from aid.models import Application, Deadline
from aid.workflow import TransitionNotAllowed


class Command(BaseCommand):
    help = "Close what was not supplemented in time: 视为撤回 (《法律援助法》第四十三条). Safe to repeat."

    def handle(self, **options):
        now, count = timezone.now(), 0
        late = Deadline.objects.running().filter(kind=Deadline.Kind.SUPPLEMENT, due_at__lt=now)
        for application in Application.objects.awaiting_supplement().filter(deadlines__in=late):
            try:
                services.lapse(application, at=now)
                count += 1
            except TransitionNotAllowed:
                continue  # answered at the last moment
        self.stdout.write(f"{count} applications lapsed")
