"""Where the bus stops and the people go: on pages, in lists by place, in a phone's calendar."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from stations.models import ScheduledVisit
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db


def visit(station, place, in_days=3, **more):
    starts_at = timezone.now() + timedelta(days=in_days)
    return ScheduledVisit.objects.create(
        station=station, place=place, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **more
    )


@pytest.fixture
def bus(db):
    above = RegionFactory(code="360700", name="赣州市")
    return StationFactory(code="bus", name="流动车", kind="mobile", region=above, hours=[])


@pytest.fixture
def nankang(db):
    return RegionFactory(code="360703", name="南康区")


def events(response):
    assert response["Content-Type"].startswith("text/calendar")
    return {
        str(event["location"]): str(event["status"]) for event in Calendar.from_ical(response.content).events
    }


def test_the_page_shows_what_comes_and_what_is_cancelled(client, bus):
    visit(bus, "家具园南门", offer="只收申请，不调解")
    visit(bus, "集市口", in_days=4, cancelled_because="大雨")
    visit(bus, "去过的地方", in_days=-3)
    html = client.get(bus.get_absolute_url()).content.decode()
    assert "只收申请" in html
    assert "大雨" in html
    assert "取消了" in html
    assert "去过的地方" not in html
    file = events(client.get(reverse("stations:station_calendar", args=["bus"])))
    assert file == {"家具园南门": "CONFIRMED", "集市口": "CANCELLED"}


def test_staff_names_stay_inside(client, bus):
    visit(bus, "家具园南门", staff_names="王小明")
    assert "王小明" not in client.get(bus.get_absolute_url()).content.decode()
    assert b"\xe7\x8e\x8b" not in client.get(reverse("stations:station_calendar", args=["bus"])).content


def test_a_coming_stop_is_found_from_the_place_where_it_will_be(client, bus, nankang):
    StationFactory(region=nankang)
    visit(bus, "家具园南门", region=nankang)
    visit(bus, "别处的集市", region=RegionFactory(code="360721", name="赣县"))
    visit(bus, "取消的", region=nankang, cancelled_because="大雨")
    html = client.get(reverse("stations:list"), {"region": "360703"}).content.decode()
    # The row of the bus itself says on paper wherever it will be.
    tours = next(
        d for d in BeautifulSoup(html, "html.parser").select("details") if "最近到" in d.summary.text
    )
    assert "家具园南门" in tours.text
    assert "别处的集市" not in tours.text
    assert "取消的" not in tours.text
    assert set(events(client.get(reverse("stations:region_calendar", args=["360703"])))) == {"家具园南门"}
    in_the_city = events(client.get(reverse("stations:region_calendar", args=["360700"])))
    assert set(in_the_city) == {"家具园南门", "别处的集市"}


@pytest.mark.parametrize("status", ["closed", "closed_temporarily"])
def test_what_is_closed_goes_nowhere(client, bus, status):
    visit(bus, "家具园南门")
    type(bus).objects.update(status=status, status_note="车坏了")
    assert not events(client.get(reverse("stations:region_calendar", args=["360700"])))


@pytest.mark.parametrize("code", ["999999", "abc", "36070２"])
def test_no_calendar_of_nowhere(client, code):
    assert client.get(reverse("stations:region_calendar", args=[code])).status_code == 404
