from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays.rules import SHANGHAI, Calendar, Kind
from stations import hours, wording
from stations.hours import Opening, Span, Visit

CALENDAR = Calendar(
    {
        **{date(2026, 10, day): Kind.STATUTORY for day in (1, 2, 3)},
        date(2026, 10, 4): Kind.REST,
        **{date(2026, 10, day): Kind.SWAP_OFF for day in (5, 6, 7)},
        date(2026, 10, 10): Kind.SWAP_WORK,  # Saturday
        date(2026, 9, 20): Kind.SWAP_WORK,  # Sunday
    },
    frozenset({2026}),
)
OFFICE = [
    Span(day, time(opens), time(closes)) for day in range(1, 6) for opens, closes in ((9, 12), (14, 17))
]
SHOP = [*OFFICE, Span(6, time(9), time(11, 30))]
NONE = []


def local(*when):
    return datetime(*when, tzinfo=SHANGHAI)


BUS = [Visit(local(2026, 11, 26, 17, 30), local(2026, 11, 26, 20), "项目部门口")]


@pytest.mark.parametrize(
    ("weekly", "visits", "at", "expected"),
    [
        (OFFICE, NONE, local(2026, 11, 20, 9), True),
        (OFFICE, NONE, local(2026, 11, 20, 8, 59), False),
        (OFFICE, NONE, local(2026, 11, 20, 12), False),  # the closing minute
        (OFFICE, NONE, local(2026, 11, 20, 13), False),  # lunch
        (OFFICE, NONE, local(2026, 11, 21, 10), False),  # Saturday
        (SHOP, NONE, local(2026, 11, 21, 10), True),
        (SHOP, NONE, local(2026, 10, 3, 10), False),  # a Saturday that is a holiday
        (OFFICE, NONE, local(2026, 10, 7, 10), False),  # Wednesday off by swap
        (OFFICE, NONE, local(2026, 10, 10, 15), True),  # Saturday worked by swap: Monday's hours
        (SHOP, NONE, local(2026, 10, 10, 15), True),
        (OFFICE, NONE, local(2026, 9, 20, 10), True),
        (NONE, BUS, local(2026, 11, 26, 18), True),
        (NONE, BUS, local(2026, 11, 26, 20), False),
        (NONE, NONE, local(2026, 11, 26, 18), False),
    ],
)
def test_open_or_not(weekly, visits, at, expected):
    assert hours.is_open(weekly, visits, at, CALENDAR) is expected


def test_some_keep_their_hours_on_holidays():
    at = local(2026, 10, 7, 10)
    assert hours.is_open(OFFICE, NONE, at, CALENDAR, on_holidays=True)


@pytest.mark.parametrize(
    ("weekly", "visits", "at", "words"),
    [
        (OFFICE, NONE, local(2026, 11, 20, 8), "今天 9:00–12:00，14:00–17:00"),
        (OFFICE, NONE, local(2026, 11, 20, 13), "今天 9:00–12:00，14:00–17:00"),
        (OFFICE, NONE, local(2026, 11, 19, 18), "今天下班了，明天 9:00 开门"),
        (OFFICE, NONE, local(2026, 11, 20, 18), "今天下班了，周一 9:00 开门"),
        (OFFICE, NONE, local(2026, 11, 21, 10), "今天休息，周一 9:00 开门"),
        (OFFICE, NONE, local(2026, 11, 22, 10), "今天休息，明天 9:00 开门"),
        (OFFICE, NONE, local(2026, 9, 30, 17), "今天下班了，10月8日（周四） 9:00 开门"),
        (OFFICE, NONE, local(2026, 10, 2, 10), "今天休息，周四 9:00 开门"),
        (OFFICE, NONE, local(2026, 10, 9, 17), "今天下班了，明天 9:00 开门"),  # Saturday worked by swap
        (NONE, BUS, local(2026, 11, 25, 12), "明天 17:30–20:00 在这里"),
        (NONE, BUS, local(2026, 11, 26, 19), "今天 17:30–20:00 在这里"),
        (NONE, BUS, local(2026, 11, 1, 9), "11月26日（周四） 17:30–20:00 在这里"),
        (NONE, BUS, local(2026, 11, 27, 9), "近期没有安排，先打电话问"),
        (NONE, NONE, local(2026, 11, 27, 9), "近期没有安排，先打电话问"),
    ],
)
def test_today_in_words(weekly, visits, at, words):
    assert wording.describe_today(weekly, visits, at, CALENDAR) == words


def test_the_next_opening_passes_over_a_week_of_holidays():
    assert hours.next_opening(OFFICE, NONE, local(2026, 9, 30, 17), CALENDAR) == Opening(
        local(2026, 10, 8, 9), local(2026, 10, 8, 12)
    )


def test_the_week_shows_what_the_calendar_makes_of_it():
    week = dict(hours.week_of(SHOP, date(2026, 10, 5), CALENDAR))
    assert [len(week[date(2026, 10, day)]) for day in range(5, 12)] == [0, 0, 0, 2, 2, 2, 0]


spans = st.builds(
    lambda day, opens, length: Span(day, time(opens), time(opens + length)),
    st.integers(1, 7), st.integers(0, 20), st.integers(1, 3),
)  # fmt: skip
moments = st.builds(
    datetime.combine, st.dates(date(2026, 9, 1), date(2026, 12, 1)), st.times(), tzinfo=st.just(SHANGHAI)
)


@given(weekly=st.lists(spans, max_size=8), at=moments)
def test_the_next_opening_agrees_with_open_or_not(weekly, at):
    found = hours.next_opening(weekly, NONE, at, CALENDAR)
    if found is None:
        assert not weekly
        return
    assert found.ends_at > at
    assert hours.is_open(weekly, NONE, at, CALENDAR) is (found.starts_at <= at)
    assert hours.is_open(weekly, NONE, found.starts_at, CALENDAR)
    if found.starts_at > at + timedelta(minutes=1):
        assert not hours.is_open(weekly, NONE, found.starts_at - timedelta(minutes=1), CALENDAR) or any(
            span.closes == found.starts_at.time() for span in weekly
        )
