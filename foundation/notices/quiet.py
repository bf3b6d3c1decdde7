"""When not to wake anybody: SMS rest from 21:00 to 08:00, Beijing time (settings.SMS_QUIET_HOURS)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

BEIJING = ZoneInfo("Asia/Shanghai")


def is_quiet(at: datetime, hours: tuple[int, int] | None = None) -> bool:
    """Whether `at` (aware) lies in the quiet hours (from, to); equal hours mean none at all."""
    start, end = hours if hours is not None else settings.SMS_QUIET_HOURS
    hour = at.astimezone(BEIJING).hour
    if start <= end:
        return start <= hour < end
    return hour >= start or hour < end
