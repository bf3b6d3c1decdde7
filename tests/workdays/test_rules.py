import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays import rules
from foundation.workdays.rules import SHANGHAI, Calendar, Kind, deadline_after, is_workday, same_day_due


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 20), True),  # Friday
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 10, 1), False),  # statutory
        (date(2026, 10, 7), False),  # Wednesday, off by swap
        (date(2026, 10, 10), True),  # Saturday, worked by swap
        (date(2026, 9, 20), True),  # Sunday, worked by swap
        (date(2025, 10, 8), False),
        (date(2027, 2, 5), False),
        (date(2030, 1, 1), True),  # unknown year: the plain week
    ],
)
def test_which_days_are_worked(calendar, day, worked):
    assert is_workday(day, calendar) is worked
    assert rules.is_rest_day(day, calendar) is not worked


def test_only_the_holidays_themselves_are_statutory(calendar):
    assert rules.is_statutory_rest(date(2026, 10, 3), calendar)
    assert not rules.is_statutory_rest(date(2026, 10, 4), calendar)
    assert not rules.is_statutory_rest(date(2026, 11, 21), calendar)


@pytest.mark.parametrize(
    ("start", "days", "end", "shifted", "provisional"),
    [
        (date(2026, 9, 30), 7, date(2026, 10, 8), True, False),  # domain example: National Day
        (date(2026, 11, 20), 3, date(2026, 11, 23), False, False),  # domain example: over a weekend
        (date(2026, 11, 19), 3, date(2026, 11, 23), True, False),  # ends on a Sunday
        (date(2026, 9, 13), 7, date(2026, 9, 20), False, False),  # ends on a Sunday that is worked
        (date(2026, 11, 16), 0, date(2026, 11, 16), False, False),
        (date(2026, 12, 28), 7, date(2027, 1, 4), False, True),
        (date(2026, 12, 25), 7, date(2027, 1, 4), True, True),  # New Year's Day, then a weekend
        (date(2026, 12, 24), 7, date(2026, 12, 31), False, False),
        (date(2027, 1, 30), 7, date(2027, 2, 9), True, True),
        (date(2029, 6, 1), 7, date(2029, 6, 8), False, True),  # a year that nobody has entered
    ],
)
def test_the_end_of_a_period(calendar, start, days, end, shifted, provisional):
    deadline = deadline_after(start, days, calendar)
    assert deadline == rules.LastDay(end, start + timedelta(days=days), shifted, provisional)


def test_a_missing_year_is_said_loudly(caplog):
    rules._warn_missing.cache_clear()
    empty = Calendar()
    assert not empty.covers(2026)
    with caplog.at_level(logging.WARNING, logger="foundation.workdays.rules"):
        assert deadline_after(date(2026, 9, 30), 7, empty).provisional
    assert "2026" in caplog.text


def test_working_days_are_added(calendar):
    assert rules.add_workdays(date(2026, 9, 30), 1, calendar) == date(2026, 10, 8)
    assert rules.add_workdays(date(2026, 10, 8), 2, calendar) == date(2026, 10, 10)
    assert rules.add_workdays(date(2026, 11, 20), 0, calendar) == date(2026, 11, 20)
    for call in (rules.add_workdays, deadline_after):
        with pytest.raises(ValueError, match="negative"):
            call(date(2026, 1, 1), -1, calendar)


def local(*when):
    return datetime(*when, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        (local(2026, 11, 20, 9), date(2026, 11, 20)),
        (local(2026, 11, 20, 15, 59, 59), date(2026, 11, 20)),
        (local(2026, 11, 20, 16), date(2026, 11, 23)),  # Friday after the cut-off
        (local(2026, 11, 21, 9), date(2026, 11, 23)),  # Saturday
        (local(2026, 9, 30, 17), date(2026, 10, 8)),
        (local(2026, 10, 10, 9), date(2026, 10, 10)),  # Saturday that is worked
        (datetime(2026, 11, 20, 1, tzinfo=UTC), date(2026, 11, 20)),  # 9:00 here
        (datetime(2026, 11, 19, 16, 30, tzinfo=UTC), date(2026, 11, 20)),  # half past midnight here
    ],
)
def test_the_same_day_promise(calendar, submitted, due):
    result = same_day_due(submitted, calendar, 16)
    assert result.date() == due
    assert result.utcoffset() == timedelta(hours=8)


def test_the_same_day_promise_wants_an_aware_time(calendar):
    with pytest.raises(ValueError, match="aware"):
        same_day_due(datetime(2026, 11, 20, 9), calendar)


days = st.dates(date(2024, 6, 1), date(2028, 6, 1))


@st.composite
def calendars(draw):
    kinds = draw(st.dictionaries(days, st.sampled_from(list(Kind)), max_size=60))
    years = frozenset(draw(st.sets(st.sampled_from([2024, 2025, 2026, 2027, 2028]))))
    return Calendar(kinds, years)


@given(start=days, length=st.integers(0, 60), calendar=calendars())
def test_a_period_ends_on_the_first_working_day_from_where_counting_ends(start, length, calendar):
    deadline = deadline_after(start, length, calendar)
    assert deadline.counted_to == start + timedelta(days=length)
    assert deadline.date >= deadline.counted_to
    assert is_workday(deadline.date, calendar)
    skipped = (deadline.date - deadline.counted_to).days
    assert deadline.shifted is (skipped > 0)
    assert not any(is_workday(deadline.counted_to + timedelta(days=n), calendar) for n in range(skipped))


@given(start=days, length=st.integers(0, 30), calendar=calendars())
def test_a_longer_period_never_ends_earlier(start, length, calendar):
    assert deadline_after(start, length + 1, calendar).date >= deadline_after(start, length, calendar).date


@given(start=days, length=st.integers(0, 60), calendar=calendars())
def test_what_rests_on_an_unknown_year_is_provisional(start, length, calendar):
    deadline = deadline_after(start, length, calendar)
    if deadline.counted_to.year not in calendar.years or deadline.date.year not in calendar.years:
        assert deadline.provisional


@given(start=days, count=st.integers(1, 20), calendar=calendars())
def test_adding_working_days_passes_exactly_so_many(start, count, calendar):
    end = rules.add_workdays(start, count, calendar)
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(is_workday(day, calendar) for day in passed) == count


@given(
    moment=st.builds(datetime.combine, days, st.times(), tzinfo=st.just(UTC)),
    calendar=calendars(),
)
def test_the_same_day_promise_is_on_a_working_day_and_not_past(moment, calendar):
    due = same_day_due(moment, calendar, 16)
    assert is_workday(due.date(), calendar)
    assert due >= moment
