"""Stations nobody checked for half a year, and what visitors say is wrong with one."""

import uuid
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import Office, Role
from foundation.notices.models import Message
from foundation.retention import services as retention
from intake import throttle
from stations import services, terms
from stations.models import Station, StationReport
from tests.aid.factories import officer
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def far(db):
    return Office.add_root(code="t-far", name="别处", kind=Office.Kind.AGENCY)


@pytest.mark.parametrize(
    ("checked", "status", "is_due"),
    [
        (None, "open", True),
        (DAY - timedelta(days=184), "open", True),
        (DAY - timedelta(days=183), "open", False),
        (None, "closed", False),
    ],
)
def test_due_after_half_a_year(checked, status, is_due):
    StationFactory(verified_on=checked, status=status)
    assert Station.objects.unchecked(DAY).exists() is is_due


def test_keepers_are_reminded_once_a_month_of_their_own(staff_office, far):
    officer(staff_office, Role.SUPERVISOR)
    officer(staff_office, Role.RECEPTIONIST)
    for office in (staff_office, staff_office, far):
        StationFactory(office=office)
    for _again in range(2):
        services.remind_of_checks(DAY)
    message = Message.objects.get()
    assert message.context == {"count": 2}
    services.remind_of_checks(DAY + timedelta(days=31))
    assert Message.objects.count() == 2


def test_the_list_holds_each_of_ones_own_once(client, signed_in, staff_office, far):
    StationFactory(name="自己的站", office=staff_office)
    StationFactory(name="刚核对的", office=staff_office, verified_on=timezone.localdate())
    StationFactory(name="别人的站", office=far)
    signed_in(client, "supervisor", staff_office)
    html = client.get(reverse("station_problems"), {"problem": "unverified"}).content.decode()
    assert html.count("自己的站") == 1
    assert "刚核对的" not in html
    assert "别人的站" not in html
    assert "半年没核对的站" in client.get(reverse("wagtailadmin_home")).content.decode()


def tell(client, station, **typed):
    address = reverse("intake:wrong", args=[station.code])
    shown_at = client.get(address).context["carried"].shown_at
    return client.post(address, {"what": "hours", "key": str(uuid.uuid4()), "shown_at": shown_at, **typed})


def test_somebody_says_what_is_wrong_without_saying_who(client, staff_office):
    station = StationFactory(office=staff_office)
    assert (
        reverse("intake:wrong", args=[station.code])
        in client.get(station.get_absolute_url()).content.decode()
    )
    key = str(uuid.uuid4())
    for _twice in range(2):
        assert tell(client, station, story="周五下午没人", key=key).status_code == 302
    report = StationReport.objects.get()
    assert (report.what, report.story) == ("hours", "周五下午没人")


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"what": ""}, 200, "选一样"),
        ({"what": "nonsense"}, 200, "选"),
        ({"what": "other"}, 200, "写一句哪里不对"),
        ({"story": "长" * 301}, 200, "最多 300 字"),
        ({"website": "http://spam"}, 429, "最后一格"),
    ],
)
def test_bad_input_is_said_where_it_was_typed_and_kept(client, typed, status, words):
    response = tell(
        client, StationFactory(), **{"story": "打不通", **typed} if typed.get("what") != "other" else typed
    )
    assert response.status_code == status
    html = response.content.decode()
    assert words in html
    assert typed.get("story", "" if typed.get("what") == "other" else "打不通") in html
    assert not StationReport.objects.exists()


def test_too_many_of_one_address_wait(client, monkeypatch):
    monkeypatch.setitem(throttle.PER_HOUR, "report", 5)  # one that is too quick counts as five
    station = StationFactory()
    assert tell(client, station).status_code == 302
    assert tell(client, station).status_code == 429
    assert StationReport.objects.count() == 1


def test_the_office_answers_and_nobody_else(client, signed_in, staff_office, far):
    mine, theirs = (
        services.reports.report(StationFactory(office=office), what="phone", story=story, key=uuid.uuid4())
        for office, story in ((staff_office, "打不通"), (far, "别处的话"))
    )
    signed_in(client, "supervisor", staff_office)
    address = reverse("station_reports")
    html = client.get(address).content.decode()
    assert "打不通" in html
    assert "别处的话" not in html
    assert client.post(address, {"report": theirs.pk, "answer": "改了"}).status_code == 404
    assert client.post(address, {"report": "x", "answer": "改了"}).status_code == 404
    for wrong in ("", " ", "长" * 201):
        response = client.post(address, {"report": mine.pk, "answer": wrong})
        assert response.status_code == 422
    assert client.post(address, {"report": mine.pk, "answer": "电话改好了"}).status_code == 302
    assert client.post(address, {"report": mine.pk, "answer": "再改"}).status_code == 422
    mine.refresh_from_db()
    assert mine.answer == "电话改好了"
    assert "电话改好了" in client.get(address, {"show": "done"}).content.decode()


def test_what_was_done_half_a_year_ago_goes(client, signed_in, staff_office):
    keeper = signed_in(client, "supervisor", staff_office)
    old = services.reports.report(StationFactory(office=staff_office), what="phone", key=uuid.uuid4())
    services.reports.report(old.station, what="phone", key=uuid.uuid4())
    services.reports.answer(old, words="改了", actor=keeper, at=timezone.now() - timedelta(days=181))
    assert retention.forget(terms.REPORTS, timezone.now()) == 1
    assert StationReport.objects.count() == 1
