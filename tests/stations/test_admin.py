"""The register in the admin: who sees which stations, and that a form with its hours saves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from foundation.accounts.models import Office
from stations.datum import from_wgs84
from stations.distance import haversine_m
from stations.models import ScheduledVisit, Station
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db


STOP = {"starts_at": "2026-12-10 10:00", "ends_at": "2026-12-10 12:00", "place": "集市", "datum": "wgs84"}


@pytest.fixture
def others(db):
    return Office.add_root(code="t-other", name="别处法律援助中心", kind=Office.Kind.AGENCY)


def form_of(agency, /, **changes):
    values = {
        "name": "新站", "code": "new-station", "kind": "window", "level": "county", "host": "court", "office": agency.pk,
        "region": "360702", "phone": "12348", "status": "open", "address": "某路 1 号", "datum": "wgs84", "lat": "25.84", "lng": "114.93",
        "opening_hours": inline_formset([{"weekday": "1", "opens": "09:00", "closes": "12:00"}]),
        **{rows: inline_formset([]) for rows in ("special_days", "closures", "visits")},
    }  # fmt: skip
    ticked = {"services": ["apply"], "lawyer_days": ["1"], "languages": ["cmn"], "accessibility": ["ramp"]}
    return {**nested_form_data({**values, **changes}), **ticked}


def test_an_officer_sees_and_edits_only_the_stations_of_their_offices(
    client, staff_office, others, signed_in
):
    mine = StationFactory(name="自己的站", office=staff_office)
    foreign = StationFactory(name="别人的站", office=others)
    signed_in(client, "supervisor", staff_office)
    page = client.get(reverse("station_register:index")).content.decode()
    assert mine.name in page
    assert foreign.name not in page
    assert client.get(reverse("station_register:edit", args=[foreign.pk])).status_code == 404
    assert client.post(reverse("station_register:verify", args=[foreign.pk])).status_code == 404


def test_a_station_is_entered_with_its_hours(client, staff_office, signed_in):
    signed_in(client, "supervisor", staff_office)
    response = client.post(reverse("station_register:add"), form_of(staff_office))
    assert response.status_code == 302, response.context["form"].errors
    station = Station.objects.get(code="new-station")
    assert (station.region.code, station.office) == ("360702", staff_office)
    assert station.opening_hours.count() == 1
    assert station.services == ["apply"]
    assert station.lawyer_days == [1]


@pytest.mark.parametrize("change", [{"region": "999999"}, {"phone": "打我"}, {"lng": ""}, {"office": ""}])
def test_a_wrong_form_is_shown_again(client, staff_office, signed_in, change):
    signed_in(client, "supervisor", staff_office)
    response = client.post(reverse("station_register:add"), form_of(staff_office, **change))
    assert response.status_code == 200
    assert not Station.objects.exists()


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "bd09"])
def test_a_point_is_typed_as_its_map_has_it(client, staff_office, signed_in, datum):
    """Kept in WGS-84 and as it was typed; opened and saved again nothing moves."""
    signed_in(client, "supervisor", staff_office)
    place = 25.8313, 114.9336
    lat, lng = from_wgs84(*place, datum)
    no_hours = inline_formset([])
    form = form_of(staff_office, datum=datum, lat=f"{lat}", lng=f"{lng}", opening_hours=no_hours)
    assert client.post(reverse("station_register:add"), form).status_code == 302
    station = Station.objects.get(code="new-station")
    edit = reverse("station_register:edit", args=[station.pk])
    shown = client.get(edit).context["form"]
    assert (shown["lat"].value(), shown["lng"].value()) == (lat, lng)
    typed = {name: f"{shown[name].value()}" for name in ("lat", "lng")}
    again = form_of(staff_office, datum=datum, opening_hours=no_hours, **typed)
    assert client.post(edit, again).status_code == 302
    station.refresh_from_db()
    assert haversine_m(station.lat, station.lng, *place) < 0.01
    assert (station.datum, station.entered_lat, station.entered_lng) == (datum, lat, lng)


@pytest.mark.parametrize(
    ("lat", "lng", "words"),
    [
        ("114.93", "25.84", "写反了"),
        ("0", "0", "不在中国"),
        ("48.85", "2.35", "不在中国"),
        ("95", "200", "不在中国"),
    ],
)
def test_a_point_that_cannot_be_is_said_at_the_field(client, staff_office, signed_in, lat, lng, words):
    signed_in(client, "supervisor", staff_office)
    page = client.post(reverse("station_register:add"), form_of(staff_office, lat=lat, lng=lng))
    assert words in str(page.context["form"].errors["lat"])
    assert page.context["form"]["lat"].value() == lat


def test_nobody_files_a_station_under_a_foreign_office(client, staff_office, others, signed_in):
    signed_in(client, "supervisor", staff_office)
    assert client.post(reverse("station_register:add"), form_of(others)).status_code == 200
    assert not Station.objects.exists()


def test_checked_today_is_one_click_and_a_confirmation(client, staff_office, signed_in):
    station = StationFactory(office=staff_office)
    signed_in(client, "operator", staff_office)
    address = reverse("station_register:verify", args=[station.pk])
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 302
    station.refresh_from_db()
    assert station.verified_on


def test_the_export_says_in_words_where_a_station_is(client, staff_office, signed_in):
    StationFactory(name="法院窗口", office=staff_office, host="court", kind="window")
    signed_in(client, "supervisor", staff_office)
    response = client.get(reverse("station_register:index"), {"export": "csv"})
    heading, row = b"".join(response).decode("utf-8-sig").splitlines()
    assert (
        dict(zip(heading.split(","), row.split(","), strict=True)).items()
        >= {
            "类型": "办事窗口",
            "设在哪里": "法院",
            "状态": "开放",
        }.items()
    )


@pytest.mark.parametrize(
    ("hours", "message"),
    [
        ({"opens": "09:00", "closes": "09:00"}, "开门和关门不能是同一个时间"),
        ({"opens": "20:00", "closes": "02:00"}, ""),
    ],
)
def test_hours_may_go_on_after_midnight(client, staff_office, signed_in, hours, message):
    signed_in(client, "supervisor", staff_office)
    form = form_of(staff_office, opening_hours=inline_formset([{"weekday": "5", **hours}]))
    response = client.post(reverse("station_register:add"), form)
    assert response.status_code == (200 if message else 302)
    assert message in response.content.decode()
    assert Station.objects.exists() is not bool(message)


def test_a_closure_of_today_pauses_the_station_and_its_end_opens_it(client, staff_office, signed_in):
    station = StationFactory(office=staff_office, code="paused", hours=[])
    signed_in(client, "supervisor", staff_office)
    address = reverse("station_register:edit", args=[station.pk])
    today = timezone.localdate()

    def post(**row):
        count = station.closures.count()
        rows = inline_formset([{"reason": "装修", "id": "", **row}], initial=count)
        form = form_of(staff_office, code="paused", opening_hours=inline_formset([]), closures=rows)
        assert client.post(address, form).status_code == 302
        station.refresh_from_db()

    post(first=str(today), until="")
    assert station.is_paused
    assert station.closures.get().reason == "装修"
    yesterday = today - timedelta(days=1)
    post(id=str(station.closures.get().pk), first=str(yesterday), until=str(yesterday))
    assert station.status == Station.Status.OPEN


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"special_days": inline_formset([{"date": "2026-12-01", "opens": "09:00", "closes": "", "reason": "集市"}])}, "要么都填"),
        ({"closures": inline_formset([{"first": "2026-12-02", "until": "2026-12-01", "reason": "装修"}])}, "不能比从的那天早"),
        ({"visits": inline_formset([{"starts_at": "2026-12-02 10:00", "ends_at": "2026-12-02 09:00", "place": "集市"}])}, "要比到的时间晚"),
        ({"visits": inline_formset([{"starts_at": "2026-12-02 10:00", "ends_at": "2026-12-02 12:00", "place": "集市", "region": "999999"}])}, "没有这个区划代码"),
        ({"visits": inline_formset([{"starts_at": "2026-12-02 10:00", "ends_at": "2026-12-02 12:00", "place": "集市", "lat": "114.9", "lng": "25.8", "datum": "gcj02"}])}, "写反了"),
        ({"opening_hours": inline_formset([{"weekday": "1", "opens": "09:00", "closes": "17:00"}, {"weekday": "1", "opens": "12:00", "closes": "14:00"}])}, "09:00–17:00 和 12:00–14:00"),
        ({"opening_hours": inline_formset([{"weekday": "1", "opens": "20:00", "closes": "02:00"}, {"weekday": "2", "opens": "01:00", "closes": "03:00"}])}, "时间重叠了"),
        ({"special_days": inline_formset([{"date": "2026-12-01", "opens": f"{n:02}:00", "closes": "12:00", "reason": "集市"} for n in (8, 9)])}, "08:00–12:00 和 09:00–12:00"),
        ({"visits": inline_formset([{**STOP, "lat": "0", "lng": "0"}])}, "这个点不在中国"),
        ({"visits": inline_formset([{**STOP, "lat": "114.93", "lng": "25.84"}])}, "经度和纬度写反了"),
        ({"verified_on": "2099-01-01"}, "这一天还没有到"),
        ({"opened_on": "2099-01-01"}, "这一天还没有到"),
        ({"parent": "nowhere"}, "没有这个代码或者名字的站"),
        ({"parent": "same-level"}, "级别要比这个站高"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_where_it_was_typed(client, staff_office, signed_in, changes, message):
    StationFactory(code="same-level", level="county")
    signed_in(client, "supervisor", staff_office)
    response = client.post(reverse("station_register:add"), form_of(staff_office, **changes))
    assert response.status_code == 200
    assert message in response.content.decode()


def test_stretches_of_two_special_days_may_be_the_same(client, staff_office, signed_in):
    signed_in(client, "supervisor", staff_office)
    rows = [
        {"date": f"2026-12-0{n}", "opens": "09:00", "closes": "12:00", "reason": "集市"} for n in (1, 2, 8)
    ]
    form = form_of(staff_office, special_days=inline_formset(rows))
    assert client.post(reverse("station_register:add"), form).status_code == 302
    assert Station.objects.get().special_days.count() == 3


def test_the_point_of_a_stop_is_typed_as_its_map_has_it(client, staff_office, signed_in):
    signed_in(client, "supervisor", staff_office)
    when = {"starts_at": "2026-12-02 10:00", "ends_at": "2026-12-02 12:00", "place": "集市"}
    lat, lng = from_wgs84(25.8313, 114.9336, "gcj02")
    row = inline_formset([{**when, "pasted": f"{lat}, {lng}", "datum": "gcj02"}])
    assert client.post(reverse("station_register:add"), form_of(staff_office, visits=row)).status_code == 302
    stop = Station.objects.get().visits.get()
    assert haversine_m(stop.lat, stop.lng, 25.8313, 114.9336) < 1
    assert (stop.datum, stop.entered_lat) == ("gcj02", pytest.approx(lat))


def test_a_station_hangs_below_a_higher_one(client, staff_office, signed_in):
    above = StationFactory(code="city", level="prefecture")
    signed_in(client, "supervisor", staff_office)
    assert (
        client.post(reverse("station_register:add"), form_of(staff_office, parent="city")).status_code == 302
    )
    assert Station.objects.get(code="new-station").parent == above


@pytest.mark.parametrize("lat_lng", [{"lat": ""}, {"lng": ""}])
def test_half_a_point_of_a_known_station_is_said_at_the_form(client, staff_office, signed_in, lat_lng):
    station = StationFactory(office=staff_office, hours=[])
    signed_in(client, "supervisor", staff_office)
    edit = reverse("station_register:edit", args=[station.pk])
    response = client.post(edit, form_of(staff_office, name="改过的名字", **lat_lng))
    assert response.status_code == 200
    page = response.content.decode()
    assert "经纬度要么都填，要么都不填" in page
    assert "改过的名字" in page


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ("opening_hours", {"weekday": "1", "opens": "09:00", "closes": "12:00"}),
        ("special_days", {"date": "2026-12-10", "opens": "", "closes": "", "reason": "搬家"}),
        ("closures", {"first": "2026-12-10", "until": "2026-12-12", "reason": "装修"}),
        ("visits", STOP),
    ],
)  # fmt: skip
def test_a_row_stored_meanwhile_brings_the_form_back(client, staff_office, signed_in, rows, row):
    """Two tabs, or the same form sent twice: the second knows nothing of the row that the first has stored."""
    station = StationFactory(office=staff_office, hours=[])
    signed_in(client, "supervisor", staff_office)
    edit = reverse("station_register:edit", args=[station.pk])
    form = form_of(staff_office, **{"opening_hours": inline_formset([]), rows: inline_formset([row])})
    assert client.post(edit, form).status_code == 302
    again = client.post(edit, {**form, "name": "第二个窗口"})
    assert again.status_code == 200
    assert "没有保存" in again.content.decode()
    assert "第二个窗口" in again.content.decode()
    assert getattr(station, rows).count() == 1
    station.refresh_from_db()
    assert station.name != "第二个窗口"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lat": "39.9", "lng": "116.4"}, "离这个区县别的站有 15"),
        ({"region": "620500"}, "不在管理机构“"),
        ({}, ""),
    ],
)
def test_an_odd_place_is_saved_with_a_warning(client, staff_office, signed_in, change, said):
    StationFactory.create_batch(3)
    RegionFactory(code="620500", name="天水市")
    staff_office.region = RegionFactory()
    staff_office.save()
    signed_in(client, "supervisor", staff_office)
    response = client.post(reverse("station_register:add"), form_of(staff_office, **change), follow=True)
    assert Station.objects.filter(code="new-station").exists()
    warnings = [str(one) for one in response.context["messages"] if one.level_tag == "warning"]
    assert len(warnings) == bool(said)
    assert all(said in one for one in warnings), warnings


@pytest.mark.parametrize("record", ["printing", "shift", "visit", ""])
def test_a_station_with_records_of_its_work_is_not_deleted(client, staff_office, signed_in, record):
    station = StationFactory(office=staff_office, hours=[])
    now = timezone.now()
    if record == "printing":
        station.printings.create(paper="card", edition=1, content={}, copies=1, printed_at=now)
    if record == "shift":
        station.shifts.create(date=now, half=1, lawyer="王建国")
    if record == "visit":
        ScheduledVisit.objects.create(
            station=station, starts_at=now, ends_at=now + timedelta(hours=1), place="集市"
        )
    user = signed_in(client, "supervisor", staff_office)
    user.user_permissions.add(Permission.objects.get(codename="delete_station"))
    address = reverse("station_register:delete", args=[station.pk])
    assert ("不能删" in client.get(address).content.decode()) == bool(record)
    client.post(address)
    assert Station.objects.filter(pk=station.pk).exists() == bool(record)


def test_what_a_colleague_saved_meanwhile_is_not_undone_unseen(client, staff_office, signed_in):
    station = StationFactory(office=staff_office, code="new-station", phone="12348", hours=[])
    signed_in(client, "supervisor", staff_office)
    address = reverse("station_register:edit", args=[station.pk])
    opened = client.get(address).context["form"]["seen_at"].value()
    Station.objects.get(pk=station.pk).save()  # a colleague's
    form = form_of(staff_office, opening_hours=inline_formset([]), phone="0797-5550102", seen_at=opened)
    page = client.post(address, form)
    assert page.status_code == 200
    assert "别人改过这个站" in page.content.decode()
    assert page.context["form"]["phone"].value() == "0797-5550102"
    station.refresh_from_db()
    assert station.phone == "12348"
    again = page.context["form"]["seen_at"].value()
    assert client.post(address, {**form, "seen_at": again}).status_code == 302
    station.refresh_from_db()
    assert station.phone == "0797-5550102"
