"""The rule of hours.py said twice, in Python and in SQL: both give the same answer."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from foundation.workdays.rules import SHANGHAI, Calendar, Kind
from stations.hours import is_open
from stations.models import Closure, OpeningHours, ScheduledVisit, SpecialDay, Station
from stations.open_now import open_at
from tests.stations.factories import StationFactory

FIRST = date(2026, 10, 1)  # a Thursday
CALENDAR = Calendar(
    {
        FIRST: Kind.STATUTORY,
        FIRST + timedelta(days=1): Kind.SWAP_OFF,
        FIRST + timedelta(days=2): Kind.SWAP_WORK,
    },
    frozenset({2026}),
)
days = st.integers(-1, 4).map(lambda n: FIRST + timedelta(days=n))
times = st.sampled_from([time(0), time(2), time(9), time(12), time(20), time(23, 59)])
stretches = st.tuples(times, times).filter(lambda pair: pair[0] != pair[1])
moments = st.builds(
    datetime.combine, days, st.sampled_from([time(0), time(1, 59), time(2), time(9), time(11), time(20)]),
    tzinfo=st.just(SHANGHAI),
)  # fmt: skip


class TheSameTwice(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        weekly=st.lists(st.tuples(st.integers(1, 7), stretches), max_size=6, unique_by=lambda row: (row[0], row[1][0])),
        special=st.lists(
            st.tuples(days, st.none() | stretches), max_size=3, unique_by=lambda row: (row[0], row[1] and row[1][0])
        ),
        shut=st.lists(st.tuples(days, st.none() | st.integers(0, 2)), max_size=2, unique_by=lambda row: row[0]),
        visits=st.lists(st.tuples(moments, st.integers(1, 20), st.booleans()), max_size=2, unique_by=lambda row: row[0]),
        keeps=st.booleans(),
        kind=st.sampled_from(["center", "mobile"]),
        at=moments,
    )  # fmt: skip
    def test_open_or_not(self, weekly, special, shut, visits, keeps, kind, at):
        station = StationFactory(hours=[], open_on_holidays=keeps, kind=kind)
        for weekday, (opens, closes) in weekly:
            OpeningHours.objects.create(station=station, weekday=weekday, opens=opens, closes=closes)
        for day, stretch in special:
            opens, closes = stretch or (None, None)
            SpecialDay.objects.create(station=station, date=day, opens=opens, closes=closes, reason="试")
        for first, length in shut:
            until = None if length is None else first + timedelta(days=length)
            Closure.objects.create(station=station, first=first, until=until, reason="试")
        for starts_at, hours, is_cancelled in visits:
            ScheduledVisit.objects.create(
                station=station, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours),
                place="集市", cancelled_because="下雨" if is_cancelled else "",
            )  # fmt: skip
        in_sql = open_at(Station.objects.all(), at, CALENDAR).exists()
        fetched = Station.objects.with_schedule(at).get()
        assert is_open(fetched.timetable, at, CALENDAR) is in_sql
        assert is_open(station.timetable, at, CALENDAR) is in_sql


@pytest.mark.django_db
def test_a_desk_is_not_open_while_its_people_are_on_tour():
    at = datetime(2026, 11, 28, 10, tzinfo=SHANGHAI)  # a Saturday
    station = StationFactory()
    ScheduledVisit.objects.create(
        station=station, starts_at=at, ends_at=at + timedelta(hours=2), place="工地南门"
    )
    assert not open_at(Station.objects.all(), at, Calendar()).exists()
