from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand
from django.utils import timezone

from foundation.retention import kinds, services


class Command(BaseCommand):
    help = "What would be deleted tonight, by which rule, and what is held back. Deletes nothing: the worker does, by the rule of the day."

    def add_arguments(self, parser):
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="only these")
        parser.add_argument("--on", type=date.fromisoformat, help="as of this day, by its rule")

    def handle(self, *, on, **options):
        at = datetime.combine(on, time(12), UTC) if on else timezone.now()
        for kind in kinds.every():
            if options["kinds"] and kind.code not in options["kinds"]:
                continue
            rule = services.in_force(kind.code, timezone.localdate(at))
            if rule is None or rule.term is None:
                self.stdout.write(f"{kind.code}: no rule, nothing goes")
                continue
            plan = kind.plan(at, rule.term, None)
            self.stdout.write(
                f"{kind.code}: {plan.count} would go, {len(plan.stays)} held back · {rule.amount} {rule.unit}: {rule.source}"
            )
            for line in plan.goes:
                self.stdout.write(f"\t{line.name}\t{line.office}\t{line.last_on}")
            for line in plan.stays:
                self.stdout.write(f"\t{line.name}\t{line.office}\t{line.last_on}\tstays: {line.why}")
