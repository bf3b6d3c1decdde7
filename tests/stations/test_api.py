"""Open data: what anybody may fetch of the stations, and what they never get."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from wagtail.models import Site

from foundation.content.models import SiteIdentity
from intake import throttle
from stations.api.forms import AskedForm
from stations.models import Closure, ScheduledVisit, SpecialDay, Station
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/api/stations"


def codes(response):
    return [one["code"] for one in response.json()["stations"]]


def test_a_station_is_told_in_codes_and_words(client):
    station = StationFactory(code="a", name="<b>站</b>", office=None, hours=[(5, "20:00", "02:00")])
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    body = answer.json()
    assert body["licence"]["text"].startswith("可自由使用，注明来源")
    [said] = body["stations"]
    assert (said["kind"], said["kind_name"], said["region"], said["lat"]) == (
        "center",
        "法律援助中心",
        "360702",
        station.lat,
    )
    assert said["opening_hours"] == [{"weekday": 5, "opens": "20:00", "closes": "02:00"}]
    assert said["url"] == f"http://testserver{station.get_absolute_url()}"
    assert not {"office", "entered_lat", "parent"} & set(said)


def test_what_is_coming_is_told_and_a_van_is_where_it_stops(client):
    van = StationFactory(code="van", kind="mobile", hours=[], lat=39.9, lng=116.4)
    at = timezone.now() + timedelta(days=1)
    for days, why in ((0, "下雨"), (1, "")):
        ScheduledVisit.objects.create(
            station=van, starts_at=at + timedelta(days=days), ends_at=at + timedelta(days=days, hours=2),
            place=f"第{days}处", lat=25.5, lng=114.5, cancelled_because=why,
        )  # fmt: skip
    SpecialDay.objects.create(station=van, date=at.date(), opens="09:00", closes="11:00", reason="集市")
    [said] = client.get(ADDRESS).json()["stations"]
    assert [stop["place"] for stop in said["next_stops"]] == ["第1处"]
    assert (said["lat"], said["lng"]) == (25.5, 114.5)
    assert said["special_days"][0]["opens"] == "09:00"


def test_how_many_there_are_in_all_is_told_on_every_page(client):
    StationFactory.create_batch(3)
    StationFactory(kind="window")
    body = client.get(f"{ADDRESS}?limit=2&kind=center").json()
    assert (body["count"], body["total"]) == (2, 3)
    assert client.get(body["next"]).json()["total"] == 3


def test_pages_follow_each_other_to_the_end(client):
    made = [StationFactory(code=f"s-{n}").code for n in range(5)]
    address, seen = f"{ADDRESS}?limit=2&kind=center", []
    while address:
        answer = client.get(address)
        seen += codes(answer)
        address = answer.json()["next"]
        assert (f'<{address}>; rel="next"' in answer.get("Link", "")) == bool(address)
    assert seen == made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"region": "360702"}, ["a"]),
        ({"region": "360700"}, ["a", "b"]),
        ({"region": "360000"}, ["a", "b"]),
        ({"kind": "window"}, ["b"]),
        ({"service": "notary"}, ["b"]),
        ({"updated_since": "2099-01-01"}, []),
        ({"updated_since": "2020-01-01T08:00:00+08:00"}, ["a", "b", "c"]),
        ({}, ["a", "b", "c"]),
    ],
)
def test_it_is_narrowed(client, asked, found):
    for code in ("360000", "360700", "210100"):
        RegionFactory(code=code, name=f"{code}市")
    StationFactory(code="a")
    StationFactory(
        code="b", kind="window", services=["notary"], region=RegionFactory(code="360703", name="南康区")
    )
    StationFactory(code="c", region=RegionFactory(code="210102", name="和平区"))
    StationFactory(code="gone", status="closed")
    assert codes(client.get(ADDRESS, asked)) == found


@pytest.mark.parametrize(
    "asked",
    [{"region": "999999"}, {"region": "x"}, {"kind": "x"}, {"service": "x"}, {"limit": "0"}, {"limit": "501"},
     {"updated_since": "gestern"}, {"updated_since": "0001-01-01"}, {"format": "xml"}, {"after": "a b"}],
)  # fmt: skip
def test_what_makes_no_sense_is_said(client, asked):
    answer = client.get(ADDRESS, asked)
    if asked != {"updated_since": "0001-01-01"}:
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == list(asked)
    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(("format", "accept"), [("geojson", "application/geo+json"), ("csv", "text/csv")])
def test_the_format_is_asked_for_in_two_ways(client, format, accept):
    StationFactory()
    by_name, by_header = (
        client.get(ADDRESS, {"format": format}),
        client.get(ADDRESS, headers={"accept": accept}),
    )
    assert by_name["Content-Type"].startswith(accept)
    assert by_name["Content-Type"] == by_header["Content-Type"]
    assert "Accept" in by_header["Vary"]


def test_points_are_in_wgs84(client):
    station = StationFactory()
    station.put_at(25.85, 114.93, "gcj02")
    station.save()
    StationFactory(lat=None, lng=None)
    features = client.get(ADDRESS, {"format": "geojson"}).json()["features"]
    assert [one["geometry"] for one in features] == [
        {"type": "Point", "coordinates": [station.lng, station.lat]},
        None,
    ]


def test_the_table_opens_in_excel_and_is_whole(client):
    for n in range(3):
        StationFactory(name="=cmd", code=f"s-{n}")
    content = b"".join(client.get(ADDRESS, {"format": "csv", "limit": "1"}).streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 4
    assert rows[0][:2] == ["代码", "名称"]
    assert rows[1][1] == "'=cmd"


def test_what_has_not_changed_is_not_sent_again(client):
    station = StationFactory()
    etag = client.get(ADDRESS)["ETag"]
    again = client.get(ADDRESS, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Access-Control-Allow-Origin"] == "*"
    station.phone = "0797-5550199"
    station.save(update_fields=["phone"])
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200
    etag = client.get(ADDRESS)["ETag"]
    station.delete()
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 200


def test_who_asks_too_often_is_told_so(client, monkeypatch):
    monkeypatch.setitem(throttle.PER_HOUR, "data", 2)
    answers = [client.get(ADDRESS) for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"]
    assert "问得太多" in answers[2].json()["error"]


def test_the_operators_licence_is_told(client):
    site = SiteIdentity.for_site(Site.objects.get())
    site.data_licence, site.data_licence_url = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
    site.save()
    answer = client.get(ADDRESS)
    assert answer.json()["licence"] == {
        "text": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    }
    assert 'rel="license"' in answer["Link"]


@pytest.fixture
def described(client):
    return client.get(reverse("api_openapi")).json()


def fits(document, schema, answer):
    Draft202012Validator({"components": document["components"], **schema}).validate(answer)


def test_the_description_is_valid_and_true(client, described):
    """What a real answer holds is what is described, no more and no less: with and without a point."""
    validate(described)
    StationFactory(languages=["hak"], verified_on=date(2026, 11, 1), hours=[(5, "20:00", "02:00")])
    shut = StationFactory(lat=None, lng=None, hours=[], status="closed_temporarily", status_note="装修")
    soon = timezone.now() + timedelta(days=2)
    SpecialDay.objects.create(station=shut, date=soon.date(), reason="集市")
    Closure.objects.create(station=shut, first=soon.date(), reason="装修")
    ScheduledVisit.objects.create(
        station=shut, starts_at=soon, ends_at=soon + timedelta(hours=1), place="夜市"
    )
    content = described["paths"]["/api/stations"]["get"]["responses"]["200"]["content"]
    for accept, media in content.items():
        answer = client.get(ADDRESS, {"limit": "1"}, headers={"accept": accept})
        assert answer["Content-Type"].startswith(accept)
        if accept != "text/csv":
            fits(described, media["schema"], answer.json())
            fits(
                described,
                media["schema"],
                client.get(answer.json()["next"], headers={"accept": accept}).json(),
            )
    properties = described["components"]["schemas"]["Station"]["properties"]
    assert all(set(one) == set(properties) for one in client.get(ADDRESS).json()["stations"])


def test_each_parameter_is_described_as_it_is_taken(client, described):
    """A form field more or less is a difference; what is allowed is taken, what is not is refused under its name."""
    parameters = described["paths"]["/api/stations"]["get"]["parameters"]
    assert {one["name"] for one in parameters} == set(AskedForm.base_fields)
    RegionFactory()
    for one in parameters:
        schema, name = one["schema"], one["name"]
        good = schema.get("enum") or {"region": ["360702"], "limit": ["1", "500"], "after": ["a" * 60]}.get(
            name, ["2026-11-01", "2026-11-01T08:00:00+08:00"]
        )
        for value in good:
            assert client.get(ADDRESS, {name: value}).status_code == 200, (name, value)
        for value in ("\x00", "36\x000702", "\ud800", "长" * 5000, "nobody knows"):
            query = urlencode({name: value.encode("utf-8", "surrogatepass")})
            answer = client.get(f"{ADDRESS}?{query}")
            assert answer.status_code == 400, (name, value[:20])
            assert list(answer.json()["fields"]) == [name]
            fits(described, {"$ref": "#/components/schemas/Error"}, answer.json())


@pytest.mark.parametrize(
    "query", ["regoin=360702", "%00=1", "region=360702&%ff=1", "&".join(["limit=1"] * 20_000)]
)
def test_what_nobody_knows_is_refused_as_data(client, described, query):
    RegionFactory()
    answer = client.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/json")
    fits(described, {"$ref": "#/components/schemas/Error"}, answer.json())


def test_only_reading(client):
    assert client.post(ADDRESS).status_code == 405
    assert client.head(ADDRESS).status_code == 200


def test_the_queries_do_not_grow(client, django_assert_max_num_queries):
    StationFactory.create_batch(30)
    client.get(ADDRESS)
    for format in ("json", "geojson", "csv"):
        with django_assert_max_num_queries(12):
            response = client.get(f"{ADDRESS}?{urlencode({'format': format})}")
            assert (b"".join(response) if response.streaming else response.content).count(b"t-station-") >= 30


def test_a_page_tells_search_engines_what_it_is(client):
    station = StationFactory(name="</script><b>站", hours=[(1, "09:00", "12:00")])
    page = client.get(station.get_absolute_url()).content.decode()
    text = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    said = json.loads(text)
    assert (said["@type"], said["name"], said["telephone"]) == (
        "GovernmentOffice",
        station.name,
        station.phone,
    )
    assert said["geo"]["latitude"] == station.lat
    assert said["openingHoursSpecification"][0]["dayOfWeek"] == "https://schema.org/Monday"
    tomorrow = timezone.localdate() + timedelta(days=1)
    SpecialDay.objects.create(station=station, date=tomorrow, opens="10:00", closes="11:00", reason="集市")
    SpecialDay.objects.create(station=station, date=tomorrow, opens="14:00", closes="15:00", reason="集市")
    Closure.objects.create(station=station, first=tomorrow + timedelta(days=5), reason="装修")
    page = client.get(station.get_absolute_url()).content.decode()
    text = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    special, later, shut = json.loads(text)["specialOpeningHoursSpecification"]
    assert (special["validFrom"], special["opens"]) == (tomorrow.isoformat(), "10:00")
    assert (special["closes"], later["opens"]) == ("11:00", "14:00")
    assert (shut["opens"], shut["closes"], "validThrough" in shut) == ("00:00", "00:00", False)


def test_whatever_is_saved_says_when(client):
    station = StationFactory()
    before = Station.objects.get().changed_at
    station.save(update_fields=["name"])
    assert Station.objects.get().changed_at > before
