"""The calendar that the clocks are computed with."""

from datetime import timedelta

from foundation.workdays.services import load_calendar


def around(day):
    """The calendar from `day` to a quarter later: enough for every clock of ours."""
    return load_calendar(day, day + timedelta(days=100))


def is_provisional(calendar, first, last):
    """Whether the State Council's notice for one of the days between is not out yet."""
    return calendar.is_provisional(first, last)
