"""The state of a station follows its closures: they begin and end by themselves, and stay as its history."""

from datetime import date, timedelta

import pytest

from stations import services
from stations.models import Closure, Station
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def closed(station, first, until=None, **more):
    return Closure.objects.create(station=station, first=first, until=until, reason="装修", **more)


@pytest.mark.parametrize(
    ("first", "until", "is_paused"),
    [(0, 0, True), (0, None, True), (-5, -1, False), (-5, 0, True), (1, 3, False)],
)
def test_closed_from_the_first_to_the_last_day(first, until, is_paused):
    station = StationFactory()
    closed(station, DAY + timedelta(days=first), None if until is None else DAY + timedelta(days=until))
    services.keep_in_step(DAY)
    station.refresh_from_db()
    assert station.is_paused is is_paused
    assert ("装修" in station.status_note) is is_paused
    assert services.keep_in_step(DAY) == 0


def test_it_opens_by_itself_on_the_day_after_and_remembers():
    station = StationFactory()
    closed(station, DAY, DAY, instead="请去市中心")
    services.keep_in_step(DAY)
    station.refresh_from_db()
    assert station.status_note == "装修，到2026年11月20日为止。请去市中心"
    services.keep_in_step(DAY + timedelta(days=1))
    station.refresh_from_db()
    assert (station.status, station.status_note) == (Station.Status.OPEN, "")
    assert station.closures.count() == 1


def test_closed_for_good_stays_so():
    station = StationFactory(status="closed")
    closed(station, DAY, DAY)
    services.keep_in_step(DAY)
    services.keep_in_step(DAY + timedelta(days=1))
    station.refresh_from_db()
    assert station.status == Station.Status.CLOSED


def test_a_pause_of_which_no_closure_was_written_is_left_alone():
    station = StationFactory(status="closed_temporarily", status_note="从别处导入")
    services.keep_in_step(DAY)
    station.refresh_from_db()
    assert station.is_paused


def test_loading_writes_days_closures_and_parents():
    RegionFactory()
    row = {"code": "b", "name": "乙", "level": "town", "kind": "workstation", "region": "360702", "address": "某路",
           "parent": "a", "special_days": [{"date": DAY, "reason": "集市"}],
           "closures": [{"first": DAY, "reason": "搬家"}]}  # fmt: skip
    rows = [row, {**row, "code": "a", "level": "county", "parent": None, "special_days": [], "closures": []}]
    for _again in range(2):
        services.load_stations({"stations": rows})
    station = Station.objects.get(code="b")
    assert station.parent.code == "a"
    assert station.special_days.get().opens is None
    assert station.closures.get().until is None
    with pytest.raises(ValueError, match="above"):
        services.load_stations({"stations": [{**row, "parent": "b"}]})


def test_a_page_shows_the_station_above_and_those_below(client):
    above = StationFactory(name="市中心", level="prefecture")
    station = StationFactory(name="本站", parent=above)
    StationFactory(name="镇上的站", level="town", parent=station)
    StationFactory(name="撤了的站", level="town", parent=station, status="closed")
    html = client.get(station.get_absolute_url()).content.decode()
    assert above.get_absolute_url() in html
    assert "镇上的站" in html
    assert "撤了的站" not in html
    Station.objects.filter(pk=above.pk).update(status="closed")
    assert above.get_absolute_url() not in client.get(station.get_absolute_url()).content.decode()
