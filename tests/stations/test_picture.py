"""The picture of a point that somebody types: among its neighbours, in the datum it was told in, without a script too."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from stations.datum import from_wgs84
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
TYPED = {"lat": "25.845", "lng": "114.935", "region": "360702", "address": "水南镇某路"}


@pytest.fixture
def keeper(client, staff_office, signed_in):
    signed_in(client, "supervisor", staff_office)
    client.office = staff_office
    return client


def shown(client, **typed):
    return client.get(reverse("station_register:picture"), TYPED | typed)


def test_a_point_is_drawn_among_its_neighbours(keeper):
    for n in range(2):
        StationFactory(name=f"<站{n}>", lat=25.84 + n / 100, address="水南镇 1 号")
    StationFactory(name="远处", lat=29.0)
    page = shown(keeper, piece="1").content.decode()
    assert page.count("<circle") >= 4
    assert escape("<站0>") in page
    assert "远处" not in page
    assert "离水南镇别的站约" in page
    assert "按手机定位、GPS（WGS-84）读，合 WGS-84 25.845, 114.935" in page
    assert "<html" not in page


def test_a_point_of_another_map_stands_where_it_belongs(keeper):
    StationFactory()
    lat, lng = from_wgs84(25.845, 114.935, "gcj02")
    page = shown(keeper, lat=lat, lng=lng, datum="gcj02").content.decode()
    assert "按高德、腾讯地图（GCJ-02）读，合 WGS-84 25.845" in page
    assert "<html" in page
    page = shown(
        keeper,
        pasted=f"https://uri.amap.com/marker?position={lat:.6f},{lng:.6f}".replace(
            f"{lat:.6f},{lng:.6f}", f"{lng:.6f},{lat:.6f}"
        ),
    )
    assert "GCJ-02" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"lat": "114.9", "lng": "25.8"}, "写反了"),
        ({"lat": "0", "lng": "0"}, "不在中国"),
        ({"lat": "nan"}, ""),
        ({"lat": "北"}, ""),
        ({"lat": "", "lng": ""}, "还没有坐标"),
        ({"lat": "25.8", "lng": ""}, "还没有坐标"),
        ({"pasted": "天上"}, "坐标看不懂"),
        ({"datum": "mars"}, ""),
        ({"lat": "27.5"}, "核对一下坐标和区划"),
        ({"region": "999999", "code": "nobody"}, "25.845"),
    ],
)
def test_whatever_is_typed_is_answered_in_words(keeper, typed, said):
    StationFactory.create_batch(3)
    answer = shown(keeper, **typed, piece="1")
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_the_form_shows_it_without_a_script(keeper):
    station = StationFactory(office=keeper.office)
    StationFactory(name="邻站")
    page = keeper.get(reverse("station_register:edit", args=[station.pk])).content.decode()
    assert "实心的是这个点" in page
    assert "邻站，约" in page
    assert "还没有坐标" in keeper.get(reverse("station_register:add")).content.decode()


def test_a_row_of_a_file_is_shown_with_what_it_does_not_say(keeper):
    station = StationFactory(office=keeper.office)
    page = keeper.get(
        reverse("station_register:picture"), {"code": station.code, "lat": "25.9"}
    ).content.decode()
    assert "合 WGS-84 25.9, 114.93" in page
