from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aid import sla
from aid.services import retention


class Command(BaseCommand):
    help = "List the ended applications that are over the age of AID_KEEP_YEARS; with --delete, delete them."

    def add_arguments(self, parser):
        parser.add_argument("--years", type=int, help="list as if this were AID_KEEP_YEARS")
        parser.add_argument("--delete", action="store_true", help="delete, as the worker does each night")

    def handle(self, *, years, delete, **options):
        at = timezone.now()
        if delete:
            if years or settings.AID_KEEP_YEARS < 1:
                raise CommandError("What is deleted is said by AID_KEEP_YEARS and AID_KEEP_RULE alone.")
            self.stdout.write(f"{retention.forget_over_age(at)} applications deleted")
            return
        years = years or settings.AID_KEEP_YEARS
        if years < 1:
            raise CommandError("AID_KEEP_YEARS is not set: nothing is over age. Try --years.")
        found = retention.over_age(at, years)
        for one in found:
            last_on = sla.local_day(one.last_at)
            self.stdout.write(f"{one.reference}\t{one.status}\t{one.office.code}\t{last_on}")
        self.stdout.write(f"{len(found)} applications would go; nothing was deleted")
