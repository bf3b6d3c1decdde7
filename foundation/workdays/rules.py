"""Which days are worked, and the day on which a period ends. Pure: the caller brings the calendar and the clock.

Sources, read 2026-11-21: 《民法典》第二百零一条 (the first day is not counted) and 第二百零三条 (a last day on a 法定休假日
moves to the day after it ends), in force 2021-01-01; 《全国年节及纪念日放假办法》第二条, in force 2025-01-01. Days are calendar
days of Asia/Shanghai. Days moved by the yearly notice (调休) count as what the notice makes of them.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Day: TypeAlias = date
_DAY = timedelta(days=1)
logger = logging.getLogger(__name__)


class Kind(StrEnum):
    """What a day in the table is. Days not in the table follow the week: Monday to Friday are worked."""

    WORKDAY = "workday"  # worked by decision of the office
    REST = "rest"  # a weekend inside a holiday, or a day off by decision
    STATUTORY = "statutory"  # 法定节假日: 300 % pay
    SWAP_OFF = "swap_off"  # a weekday off by 调休
    SWAP_WORK = "swap_work"  # a weekend day worked by 调休

    @property
    def is_worked(self) -> bool:
        return self in (Kind.WORKDAY, Kind.SWAP_WORK)


@dataclass(frozen=True)
class Calendar:
    """The days that differ from the plain week, and the years for which they are known.

    A year in neither set is unknown: its plain weeks are used and everything reckoned with it is provisional.
    """

    kinds: Mapping[date, Kind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    provisional_years: frozenset[int] = frozenset()

    def covers(self, year: int) -> bool:
        return year in self.years or year in self.provisional_years

    def is_provisional(self, day: date) -> bool:
        """Whether what we say about `day` may still change: its yearly notice is missing."""
        if not self.covers(day.year):
            _warn_missing(day.year)
        return day.year not in self.years


@dataclass(frozen=True)
class LastDay:
    """The last day of a period.

    date: the day by which it must be done. counted_to: where plain counting ends. shifted: whether the two differ.
    provisional: the calendar of a day looked at is not yet known for certain.
    """

    date: "Day"
    counted_to: "Day"
    shifted: bool
    provisional: bool


@lru_cache(maxsize=64)
def _warn_missing(year: int) -> None:
    logger.warning(
        "The working-day calendar has no year %s: its holidays are not known, dates are provisional", year
    )


def is_workday(day: date, calendar: Calendar) -> bool:
    if not calendar.covers(day.year):
        _warn_missing(day.year)
    kind = calendar.kinds.get(day)
    return day.weekday() < 5 if kind is None else kind.is_worked


def is_rest_day(day: date, calendar: Calendar) -> bool:
    return not is_workday(day, calendar)


def is_statutory_rest(day: date, calendar: Calendar) -> bool:
    """Whether `day` is one of the thirteen statutory holidays themselves, not a day moved next to them."""
    return calendar.kinds.get(day) is Kind.STATUTORY


def next_workday(day: date, calendar: Calendar) -> date:
    """The first working day after `day`."""
    return first_workday_from(day + _DAY, calendar)


def first_workday_from(day: date, calendar: Calendar) -> date:
    """`day` itself when it is worked, else the first working day after it."""
    while is_rest_day(day, calendar):
        day += _DAY
    return day


def add_workdays(start: date, days: int, calendar: Calendar) -> date:
    """The `days`-th working day after `start`. ValueError when negative."""
    if days < 0:
        raise ValueError("days must not be negative")
    for _ in range(days):
        start = next_workday(start, calendar)
    return start


def deadline_after(start: date, days: int, calendar: Calendar) -> LastDay:
    """The end of a period of `days` calendar days that begins with an event on `start`.

    The day of the event is not counted (民法典 201). When the last day is a day of rest, the period ends on the
    first working day after it (民法典 203). ValueError when `days` is negative.
    """
    if days < 0:
        raise ValueError("days must not be negative")
    counted_to = start + timedelta(days=days)
    end = first_workday_from(counted_to, calendar)
    looked_at = (counted_to + _DAY * n for n in range((end - counted_to).days + 1))
    return LastDay(
        date=end,
        counted_to=counted_to,
        shifted=end != counted_to,
        provisional=any(calendar.is_provisional(day) for day in looked_at),
    )


def same_day_due(submitted_at: datetime, calendar: Calendar, cutoff_hour: int = 16) -> datetime:
    """When the same-day promise falls due: the end of a working day, in Asia/Shanghai.

    Handed in on a working day before `cutoff_hour`: that day; otherwise the next working day. A promise of the
    service, not a period of the law. ValueError for a naive `submitted_at`.
    """
    if submitted_at.tzinfo is None:
        raise ValueError("submitted_at must be aware")
    local = submitted_at.astimezone(SHANGHAI)
    day = local.date()
    if is_rest_day(day, calendar) or local.hour >= cutoff_hour:
        day = next_workday(day, calendar)
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
