"""Who is on duty: half days, and what may be said of them. Pure.

Rows of the roster go before the weekly pattern (`Station.lawyer_days`): that is said only while nobody is on the
roster of the coming seven days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.workdays.rules import SHANGHAI, Calendar
from stations.hours import Timetable, spans_on

AHEAD_DAYS = 7


class Half(models.IntegerChoices):
    MORNING = 1, _("上午")
    AFTERNOON = 2, _("下午")
    EVENING = 3, _("晚上")


_BEGINS = {
    Half.MORNING: 0,
    Half.AFTERNOON: 12,
    Half.EVENING: 18,
}  # hours of local time; each lasts until the next


def half_at(at: datetime) -> Half:
    """Which part of the day it is at the moment `at`, in China."""
    hour = at.astimezone(SHANGHAI).hour
    return max((half for half, begins in _BEGINS.items() if begins <= hour), key=int)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Duty:
    """A half day with lawyers. `names`: of those who agreed to be named; there may be more."""

    date: date
    half: Half
    names: tuple[str, ...] = ()


def coming(
    shifts: Iterable[tuple[date, int, str]], table: Timetable, at: datetime, calendar: Calendar
) -> list[Duty]:
    """What is on now or comes within seven days, in order; none of a day on which the station is closed.

    `shifts`: (date, half, name or "" where it may not be said) of those who are expected.
    """
    local = at.astimezone(SHANGHAI)
    now = (local.date(), half_at(at))
    last = local.date() + timedelta(days=AHEAD_DAYS - 1)
    found: dict[tuple[date, Half], list[str]] = {}
    for day, half, name in sorted(shifts):
        if now <= (day, half) and day <= last and _is_staffed(table, day, calendar):
            found.setdefault((day, Half(half)), []).append(name)
    return [
        Duty(day, half, tuple(name for name in names if name)) for (day, half), names in sorted(found.items())
    ]


def is_open_in(table: Timetable, day: date, half: int, calendar: Calendar) -> bool:
    """Whether somebody opens the door in this part of the day, or a stop is on that day."""
    if any(visit.starts_at.astimezone(SHANGHAI).date() == day for visit in table.visits):
        return True
    begins = _BEGINS[Half(half)]
    ends = min((hour for hour in _BEGINS.values() if hour > begins), default=24)
    return any(
        span.opens.hour < ends and (span.is_overnight or span.closes > time(begins))
        for span in spans_on(table, day, calendar)
    )


def _is_staffed(table: Timetable, day: date, calendar: Calendar) -> bool:
    stops: Sequence[date] = [visit.starts_at.astimezone(SHANGHAI).date() for visit in table.visits]
    return day in stops or bool(spans_on(table, day, calendar))


def is_now(duty: Duty, at: datetime) -> bool:
    return (duty.date, duty.half) == (at.astimezone(SHANGHAI).date(), half_at(at))
