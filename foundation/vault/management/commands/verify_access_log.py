from django.core.management.base import BaseCommand, CommandError

from foundation.vault.chain import first_break
from foundation.vault.models import AccessEntry


class Command(BaseCommand):
    help = (
        "Check the hash chain of the access log; ends with 1 and names the first broken row. Note the head it "
        "prints somewhere else, and pass it next time as --expect: that finds rows cut off the end."
    )

    def add_arguments(self, parser):
        parser.add_argument("--expect", metavar="NUMBER:HASH", help="a head printed by an earlier run")

    def handle(self, *, expect=None, **options):
        entries = AccessEntry.objects.order_by("number")
        if problem := first_break(entries.iterator(chunk_size=2000)):
            raise CommandError(problem)
        if expect:
            number, _colon, known = expect.partition(":")
            if not number.isdigit() or not known:
                raise CommandError("--expect takes NUMBER:HASH")
            if not entries.filter(number=int(number), hash=known).exists():
                raise CommandError(f"entry {number} is not the one noted: the log was cut or rewritten")
        head = entries.last()
        self.stdout.write(
            f"ok, {head.number} entries; head {head.number}:{head.hash}" if head else "ok, empty"
        )
