"""Until when what is written now is kept: by the rule of the day, as the notice above the form says it."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from foundation.content.kept import kept
from foundation.retention import services as retention
from foundation.retention.models import KeepingRule

DRAFT, CALL_BACK = "draft", "call_back"


@kept
def rule(kind: str, on: date) -> KeepingRule:
    """There is always one: for these two the site comes with a rule, and they cannot be stopped."""
    return retention.in_force(kind, on)


def days(kind: str) -> int:
    return rule(kind, timezone.localdate()).term.days


def until(kind: str, at: datetime) -> datetime:
    return at + timedelta(days=rule(kind, timezone.localdate(at)).term.days)
