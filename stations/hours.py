"""When a station is open. Pure: weekly hours, visits of a mobile station, the working-day calendar, a moment.

Rules of this site (no law says them): on a holiday or a day off by 调休 a station is closed unless it says it keeps
its hours; a weekend day that is worked by 调休 has the hours of Monday. Local time is Asia/Shanghai.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.workdays.rules import SHANGHAI, Calendar, Kind

LOOK_AHEAD_DAYS = 62


@dataclass(frozen=True, order=True)
class Span:
    """Weekly hours: weekday 1 (Monday) to 7, local times, opens before closes."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True, order=True)
class Visit:
    """A stop of a mobile station; aware times."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""


@dataclass(frozen=True, order=True)
class Opening:
    """A stretch during which somebody is there; aware local times. `place` only for a visit."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""


def spans_on(
    hours: Sequence[Span], day: date, calendar: Calendar, *, on_holidays: bool = False
) -> list[Span]:
    """The weekly hours that hold on `day`, in order; empty when closed."""
    kind = calendar.kinds.get(day)
    own = sorted(span for span in hours if span.weekday == day.isoweekday())
    if kind is None or on_holidays:
        return own
    if not kind.is_worked:
        return []
    monday = sorted(span for span in hours if span.weekday == 1)
    return monday if kind is Kind.SWAP_WORK and monday else own


def openings(
    hours: Sequence[Span],
    visits: Sequence[Visit],
    from_: datetime,
    calendar: Calendar,
    *,
    on_holidays: bool = False,
    days: int = LOOK_AHEAD_DAYS,
) -> Iterator[Opening]:
    """Openings that end after `from_`, earliest first, over `days` days."""
    local = from_.astimezone(SHANGHAI)
    first = local.date()
    end = first + timedelta(days=days)
    stops = sorted(
        Opening(visit.starts_at.astimezone(SHANGHAI), visit.ends_at.astimezone(SHANGHAI), visit.place)
        for visit in visits
        if visit.starts_at.astimezone(SHANGHAI).date() < end
    )
    weekly = (
        Opening(datetime.combine(day, span.opens, SHANGHAI), datetime.combine(day, span.closes, SHANGHAI))
        for day in (first + timedelta(days=ahead) for ahead in range(days if hours else 0))
        for span in spans_on(hours, day, calendar, on_holidays=on_holidays)
    )
    # Both in order and looked at no further than asked for: most want to know the next one only.
    return (opening for opening in heapq.merge(stops, weekly) if opening.ends_at > local)


def is_open(
    hours: Sequence[Span],
    visits: Sequence[Visit],
    at: datetime,
    calendar: Calendar,
    *,
    on_holidays: bool = False,
) -> bool:
    """Whether somebody is there at the moment `at`; the closing minute itself is closed."""
    nearest = openings(hours, visits, at, calendar, on_holidays=on_holidays, days=1)
    return any(opening.starts_at <= at for opening in nearest)


def next_opening(
    hours: Sequence[Span],
    visits: Sequence[Visit],
    at: datetime,
    calendar: Calendar,
    *,
    on_holidays: bool = False,
) -> Opening | None:
    """The opening that is on at `at`, else the first one after it; None when none is known for two months."""
    return next(openings(hours, visits, at, calendar, on_holidays=on_holidays), None)


def week_of(
    hours: Sequence[Span], day: date, calendar: Calendar, *, on_holidays: bool = False
) -> list[tuple[date, list[Span]]]:
    """The seven days from `day` on, each with its hours as the calendar makes them."""
    days = [day + timedelta(days=ahead) for ahead in range(7)]
    return [(d, spans_on(hours, d, calendar, on_holidays=on_holidays)) for d in days]
