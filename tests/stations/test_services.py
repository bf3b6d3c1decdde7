import tomllib
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from foundation.accounts.models import Office, Role
from foundation.accounts.services import give_role, load_offices
from foundation.regions.services import load_regions
from stations import services
from stations.models import Hotline, OpeningHours, ScheduledVisit, Station
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db


def test_the_demo_network_loads_twice_alike():
    data = tomllib.loads((settings.BASE_DIR / "portal/demo/stations.toml").read_text("utf-8"))
    load_regions()
    load_offices(data["offices"])
    first = services.load_stations(data)
    counts = [model.objects.count() for model in (Station, OpeningHours, ScheduledVisit, Hotline)]
    second = services.load_stations(data)
    assert (first.created, second.created) == (len(data["stations"]), 0)
    assert counts == [model.objects.count() for model in (Station, OpeningHours, ScheduledVisit, Hotline)]
    assert not Hotline.objects.exclude(verified_on=None).exists()  # nobody has called
    assert not Station.objects.exclude(verified_on=None).exists()
    Station.objects.filter(code="gz-center").update(verified_on=date(2026, 11, 28))
    services.load_stations(data)
    assert Station.objects.get(code="gz-center").verified_on == date(2026, 11, 28)
    assert Station.objects.get(code="gz-center").address_note


ROW = {
    "code": "x", "name": "站", "level": "county", "host": "self", "kind": "center", "region": "360702",
    "address": "某路", "lat": 25.8, "lng": 114.9, "phone": "12348", "services": ["consult"],
    "hours": [{"weekdays": [1], "opens": "09:00", "closes": "12:00"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"region": "999999"}, "no region"),
        ({"office": "nobody"}, "no office"),
        ({"services": ["dance"]}, "dance"),
        ({"phone": "打我"}, "数字"),
        ({"lat": 100}, "经纬度"),
        ({"lng": None}, "经纬度"),
        ({"status": "closed_temporarily"}, "closures"),
    ],
)
def test_a_wrong_row_is_refused_in_words(change, message):
    RegionFactory()
    with pytest.raises((ValueError, ValidationError), match=message):
        services.load_stations({"stations": [{**ROW, **change}]})


def test_hours_follow_the_data():
    RegionFactory()
    services.load_stations({"stations": [ROW]})
    services.load_stations({"stations": [{**ROW, "hours": []}]})
    assert not OpeningHours.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [
        lambda station: OpeningHours(station=station, weekday=8, opens="09:00", closes="10:00"),
        lambda station: OpeningHours(station=station, weekday=1, opens="12:00", closes="12:00"),
        lambda station: Hotline(phone="call", name="x", description="x"),
        lambda station: Station(code="y", name="y", region=station.region, address="y", lat=1),
    ],
)
def test_the_database_keeps_the_invariants(broken):
    row = broken(StationFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_only_its_own_office_confirms_what_is_said_about_a_station(django_user_model):
    agency = Office.add_root(code="a", name="甲", kind="agency")
    other = Office.add_root(code="b", name="乙", kind="agency")
    station = StationFactory(office=agency)
    mine = django_user_model.objects.create_user("mine", password="x")
    theirs = django_user_model.objects.create_user("theirs", password="x")
    give_role(mine, Role.SUPERVISOR, agency)
    give_role(theirs, Role.SUPERVISOR, other)
    with pytest.raises(PermissionDenied):
        services.confirm_facts(station, actor=theirs, on=date(2026, 11, 22))
    services.confirm_facts(station, actor=mine, on=date(2026, 11, 22))
    station.refresh_from_db()
    assert station.verified_on == date(2026, 11, 22)
