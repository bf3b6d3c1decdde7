from datetime import date, datetime

import pytest

from aid import sla
from foundation.workdays.rules import SHANGHAI, Calendar, Kind
from foundation.workdays.services import DATA, parse_year


@pytest.fixture(scope="module")
def known():
    _year, rows = parse_year((DATA / "2026.toml").read_text("utf-8"))
    return Calendar({day: Kind(row["kind"]) for day, row in rows.items()}, frozenset({2025, 2026}))


@pytest.mark.parametrize(
    ("received_on", "paused", "due"),
    [
        (date(2026, 11, 18), 0, date(2026, 11, 25)),
        (date(2026, 9, 30), 0, date(2026, 10, 8)),  # day 7 is in the holiday
        (date(2026, 11, 18), 3, date(2026, 11, 30)),  # day 10 is a Saturday
    ],
)
def test_seven_days_for_the_decision(known, received_on, paused, due):
    assert sla.review_deadline(received_on, paused_days=paused, calendar=known).date == due


def test_three_days_to_assign(known):
    assert sla.assign_deadline(date(2026, 11, 20), calendar=known).date == date(2026, 11, 23)


def test_a_year_without_notice_makes_the_date_provisional(known):
    assert sla.review_deadline(date(2026, 12, 30), calendar=known).provisional
    assert not sla.review_deadline(date(2026, 11, 18), calendar=known).provisional


@pytest.mark.parametrize(
    ("left_on", "ends"),
    [
        (date(2025, 11, 30), date(2026, 11, 30)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
    ],
)
def test_one_year_after_the_employment_ended(left_on, ends):
    assert sla.limitation_ends(left_on) == ends


@pytest.mark.parametrize(
    ("ends", "found"),
    [
        (None, None),
        (date(2026, 11, 29), None),  # seven days left
        (date(2026, 11, 28), sla.Limit(date(2026, 11, 28), is_over=False)),  # six
        (date(2026, 11, 22), sla.Limit(date(2026, 11, 22), is_over=False)),  # the last day
        (
            date(2026, 11, 21),
            sla.Limit(date(2026, 11, 21), is_over=True),
        ),  # a person decides, nobody is turned away
    ],
)
def test_fewer_than_seven_days_left(ends, found):
    assert sla.near_limit(ends, date(2026, 11, 22)) == found


def test_a_supplement_has_at_least_a_day(known):
    assert sla.supplement_deadline(date(2026, 11, 18), calendar=known).date == date(2026, 11, 30)
    with pytest.raises(ValueError, match="positive"):
        sla.supplement_deadline(date(2026, 11, 18), days=0, calendar=known)


def test_negative_pauses_are_errors(known):
    with pytest.raises(ValueError, match="negative"):
        sla.review_deadline(date(2026, 11, 18), paused_days=-1, calendar=known)
    with pytest.raises(ValueError, match="before"):
        sla.paused_days(date(2026, 11, 18), date(2026, 11, 17))


def test_a_day_ends_in_shanghai():
    assert sla.end_of(date(2026, 11, 18)) == datetime(2026, 11, 18, 23, 59, 59, tzinfo=SHANGHAI)
    assert sla.local_day(datetime.fromisoformat("2026-11-18T16:00:01+00:00")) == date(2026, 11, 19)
