"""What a visitor types, and which stations stand first."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from foundation.content.models import SiteIdentity
from foundation.workdays import services as workdays
from foundation.workdays.rules import SHANGHAI
from stations import finder, nearness
from stations.distance import haversine_m
from stations.finder import Wish
from stations.models import ScheduledVisit, Station
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
SHUT = [(1, "09:00", "12:00")]  # on Mondays only


@pytest.fixture(autouse=True)
def on_friday_morning():
    workdays.import_all()
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def places():
    jiangxi = RegionFactory(code="360000", name="江西省", pinyin="jiangxisheng")
    city = RegionFactory(code="360700", name="赣州市", pinyin="ganzhoushi", parent=jiangxi)
    RegionFactory(code="360702", name="章贡区", pinyin="zhanggongqu", parent=city)
    RegionFactory(code="360723", name="大余县", pinyin="dayuxian", parent=city)
    shangrao = RegionFactory(code="361100", name="上饶市", pinyin="shangraoshi", parent=jiangxi)
    RegionFactory(code="361104", name="广信区", pinyin="guangxinqu", parent=shangrao)
    RegionFactory(code="361121", name="上饶县", parent=shangrao, valid_to="2019-12-31", successors=["361104"])
    hangzhou = RegionFactory(code="330100", name="杭州市", parent=RegionFactory(code="330000", name="浙江省"))
    for code, name in (("330102", "上城区"), ("330114", "钱塘区")):
        RegionFactory(code=code, name=name, parent=hangzhou)
    RegionFactory(
        code="330104", name="江干区", parent=hangzhou, valid_to="2021-12-31", successors=["330102", "330114"]
    )
    RegionFactory(code="141121", name="文水县", parent=RegionFactory(code="141100", name="吕梁市"))
    return city


def asked(client, **wish):
    return client.get(reverse("stations:list"), wish)


def names(response):
    return [row.station.name for row in response.context["found"].rows]


def found(**wish):
    return finder.find(Wish(**wish), FRIDAY)


def test_the_nearest_of_a_kind_is_open_and_staffed(client, places):
    StationFactory(name="告示牌", kind="notice_board", lat=25.8400)
    StationFactory(name="关着的", kind="workstation", hours=SHUT, lat=25.8410)
    StationFactory(name="开着的", kind="workstation", lat=25.8420)
    StationFactory(name="远一点，开着", kind="workstation", lat=25.8800)
    StationFactory(name="区中心", lat=25.8405)
    StationFactory(name="市中心", region=places, lat=25.70)
    StationFactory(name="隔壁县", region__code="360723", lat=25.8430)
    assert names(asked(client, place="章贡区")) == [
        *("区中心", "开着的", "关着的", "远一点，开着", "告示牌", "市中心", "隔壁县"),
    ]


def test_of_a_whole_city_its_own_centre_comes_first_and_boards_last(client, places):
    StationFactory(name="章贡告示牌", kind="notice_board")
    StationFactory(name="章贡工作站", kind="workstation")
    StationFactory(name="章贡中心")
    StationFactory(name="市告示牌", kind="notice_board", region=places)
    StationFactory(name="市中心", region=places)
    shown = names(asked(client, place="赣州"))
    assert shown[0] == "市中心"
    assert set(shown[1:3]) == {"章贡中心", "章贡工作站"}
    assert set(shown[3:]) == {"章贡告示牌", "市告示牌"}


def test_a_distance_is_about_and_says_from_where(client, places):
    StationFactory(name="章贡中心", lat=25.84)
    StationFactory(name="水南站", kind="workstation", address="水南司法所内", lat=25.81)
    page = asked(client, place="章贡区").content.decode()
    assert "离章贡中心约 3 公里" in page
    page = asked(client, place="章贡区水南镇").content.decode()
    assert "离水南街道约 3 公里" in page
    page = client.post(reverse("stations:list"), {"lat": "25.84", "lng": "114.93"}).content.decode()
    assert "约 3 公里" in page
    assert "离章贡" not in page


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("大余县南安镇", "南安站"),
        ("南安镇大余县", "南安站"),
        ("水南镇", "水南站"),
        ("潭口镇无名村", "潭口站"),  # nothing of the village, something of the town
        ("水南镇无名村", "水南站"),
        ("沙石洋田", "洋田站"),  # a village that only an address knows
        ("洋田村", "洋田站"),
        ("夜市门口", "车"),
        ("Shuinan, Zhanggong", "水南站"),
    ],
)
def test_towns_villages_and_stops_are_found(client, places, typed, first):
    StationFactory(name="章贡中心")
    StationFactory(name="水南站", address="水南大道")
    StationFactory(name="洋田站", address="沙石洋田村委会")
    StationFactory(name="潭口站", address="潭口镇便民中心")
    StationFactory(name="南安站", region__code="360723", address="南安镇司法所")
    bus = StationFactory(name="车", kind="mobile", hours=[])
    ScheduledVisit.objects.create(
        station=bus, starts_at=FRIDAY + timedelta(days=1), ends_at=FRIDAY + timedelta(days=1, hours=2),
        place="三号夜市门口",
    )  # fmt: skip
    assert names(asked(client, place=typed))[0] == first


def test_a_town_of_several_counties_is_asked_about_and_kept(client, places):
    StationFactory(name="大余中心", region__code="360723")
    response = asked(client, place="南安镇")
    choices = response.context["choices"]
    assert {(choice.region.code, choice.town) for choice, url in choices} == {
        ("360723", "南安镇"),
        ("141121", "南安镇"),
    }
    page = client.get(next(url for choice, url in choices if choice.region.code == "360723"))
    assert names(page) == ["大余中心"]
    assert "南安镇在江西省赣州市大余县" in page.content.decode().replace("<span>", "").replace("</span>", "")


def test_at_home_the_town_of_home_is_meant(client, places):
    StationFactory(name="大余中心", region__code="360723")
    here = found(place="南安镇", home="360700")
    assert here.region.code == "360723"
    assert [(choice.region.code, choice.town) for choice in here.elsewhere] == [("141121", "南安镇")]


def test_an_old_name_leads_to_todays_and_says_so(client, places):
    StationFactory(name="广信中心", region__code="361104")
    StationFactory(name="上城中心", region__code="330102", lat=30.24, lng=120.17)
    page = asked(client, place="上饶县")
    assert names(page)[0] == "广信中心"
    assert "“上饶县”是以前的名字，那里现在归江西省上饶市广信区" in page.content.decode()
    page = asked(client, place="杭州江干区")
    assert [choice.region.name for choice, url in page.context["choices"]] == ["上城区", "钱塘区"]
    assert "“江干区”是以前的名字" in page.content.decode()
    assert names(page) == ["上城中心"]
    assert found(region="361121").region.code == "361104"  # an old link


def test_what_nobody_knows_shows_the_bureaus_own_stations_and_12348(client, places):
    station = StationFactory()
    site = Site.objects.get(is_default_site=True)
    SiteIdentity.objects.update_or_create(site=site, defaults={"home_region": "360700"})
    for wish in ({"place": "没有这个地方"}, {"region": "330102"}, {"place": "杭州"}):
        page = asked(client, **wish)
        assert names(page) == [station.name]
        assert 'href="tel:12348"' in page.content.decode()
        assert "赣州市的。" in page.content.decode()


def test_who_is_far_from_all_of_them_does_not_scroll_past_them(client, places):
    StationFactory.create_batch(5)
    site = Site.objects.get(is_default_site=True)
    SiteIdentity.objects.update_or_create(site=site, defaults={"home_region": "360700"})
    page = asked(client, place="杭州")
    assert len(names(page)) == finder.FAR
    assert "再看一些" in page.content.decode()
    assert len(names(asked(client, place="杭州", show="40"))) == 5
    assert len(names(asked(client, place="没有这个地方"))) == 5  # perhaps a slip of somebody near


@pytest.mark.parametrize(
    ("wish", "shown"),
    [
        ({"need": "mediation"}, ["调解"]),
        ({"language": "hak"}, ["客家"]),
        ({"access": "sign_language"}, ["手语"]),
        ({"evening": "1"}, ["晚上", "跨夜", "车"]),
        ({"weekend": "1"}, ["周末", "车"]),
        ({"weekend": "1", "evening": "1"}, ["车"]),
        ({"weekend": "1", "kind": "center"}, ["周末"]),
    ],
)
def test_the_list_is_narrowed_by_what_one_needs(client, places, wish, shown):
    StationFactory(name="调解", services=["mediation"])
    StationFactory(name="客家", languages=["cmn", "hak"])
    StationFactory(name="手语", accessibility=["sign_language"])
    StationFactory(name="晚上", hours=[(2, "14:00", "20:00")])
    StationFactory(name="跨夜", hours=[(2, "20:00", "02:00")])
    StationFactory(name="周末", hours=[(6, "09:00", "12:00")])
    bus = StationFactory(name="车", kind="mobile", hours=[])
    saturday = FRIDAY.replace(hour=18) + timedelta(days=1)
    for days in (0, 30):
        starts = saturday + timedelta(days=days)
        ScheduledVisit.objects.create(
            station=bus, starts_at=starts, ends_at=starts + timedelta(hours=2), place="夜市"
        )
    page = asked(client, place="章贡", **wish)
    assert sorted(names(page)) == sorted(shown)
    # By the phone's position the same, and what was chosen goes along.
    posted = client.post(reverse("stations:list"), {"lat": "25.84", "lng": "114.93", **wish})
    assert sorted(names(posted)) == sorted(shown)
    for name, value in wish.items():
        assert f'name="{name}" value="{value}"' in posted.content.decode()


def test_where_none_fits_those_farther_off_that_do_are_shown(client, places):
    StationFactory(name="大余中心", region__code="360723")
    StationFactory(name="章贡周末", hours=[(6, "09:00", "12:00")])
    page = asked(client, place="大余县", weekend="1")
    assert names(page) == ["章贡周末"]
    assert "“大余县”没有合条件的站，先列赣州市合条件的" in page.content.decode()


def test_nothing_that_fits_offers_everything(client, places):
    StationFactory()
    page = asked(client, place="章贡", access="sign_language").content.decode()
    assert "不挑条件，都看" in page
    assert "access=" not in page.split("不挑条件，都看")[0].rsplit("href=", 1)[1]


def bus_that_stops(*points):
    """A mobile station kept in Beijing, with a stop at each point, from tomorrow on, one a day."""
    bus = StationFactory(name="流动车", kind="mobile", lat=39.9, lng=116.4, hours=[])
    for day, (lat, lng) in enumerate(points, 1):
        at = FRIDAY + timedelta(days=day)
        ScheduledVisit.objects.create(
            station=bus, starts_at=at, ends_at=at + timedelta(hours=2), place=f"第{day}处", lat=lat, lng=lng
        )
    return bus


def test_a_mobile_station_stands_where_it_comes_next(client, places):
    StationFactory(name="近的", lat=25.84)
    StationFactory(name="远的", lat=25.95, hours=[])
    bus = bus_that_stops((25.86, 114.93), (39.9, 116.4))
    shown = client.post(reverse("stations:list"), {"lat": 25.84, "lng": 114.93})
    assert names(shown) == ["近的", "流动车", "远的"]
    assert names(asked(client, place="章贡"))[:3] == ["近的", "流动车", "远的"]
    bus.visits.order_by("starts_at").first().delete()
    shown = client.post(reverse("stations:list"), {"lat": 25.84, "lng": 114.93})
    assert names(shown) == ["近的", "远的", "流动车"]


def test_a_mobile_station_of_whose_stop_nobody_has_said_the_point_is_where_it_is_kept(client, places):
    StationFactory(name="近的", lat=25.84)
    bus_that_stops((None, None))
    shown = client.post(reverse("stations:list"), {"lat": 39.9, "lng": 116.4})
    assert [(row.station.name, bool(row.distance)) for row in shown.context["found"].rows] == [
        ("流动车", False), ("近的", True),
    ]  # fmt: skip


def test_a_bus_of_another_county_is_among_the_neighbours_when_it_comes(client, places):
    StationFactory(name="近的", lat=25.84)
    bus = bus_that_stops((25.86, 114.93))
    Station.objects.filter(pk=bus.pk).update(region=RegionFactory(code="110101", name="东城区"))
    assert names(asked(client, place="章贡")) == ["近的", "流动车"]


def test_the_nearest_of_the_database_are_the_nearest_of_a_plain_walk(places):
    """Whatever the visitor's point and however many are wanted; also across 180° of longitude's neighbours and gaps."""
    region = RegionFactory()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        points=st.lists(
            st.tuples(st.floats(18, 53), st.floats(74, 134)), min_size=1, max_size=30, unique=True
        ),
        here=st.tuples(st.floats(18, 53), st.floats(74, 134)),
        wanted=st.integers(1, 8),
    )
    def check(points, here, wanted):
        Station.objects.all().delete()
        Station.objects.bulk_create(
            Station(code=f"p-{n}", name=f"站{n}", region=region, address="路", lat=lat, lng=lng,
                    level="county", kind="center")
            for n, (lat, lng) in enumerate(points)
        )  # fmt: skip
        origin = nearness.Origin(*here)
        by_sql = nearness.nearest(Station.objects.all(), origin, wanted, FRIDAY)
        far = {s.pk: haversine_m(*here, s.lat, s.lng) for s in Station.objects.all()}
        walked = sorted(far.values())[:wanted]
        assert [far[spot.pk] for spot in by_sql] == pytest.approx(walked, abs=0.5)

    check()
