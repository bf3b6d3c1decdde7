from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from aid.models import Application
from aid.services import retention
from foundation.accounts.models import User


class Command(BaseCommand):
    help = (
        "What stands in the way of erasing an application that its person wants erased; with --delete, erase it. The log "
        "keeps who did it, for whom it was asked and by what proof; backups keep the record until they are over age."
    )

    def add_arguments(self, parser):
        parser.add_argument("reference")
        parser.add_argument("--delete", action="store_true")
        parser.add_argument("--by", metavar="USERNAME", help="the supervisor who has decided it")
        parser.add_argument("--proof", choices=retention.Proof.values, help="by what they know who asks")

    def handle(self, *, reference, delete, by, proof, **options):
        at = timezone.now()
        application = Application.objects.filter(reference=reference).first()
        if application is None:
            raise CommandError("There is no such application.")
        if not delete:
            self.stdout.write(retention.why_it_stays(application, at) or "Nothing stands in the way.")
            return
        if not by or not proof:
            raise CommandError("Say who has decided it (--by) and by what proof (--proof).")
        try:
            retention.erase(application, proof, actor=User.objects.get_by_natural_key(by), at=at)
        except User.DoesNotExist:
            raise CommandError(f"There is no {by}.") from None
        except PermissionDenied:
            raise CommandError(f"{by} is no supervisor of this office.") from None
        except ValidationError as stays:
            raise CommandError(" ".join(stays.messages)) from None
        self.stdout.write("Erased.")
