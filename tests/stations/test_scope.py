"""The register belongs to offices: whatever is not theirs is not found, at any address and in any list."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import Office, Role
from foundation.accounts.services import give_role
from stations.models import DutyShift, Station, StationReport
from tests.stations.factories import StationFactory
from tests.stations.test_admin import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def others(db):
    return Office.add_root(code="t-other", name="别处法律援助中心", kind=Office.Kind.AGENCY)


@pytest.mark.parametrize("role", ["supervisor", "operator"])
def test_no_address_of_the_register_knows_the_station_of_another_office(
    client, staff_office, others, signed_in, role
):
    """Nor does a lesser role there open it."""
    foreign = StationFactory(name="别人的站", office=others)
    user = signed_in(client, role, staff_office)
    give_role(user, Role.RECEPTIONIST, others)
    for name in ("edit", "delete", "history", "history_results", "usage", "verify"):
        address = reverse(f"station_register:{name}", args=[foreign.pk])
        for answer in (client.get(address), client.post(address, form_of(staff_office))):
            assert answer.status_code in (302, 404, 405), name
            assert answer.status_code != 302 or answer["Location"] == "/admin/", name
    for name in ("index", "index_results", "geojson"):
        assert "别人的站" not in client.get(reverse(f"station_register:{name}")).content.decode(), name
    assert Station.objects.get().name == "别人的站"


@pytest.mark.parametrize("role", ["supervisor", "operator"])
def test_neither_do_duty_papers_nor_what_visitors_said(client, staff_office, others, signed_in, role):
    foreign = StationFactory(name="别人的站", office=others)
    shift = DutyShift.objects.create(station=foreign, date=date(2026, 12, 1), half=1, lawyer="王某")
    StationReport.objects.create(station=foreign, what="phone", reported_at=timezone.now())
    user = signed_in(client, role, staff_office)
    give_role(user, Role.RECEPTIONIST, others)
    for name, pk in (("duty", foreign.pk), ("papers", foreign.pk), ("shift", shift.pk)):
        assert client.get(reverse(f"station_register:{name}", args=[pk])).status_code == 404, name
    for name in ("station_reports", "station_problems", "duty_report"):
        assert "别人的站" not in client.get(reverse(name)).content.decode(), name


def test_bulk_acts_do_not_reach_it_either(client, staff_office, others, signed_in):
    foreign = StationFactory(office=others)
    signed_in(client, "operator", staff_office)
    for label, model, act in (("stations", "station", "delete"),):
        address = reverse("wagtail_bulk_action", args=[label, model, act])
        for answer in (client.get(f"{address}?id={foreign.pk}"), client.post(f"{address}?id={foreign.pk}")):
            assert answer.status_code in (302, 403, 404)
    assert Station.objects.filter(pk=foreign.pk).exists()


def test_a_point_is_pasted(client, staff_office, signed_in):
    signed_in(client, "supervisor", staff_office)
    link = "https://uri.amap.com/marker?position=114.93,25.85"
    answer = client.post(reverse("station_register:add"), form_of(staff_office, lat="", lng="", pasted=link))
    assert answer.status_code == 302, answer.context["form"].errors
    station = Station.objects.get()
    assert (station.datum, station.told_at) == ("gcj02", (25.85, 114.93))
    page = client.get(reverse("station_register:edit", args=[station.pk])).content.decode()
    assert "uri.amap.com/marker" in page
    answer = client.post(
        reverse("station_register:edit", args=[station.pk]), form_of(staff_office, pasted="赣州")
    )
    assert "坐标看不懂" in answer.content.decode()


@pytest.mark.parametrize(
    ("problem", "wrong"),
    [
        ("unverified", {}),
        ("no_point", {"lat": None, "lng": None}),
        ("far", {"lat": 29.5}),
        ("no_hours", {"hours": []}),
        ("no_phone", {"phone": "12348"}),
        ("twin", {"name": "重名", "address": "别处"}),
    ],
)
def test_the_report_names_what_is_missing(client, staff_office, others, signed_in, problem, wrong):
    usual = {"verified_on": "2099-01-01", "office": staff_office}
    for n in range(3):
        StationFactory(
            **usual, name=f"好站{n}", phone=f"0797-555010{n}", address=f"路 {n} 号", lat=25.84 + n / 100
        )
    StationFactory(**usual | {"office": others}, name="重名", phone="0797-5550109", address="远处", lat=25.95)
    bad = {**usual, "name": "坏站", "phone": "0797-5550105", "address": "坏路", "lat": 25.9, **wrong}
    StationFactory(**{**bad, **({"verified_on": None} if problem == "unverified" else {})})
    signed_in(client, "supervisor", staff_office)
    page = client.get(reverse("station_problems"), {"problem": problem}).content.decode()
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert bad["name"] in table
    assert "好站" not in table
    mending = "verify" if problem == "unverified" else "edit"
    assert reverse(f"station_register:{mending}", args=[Station.objects.latest("pk").pk]) in table
