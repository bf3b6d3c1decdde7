from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.workdays.rules import SHANGHAI, Calendar, Kind
from stations import hours, wording
from stations.hours import Opening, Shut, Span, Special, Timetable, Visit

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
    assert hours.is_open(Timetable(weekly, visits), at, CALENDAR) is expected


def test_some_keep_their_hours_on_holidays():
    at = local(2026, 10, 7, 10)
    assert hours.is_open(Timetable(OFFICE, on_holidays=True), at, CALENDAR)


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
    assert wording.describe_today(Timetable(weekly, visits), at, CALENDAR) == words


def test_the_next_opening_passes_over_a_week_of_holidays():
    assert hours.next_opening(Timetable(OFFICE), local(2026, 9, 30, 17), CALENDAR) == Opening(
        local(2026, 10, 8, 9), local(2026, 10, 8, 12)
    )


def test_the_week_shows_what_the_calendar_makes_of_it():
    week = hours.week_of(Timetable(SHOP), date(2026, 10, 5), CALENDAR)
    assert [day.date.day for day in week] == [*range(5, 12)]
    assert [len(day.spans) for day in week] == [0, 0, 0, 2, 2, 2, 0]


NIGHT = [Span(5, time(20), time(2)), Span(6, time(20), time(0))]  # Friday into Saturday; Saturday to midnight


@pytest.mark.parametrize(
    ("at", "expected", "words"),
    [
        (local(2026, 11, 20, 19), False, "今天 20:00–次日 2:00"),
        (local(2026, 11, 20, 23, 59), True, "今天 20:00–次日 2:00"),
        (local(2026, 11, 21, 0), True, "从昨晚开到今天 2:00"),
        (local(2026, 11, 21, 1, 59), True, "从昨晚开到今天 2:00"),
        (local(2026, 11, 21, 2), False, "今天 20:00–次日 0:00"),
        (local(2026, 11, 21, 23, 59), True, "今天 20:00–次日 0:00"),
        (local(2026, 11, 22, 0), False, "今天休息，周五 20:00 开门"),
    ],
)
def test_hours_across_midnight_belong_to_the_day_they_begin(at, expected, words):
    table = Timetable(NIGHT)
    assert hours.is_open(table, at, CALENDAR) is expected
    assert wording.describe_today(table, at, CALENDAR) == words


def test_a_night_that_begins_on_a_holiday_does_not_take_place():
    every_night = Timetable([Span(day, time(20), time(2)) for day in range(1, 8)])
    assert hours.is_open(every_night, local(2026, 10, 1, 1), CALENDAR)  # of 30 September
    assert not hours.is_open(every_night, local(2026, 10, 8, 1), CALENDAR)  # of the 7th, off by 调休


FRIDAY = date(2026, 11, 20)
MOVED = {FRIDAY: Special(reason="搬家")}
LATE = {FRIDAY: Special((Span(5, time(18), time(21)),), "专场")}
ON_HOLIDAY = {date(2026, 10, 2): Special((Span(5, time(9), time(11)),), "国庆值班")}


@pytest.mark.parametrize(
    ("special", "at", "expected", "words"),
    [
        (MOVED, local(2026, 11, 20, 10), False, "今天休息（搬家），周一 9:00 开门"),
        (LATE, local(2026, 11, 20, 10), False, "今天 18:00–21:00（专场）"),
        (LATE, local(2026, 11, 20, 19), True, "今天 18:00–21:00（专场）"),
        (ON_HOLIDAY, local(2026, 10, 2, 10), True, "今天 9:00–11:00（国庆值班）"),
        (ON_HOLIDAY, local(2026, 10, 1, 10), False, "今天休息，明天 9:00 开门"),
    ],
)
def test_what_a_station_says_of_a_day_goes_before_week_and_calendar(special, at, expected, words):
    table = Timetable(OFFICE, special=special)
    assert hours.is_open(table, at, CALENDAR) is expected
    assert wording.describe_today(table, at, CALENDAR) == words


def test_while_closed_nothing_takes_place():
    table = Timetable(SHOP, BUS, special=LATE, shut=[Shut(FRIDAY, date(2026, 11, 26), "装修")])
    assert hours.next_opening(table, local(2026, 11, 20, 8), CALENDAR) == Opening(
        local(2026, 11, 27, 9), local(2026, 11, 27, 12)
    )
    week = hours.week_of(table, FRIDAY, CALENDAR)
    assert [(day.spans, day.reason, day.is_special) for day in week] == [([], "装修", True)] * 7
    for_good = Timetable(SHOP, shut=[Shut(FRIDAY)])
    assert hours.next_opening(for_good, local(2026, 11, 20, 8), CALENDAR) is None


def test_where_holidays_are_not_announced_the_line_says_so():
    words = wording.describe_today(Timetable(OFFICE), local(2027, 1, 1, 8), CALENDAR)
    assert words == "今天 9:00–12:00，14:00–17:00（那几天怎么放假还没公布，先打电话）"
    assert "公布" not in wording.describe_today(Timetable(OFFICE), local(2026, 12, 31, 8), CALENDAR)


spans = st.builds(Span, st.integers(1, 7), st.times(), st.times())
moments = st.builds(
    datetime.combine, st.dates(date(2026, 9, 1), date(2026, 12, 1)), st.times(), tzinfo=st.just(SHANGHAI)
)


@given(weekly=st.lists(spans, max_size=8), at=moments)
def test_the_next_opening_agrees_with_open_or_not(weekly, at):
    table = Timetable(weekly)
    found = hours.next_opening(table, at, CALENDAR)
    if found is None:
        assert not weekly
        return
    assert found.ends_at > at
    assert hours.is_open(table, at, CALENDAR) is (found.starts_at <= at)
    assert hours.is_open(table, found.starts_at, CALENDAR)
    if at < found.starts_at:
        assert not hours.is_open(table, found.starts_at - timedelta.resolution, CALENDAR)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], None),
        ([(1, 9, 12), (1, 14, 17)], None),
        ([(1, 9, 12), (1, 12, 17)], None),
        ([(1, 9, 12), (2, 9, 12)], None),
        ([(1, 9, 17), (1, 12, 14)], ((1, 9, 17), (1, 12, 14))),
        ([(1, 13, 17), (1, 9, 14)], ((1, 9, 14), (1, 13, 17))),
        ([(1, 9, 12), (1, 9, 12)], ((1, 9, 12), (1, 9, 12))),
        ([(1, 20, 2), (2, 1, 5)], ((1, 20, 2), (2, 1, 5))),
        ([(1, 20, 2), (2, 2, 5)], None),
        ([(1, 20, 2), (1, 22, 23)], ((1, 20, 2), (1, 22, 23))),
        ([(7, 20, 2), (1, 1, 5)], ((1, 1, 5), (7, 20, 2))),
        ([(7, 20, 2), (1, 2, 5)], None),
    ],
)
def test_two_stretches_that_are_on_at_once(spans, expected):
    def span(day, opens, closes):
        return Span(day, time(opens), time(closes))

    found = hours.clash([span(*one) for one in spans])
    assert found == (expected and tuple(span(*one) for one in expected))


QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@given(
    st.lists(
        st.builds(Span, st.integers(1, 7), QUARTERS, QUARTERS).filter(lambda span: span.opens != span.closes),
        max_size=6,
    )
)
def test_they_clash_when_two_are_open_in_the_same_minute(spans):
    monday = local(2026, 11, 16)

    def minutes(span):
        table = Timetable([span])
        return {
            n
            for n in range(0, 7 * 24 * 60, 15)
            if hours.is_open(table, monday + timedelta(minutes=n), CALENDAR)
        }

    taken = [minutes(span) for span in spans]
    together = any(a & b for n, a in enumerate(taken) for b in taken[n + 1 :])
    assert bool(hours.clash(spans)) is together
