from django.core.management.base import BaseCommand, CommandError

from foundation.vault import heads
from foundation.vault.models import AccessEntry


class Command(BaseCommand):
    help = (
        "Walk the chained logs and compare them with the heads that were noted outside the database; ends with 1 and "
        "names what is broken. A head that the system log kept, or an earlier run printed, goes in as --expect."
    )

    def add_arguments(self, parser):
        parser.add_argument("--expect", metavar="NUMBER:HASH", help="a head of the access log")

    def handle(self, *, expect=None, **options):
        if problem := heads.first_problem():
            raise CommandError(problem)
        if expect:
            number, _colon, known = expect.partition(":")
            if not number.isdigit() or not known:
                raise CommandError("--expect takes NUMBER:HASH")
            if not AccessEntry.objects.filter(number=int(number), hash=known).exists():
                raise CommandError(f"entry {number} is not the one noted: the log was cut or rewritten")
        head = AccessEntry.objects.order_by("number").last()
        self.stdout.write(
            f"ok, {head.number} entries; head {head.number}:{head.hash}" if head else "ok, empty"
        )
