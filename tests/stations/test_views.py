"""The finder, a station's page and the phone map, as a visitor meets them."""

from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.content import kept
from foundation.workdays import services as workdays
from foundation.workdays.rules import SHANGHAI
from stations import selectors
from stations.models import ScheduledVisit, Station
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def on_friday_morning():
    workdays.import_all()
    with time_machine.travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def ganzhou():
    jiangxi = RegionFactory(code="360000", name="江西省", pinyin="jiangxisheng")
    city = RegionFactory(code="360700", name="赣州市", pinyin="ganzhoushi", parent=jiangxi)
    RegionFactory(code="360702", name="章贡区", pinyin="zhanggongqu", parent=city)
    RegionFactory(code="360703", name="南康区", pinyin="nankangqu", parent=city)
    RegionFactory(code="360721", name="空县城区", pinyin="kongxian", parent=city)
    return city


def listing(client, **asked):
    return client.get(reverse("stations:list"), asked)


def names(response):
    return [row.station.name for row in response.context["found"].rows]


def test_a_place_shows_its_own_stations_first_and_then_the_neighbours(client, ganzhou):
    StationFactory(name="远处的本区站", lat=25.90, lng=114.93)
    StationFactory(name="近处的本区站", lat=25.845, lng=114.93)
    StationFactory(name="隔壁区的站", region__code="360703", lat=25.846, lng=114.93)
    StationFactory(name="太远的站", region__code="360703", lat=27.5, lng=114.93)
    response = listing(client, place="章贡")
    assert names(response)[2:] == ["隔壁区的站"]
    assert set(names(response)[:2]) == {"远处的本区站", "近处的本区站"}
    assert "region=360702" in response.content.decode()  # carried along to the next step


def test_the_first_page_is_built_once_a_minute_and_keeps_no_place_of_anybody(client, ganzhou, committed):
    StationFactory()
    listing(client)  # the first visitor of a site makes its row of settings
    committed()
    with time_machine.travel(FRIDAY.replace(hour=8, minute=59, second=58), tick=False):
        assert "tag--good" not in listing(client).content.decode()
    with time_machine.travel(FRIDAY.replace(hour=8, minute=59, second=59), tick=False):
        with CaptureQueriesContext(connection) as captured:
            assert "tag--good" not in listing(client).content.decode()
        assert not [query for query in captured if "stations_station" in query["sql"]]
    with time_machine.travel(FRIDAY.replace(hour=9, second=1), tick=False):
        assert "tag--good" in listing(client).content.decode()
    listing(client, place="水南")  # the first to name a place
    before = len(kept._shelf)
    for place in ("水西", "水东"):
        listing(client, place=place)
        client.post(reverse("stations:list"), {"lat": "25.851", "lng": "114.93"})
    assert len(kept._shelf) == before


def test_words_beyond_the_region_bring_the_named_street_to_the_top(client, ganzhou):
    StationFactory(name="区中心")
    StationFactory(name="水南站", address="水南街道司法所")
    assert names(listing(client, place="章贡区 水南镇"))[0] == "水南站"
    assert names(listing(client, place="章貢區 水南鎮"))[0] == "水南站"


def test_pinyin_finds_a_place(client, ganzhou):
    station = StationFactory()
    assert names(listing(client, place="zhanggong")) == [station.name]


def test_a_name_of_several_places_asks_which(client, ganzhou):
    RegionFactory(
        code="620702", name="甘州区", pinyin="ganzhouqu", parent=RegionFactory(code="620700", name="张掖市")
    )
    station = StationFactory()
    response = listing(client, place="ganzhou")
    assert "您是说" in response.content.decode()
    assert [(choice.region.code, choice.count) for choice, url in response.context["choices"]] == [
        ("360700", 1),
        ("620702", 0),
    ]
    assert names(response) == [station.name]


def test_an_unknown_place_still_finds_names_and_addresses(client, ganzhou):
    station = StationFactory(address="创业园三号楼")
    other = StationFactory()
    response = listing(client, place="创业园")
    assert names(response) == [station.name, other.name]  # and what else serves that county
    assert "名字或地址里有“创业园”" in response.content.decode()
    assert "离创业园约" in response.content.decode()


def test_nothing_found_leads_to_12348(client, ganzhou):
    StationFactory()
    response = listing(client, place="没有这个地方")
    assert names(response) == []
    assert 'href="tel:12348"' in response.content.decode()


def test_a_county_without_stations_shows_those_of_the_city(client, ganzhou):
    station = StationFactory()
    response = listing(client, region="360721")
    assert names(response) == [station.name]
    assert "还没有登记的站" in response.content.decode()


def test_regions_are_walked_down_with_counts(client, ganzhou):
    StationFactory.create_batch(2)
    StationFactory(region__code="360703")
    StationFactory(region=ganzhou)
    below = listing(client, region="360700").context["below"]
    assert [(region.code, n) for region, n, url in below] == [("360702", 2), ("360703", 1)]
    assert [(r.code, n) for r, n, url in listing(client).context["below"]] == [("360000", 4)]


def test_kind_host_and_open_now_narrow_the_list(client, ganzhou):
    StationFactory(name="法院窗口", host="court", kind="window", hours=[(5, "09:00", "12:00")])
    StationFactory(name="夜间站", hours=[(5, "18:00", "20:00")])
    StationFactory(name="暂停的站", status="closed_temporarily", status_note="改造中")
    assert names(listing(client, host="court")) == ["法院窗口"]
    assert names(listing(client, kind="window")) == ["法院窗口"]
    assert names(listing(client, open="1")) == ["法院窗口"]


def test_a_station_closed_for_good_is_gone(client, ganzhou):
    station = StationFactory(status="closed")
    assert names(listing(client)) == []
    gone = client.get(station.get_absolute_url())
    assert gone.status_code == 410


def test_a_paper_of_a_station_that_is_gone_leads_to_the_next_one(client, ganzhou):
    """Its address, and the QR code on old papers, says so and where to go instead."""
    old = StationFactory(status="closed", lat=25.84, address="老城门")
    StationFactory(name="远的", lat=25.95)
    near = StationFactory(name="近的", lat=25.85)
    page = client.get(old.get_absolute_url())
    assert page.context["other"].station == near
    assert "已经撤销了" in page.content.decode()
    assert near.phone in page.content.decode()
    assert 'name="robots" content="noindex"' in page.content.decode()
    assert old.address not in page.content.decode()


def test_without_a_point_it_leads_to_one_of_its_region(client, ganzhou):
    old = StationFactory(status="closed", lat=None, lng=None)
    near = StationFactory(name="同区的")
    assert client.get(old.get_absolute_url()).context["other"].station == near
    Station.objects.filter(pk=near.pk).delete()
    assert client.get(old.get_absolute_url()).status_code == 410


def test_a_paused_station_says_why_and_takes_no_application(client, ganzhou):
    station = StationFactory(status="closed_temporarily", status_note="改造中，请去县中心")
    page = client.get(station.get_absolute_url()).content.decode()
    assert "改造中，请去县中心" in page
    assert "正在上班" not in page


@pytest.mark.parametrize("kind", ["mobile", "center"])
def test_open_now_in_sql_is_the_rule_of_the_pure_function(ganzhou, kind):
    at = FRIDAY
    for n in range(24):
        station = StationFactory(
            kind=kind,
            open_on_holidays=n % 5 == 0,
            hours=[
                (day, f"{8 + n % 4:02}:30", f"{12 + n % 9:02}:30")
                for day in range(1 + n % 3, 8)
                if (day + n) % 4
            ],
        )
        if n % 3 == 0:
            ScheduledVisit.objects.create(
                station=station,
                starts_at=at + timedelta(hours=n - 12),
                ends_at=at + timedelta(hours=n - 9),
                place="工地",
            )
    moments = [at + timedelta(hours=3 * n) for n in range(60)]
    moments += [
        datetime(2026, 10, day, hour, tzinfo=SHANGHAI) for day in (1, 4, 7, 9, 10, 11) for hour in (9, 10, 15)
    ]
    for moment in moments:
        calendar = selectors.calendar_at(moment)
        rows = [selectors.row_of(s, moment, calendar) for s in Station.objects.with_schedule(moment)]
        by_sql = set(selectors.open_at(Station.objects.all(), moment, calendar).values_list("pk", flat=True))
        assert by_sql == {row.station.pk for row in rows if row.is_open}, moment


@pytest.mark.parametrize("asked", [{}, {"place": "章贡"}, {"region": "360700", "open": "1"}])
def test_the_list_costs_the_same_for_any_length(client, ganzhou, asked):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert listing(client, **asked).status_code == 200
        return len(captured)

    StationFactory()
    listing(client, **asked)  # what is cached for a process is cached now
    one = queries()
    StationFactory.create_batch(49)
    assert queries() == one


def test_long_lists_come_in_parts(client, ganzhou):
    StationFactory.create_batch(45)
    response = listing(client, region="360702")
    assert len(names(response)) == 20
    assert "show=40" in response.context["more"]
    assert len(names(client.get(response.context["more"]))) == 40


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000", "show=99999999999999999999", "show=-5", "show=x", "kind=zz&host=zz", "region=999999",
        "region=0", "region=36%27", "place=" + quote("章" * 2000), "place=%25", "place=\\", "topic=<script>", "open=maybe",
        "place=%F0%AE%AD%9A", "place=a&place=b", "lat=1&lng=2",
    ],
)  # fmt: skip
def test_odd_questions_are_answered(client, ganzhou, query):
    StationFactory()
    assert client.get(f"{reverse('stations:list')}?{query}").status_code == 200


def test_a_nul_byte_is_a_bad_request(client):
    assert client.get(f"{reverse('stations:list')}?place=%00").status_code == 400
    assert client.get(f"{reverse('stations:list')}nope/").status_code == 404


def test_from_the_phone_the_nearest_comes_first_and_the_position_stays_out_of_addresses(client, ganzhou):
    StationFactory(name="远", lat=26.2, lng=114.9)
    StationFactory(name="近", lat=25.85, lng=114.93)
    StationFactory(name="没有坐标", lat=None, lng=None)
    response = client.post(reverse("stations:list"), {"lat": "25.84567", "lng": "114.93123"})
    assert names(response) == ["近", "远"]
    page = response.content.decode()
    assert "25.84567" not in page
    assert "?lat" not in page
    assert "no-store" in response["Cache-Control"]
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize("lat", ["", "x", "91", "nan", "inf", "1e400", "\x00", "9" * 2000])
def test_a_bad_position_is_said_in_words(client, ganzhou, lat):
    StationFactory()
    response = client.post(reverse("stations:list"), {"lat": lat, "lng": "114.9", "place": "\x00"})
    assert response.status_code == 200
    assert "没拿到您的位置" in response.content.decode()


def test_a_station_page_has_what_a_person_needs(client, ganzhou):
    station = StationFactory(
        phone="0797-5550102", directions="坐 1 路车", lawyer_days=[1, 2, 3], languages=["hak"]
    )
    page = client.get(station.get_absolute_url()).content.decode()
    for words in (
        "正在上班",
        "9:00–12:00",
        'href="tel:07975550102"',
        "坐 1 路车",
        "客家话",
        "有轮椅坡道",
        "周一到周三",
    ):
        assert words in page, words
    assert "coordinate=gaode" in page
    assert "noreferrer" in page


def test_a_closed_station_names_the_nearest_open_one(client, ganzhou):
    closed = StationFactory(hours=[(1, "09:00", "12:00")], lat=25.84)
    StationFactory(name="更远但开着", lat=25.95)
    StationFactory(name="最近且开着", lat=25.86)
    page = client.get(closed.get_absolute_url())
    assert page.context["other"].station.name == "最近且开着"
    assert client.get(page.context["other"].station.get_absolute_url()).context["other"] is None


def test_a_mobile_station_says_where_it_will_be(client, ganzhou):
    bus = StationFactory(kind="mobile", hours=[])
    for days, place in ((-2, "昨天的地方"), (1, "夜市门口")):
        at = FRIDAY + timedelta(days=days)
        ScheduledVisit.objects.create(station=bus, starts_at=at, ends_at=at + timedelta(hours=2), place=place)
    page = client.get(bus.get_absolute_url()).content.decode()
    assert "明天来" in page
    assert "夜市门口" in page
    assert "昨天的地方" not in page


def test_the_way_leads_to_the_next_stop_of_a_van_and_never_to_its_garage(client, ganzhou):
    bus = StationFactory(kind="mobile", hours=[], lat=39.9, lng=116.4)
    points = {1: (25.86, 114.93, "下雨"), 2: (25.67, 114.79, ""), 3: (25.5, 114.7, "")}
    for days, (lat, lng, why) in points.items():
        at = FRIDAY + timedelta(days=days)
        ScheduledVisit.objects.create(
            station=bus, starts_at=at, ends_at=at + timedelta(hours=2), place=f"第{days}处", lat=lat, lng=lng,
            cancelled_because=why,
        )  # fmt: skip
    page = client.get(bus.get_absolute_url())
    assert page.context["map_links"][0].url.startswith("geo:25.67")
    words = page.content.decode()
    assert "下一次：11月22日" in words
    assert "geo:25.500000" in words  # each stop has its own
    assert '"latitude": 25.67' in words
    assert "39.9" not in words
    bus.visits.all().delete()
    page = client.get(bus.get_absolute_url())
    assert page.context["map_links"] == []
    assert "39.9" not in page.content.decode()


def test_the_station_of_the_home_page(ganzhou):
    shut = StationFactory(hours=[])
    assert selectors.nearest_for("360702", FRIDAY).station == shut
    open_ = StationFactory()
    assert selectors.nearest_for("360702", FRIDAY).station == open_
    assert selectors.nearest_for("360721", FRIDAY).station == open_  # from the city around
    assert selectors.nearest_for(None, FRIDAY).station == open_
    assert selectors.nearest_for("620000", FRIDAY).station == open_  # an unknown region


def test_an_english_visitor_gets_the_same_pages(client, ganzhou):
    station = StationFactory()
    for address in ("/en/stations/", f"/en/stations/{station.code}/", "/zh-hant/stations/hotlines/"):
        assert client.get(address).status_code == 200


def test_near_counts_metres(ganzhou):
    here = StationFactory(lat=25.84, lng=114.93)
    StationFactory(lat=25.94, lng=114.93)  # 11 km north
    near = list(Station.objects.near(25.84, 114.93, 5_000))
    assert near == [here]
    assert near[0].distance_m == pytest.approx(0, abs=1)
    assert Station.objects.near(25.84, 114.93, 12_000).count() == 2
    assert timezone.now() == FRIDAY


@pytest.mark.parametrize("where", [("48.85", "2.35"), ("0", "0"), ("114.93", "25.84")])
def test_a_position_that_is_not_in_china_is_said_so_and_sorts_nothing(client, ganzhou, where):
    StationFactory()
    page = client.post(reverse("stations:list"), dict(zip(("lat", "lng"), where, strict=True)))
    assert "手机说您不在中国" in page.content.decode() or "没拿到您的位置" in page.content.decode()
    assert "station__far" not in page.content.decode()


def test_applying_goes_on_with_the_place_of_the_station(client, ganzhou):
    station = StationFactory()
    assert "/apply/?region=360702" in client.get(station.get_absolute_url()).content.decode()
    assert "/apply/?region=360702" in listing(client, region="360700").content.decode()
