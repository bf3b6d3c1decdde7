"""When a station is open. Pure: its timetable, the working-day calendar, a moment.

Rules of this site (no law says them): on a holiday or a day off by 调休 a station is closed unless it says it keeps
its hours; a weekend day that is worked by 调休 has the hours of Monday; a day of which the station says something
itself is as it says; while it is closed for a time nothing takes place. A stretch belongs to the day on which it
begins: one that ends before it begins goes on into the next morning. Local time is Asia/Shanghai.
"""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from foundation.workdays.rules import SHANGHAI, Calendar, Kind

LOOK_AHEAD_DAYS = 62
_DAY = timedelta(days=1)
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a day: weekday 1 (Monday) to 7, local times. Not later than it opens, it closes the next morning."""

    weekday: int
    opens: time
    closes: time

    @property
    def is_overnight(self) -> bool:
        return self.closes <= self.opens

    @property
    def minutes(self) -> tuple[int, int]:
        """From when to when, counted from Monday 0:00; a night of Sunday ends behind the week."""
        begins = (self.weekday - 1) * _DAY_MINUTES + _minute(self.opens)
        lasts = (_minute(self.closes) - _minute(self.opens)) % _DAY_MINUTES or _DAY_MINUTES
        return begins, begins + lasts


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

    @property
    def is_overnight(self) -> bool:
        return self.ends_at.date() > self.starts_at.date()


@dataclass(frozen=True)
class Special:
    """What a station says of one day; without spans it is closed."""

    spans: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Shut:
    """Closed from `first` to `last`, both included; until somebody says otherwise when `last` is None."""

    first: date
    last: date | None = None
    reason: str = ""

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Timetable:
    """All that a station says of when somebody is there."""

    weekly: Sequence[Span] = ()
    visits: Sequence[Visit] = ()
    special: Mapping[date, Special] = field(default_factory=dict)
    shut: Sequence[Shut] = ()
    on_holidays: bool = False

    def special_on(self, day: date) -> Special | None:
        """What goes before the plain week on `day`."""
        for shut in self.shut:
            if shut.covers(day):
                return Special(reason=shut.reason)
        return self.special.get(day)

    def is_shut(self, day: date) -> bool:
        return any(shut.covers(day) for shut in self.shut)


@dataclass(frozen=True)
class Day:
    """A day as a week shows it. `reason`: what the station itself says of it."""

    date: date
    spans: list[Span]
    reason: str = ""
    is_special: bool = False


def clash(spans: Sequence[Span]) -> tuple[Span, Span] | None:
    """Two stretches of a week that are on at the same time, the earlier first; a night lasts into its morning."""
    ordered = sorted(spans)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if _meet(one.minutes, other.minutes):
                return one, other
    return None


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    week = 7 * _DAY_MINUTES
    return any(one[0] < end + by and begin + by < one[1] for begin, end in [other] for by in (-week, 0, week))


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def spans_on(table: Timetable, day: date, calendar: Calendar) -> list[Span]:
    """The hours that hold on `day`, in order; empty when closed."""
    if special := table.special_on(day):
        return sorted(special.spans)
    kind = calendar.kinds.get(day)
    own = sorted(span for span in table.weekly if span.weekday == day.isoweekday())
    if kind is None or table.on_holidays:
        return own
    if not kind.is_worked:
        return []
    monday = sorted(span for span in table.weekly if span.weekday == 1)
    return monday if kind is Kind.SWAP_WORK and monday else own


def openings(
    table: Timetable, from_: datetime, calendar: Calendar, *, days: int = LOOK_AHEAD_DAYS
) -> Iterator[Opening]:
    """Openings that end after `from_`, earliest first: of the night before, and of `days` days."""
    local = from_.astimezone(SHANGHAI)
    first = local.date()
    end = first + timedelta(days=days)
    stops = sorted(stop for stop in map(_stop, table.visits) if _takes_place(table, stop, end))
    ahead = range(-1, days if table.weekly or table.special else -1)
    weekly = (
        _opening(day, span)
        for day in (first + _DAY * n for n in ahead)
        for span in spans_on(table, day, calendar)
    )
    # Both in order and looked at no further than asked for: most want to know the next one only.
    return (opening for opening in heapq.merge(stops, weekly) if opening.ends_at > local)


def _stop(visit: Visit) -> Opening:
    return Opening(visit.starts_at.astimezone(SHANGHAI), visit.ends_at.astimezone(SHANGHAI), visit.place)


def _takes_place(table: Timetable, stop: Opening, end: date) -> bool:
    return stop.starts_at.date() < end and not table.is_shut(stop.starts_at.date())


def _opening(day: date, span: Span) -> Opening:
    last = day + _DAY if span.is_overnight else day
    return Opening(datetime.combine(day, span.opens, SHANGHAI), datetime.combine(last, span.closes, SHANGHAI))


def is_open(table: Timetable, at: datetime, calendar: Calendar) -> bool:
    """Whether somebody is there at the moment `at`; the closing minute itself is closed."""
    return any(opening.starts_at <= at for opening in openings(table, at, calendar, days=1))


def next_opening(table: Timetable, at: datetime, calendar: Calendar) -> Opening | None:
    """The opening that is on at `at`, else the first one after it; None when none is known for two months."""
    return next(openings(table, at, calendar), None)


def week_of(table: Timetable, day: date, calendar: Calendar) -> list[Day]:
    """The seven days from `day` on, each with its hours as the calendar and the station make them."""
    return [_day(table, day + _DAY * ahead, calendar) for ahead in range(7)]


def _day(table: Timetable, day: date, calendar: Calendar) -> Day:
    special = table.special_on(day)
    reason = special.reason if special else ""
    return Day(day, spans_on(table, day, calendar), reason, special is not None)
