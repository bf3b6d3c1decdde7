"""Three sentences and a number, as somebody on a phone leaves them."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from aid.models import CallBack, Draft
from aid.services import call_back as services
from foundation.accounts.models import Role
from intake import throttle
from tests.aid.factories import OfficeFactory, officer
from tests.intake.walk import CHECK, begin, url

pytestmark = pytest.mark.django_db
PAGE, RECEIPT = reverse("intake:call_back"), reverse("intake:call_back_asked")
GOOD = {
    "story": "老板跑了，房东又要赶人。\n我不知道先办哪样。",
    "name": "牛师傅",
    "phone": "139 0000 5678",
    "notice": "on",
    "website": "",
}


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine, office):
    time_machine.move_to("2026-11-18T12:00:00+08:00", tick=False)


def send(client, page=None, **changes):
    """Send the page as it was shown, a while after it was shown."""
    page = page or client.get(PAGE)
    hidden = {"key": page.context["form"]["key"].value(), "shown_at": page.context["carried"].shown_at}
    return client.post(PAGE, {**hidden, **GOOD, **changes})


def say_how(client, **said):
    return client.post(RECEIPT, {"call_time": "any", "say_who_we_are": "no", "place": "", **said})


def test_how_to_call_is_said_once_the_number_is_kept(client):
    send(client)
    say_how(client, call_time="evening", say_who_we_are="yes")
    html = client.get(RECEIPT).content.decode()
    assert "晚上 8 点以后" in html
    assert "我们会说是法律援助" in html
    assert say_how(client, call_time="midnight").context["form"].errors.keys() == {"call_time"}
    kept = CallBack.objects.get()
    assert (kept.call_time, kept.say_who_we_are) == ("evening", True)


def test_what_comes_after_the_call_changes_nothing_and_is_said(client, office):
    send(client)
    kept = CallBack.objects.get()
    caller = officer(office, Role.RECEPTIONIST)
    services.not_reached(kept, actor=caller, key=uuid.uuid4(), at=kept.asked_at)
    page = client.post(RECEIPT, {"call_time": "noon", "say_who_we_are": "yes"}, follow=True)
    assert "已经打过电话了" in page.content.decode()
    assert page.context["form"] is None
    kept.refresh_from_db()
    assert not kept.say_who_we_are


def test_a_number_is_left_and_the_receipt_says_when_somebody_calls(client):
    assert send(client).url == RECEIPT
    html = client.get(RECEIPT).content.decode()
    for said in ("最晚 2026年11月18日", "139****5678", "只说找您本人", "马上离开"):
        assert said in html
    assert not re.search("牛师傅|13900005678|房东", html)
    kept = CallBack.objects.get()
    assert (kept.story, kept.phone, kept.say_who_we_are) == (GOOD["story"], "13900005678", False)
    assert kept.notice_version
    assert not Draft.objects.exists()


def test_no_form_of_ten_pages_and_no_id_number_is_asked(client):
    page = client.get(PAGE)
    asked = set(page.context["form"].fields) - {"key", "website", "notice"}
    assert asked == {"story", "name", "phone"}
    html = page.content.decode()
    assert "马上离开" in html
    assert "12348" in html
    assert re.search(r"<title>\s*留个电话 ·", html)
    assert page["Cache-Control"].count("no-store")


def test_a_page_sent_twice_is_one_request_and_one_receipt(client):
    page = client.get(PAGE)
    assert [send(client, page).url, send(client, page).url] == [RECEIPT, RECEIPT]
    assert CallBack.objects.count() == 1


def test_a_page_with_a_broken_key_is_taken_all_the_same(client):
    assert send(client, key="x\x00").url == RECEIPT
    assert send(client, key="").url == RECEIPT
    assert CallBack.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("story", "", "写一两句"),
        ("story", "长" * 301, "最多 300 字"),
        ("name", " ", "写一个称呼"),
        ("phone", "", "写上电话"),
        ("phone", "1390000", ""),
        ("notice", "", "同意了我们才能留下电话"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, field, value, said):
    changes = {field: value} if value or field != "notice" else {"notice": []}
    page = send(client, **changes)
    html = page.content.decode()
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {field}
    assert said in html
    assert not re.search("确保该|有效的选项|这个字段", html)
    assert ("牛师傅" in html) == (field != "name")
    assert not CallBack.objects.exists()


def test_a_place_that_is_clear_leads_to_the_office_there(client, places, office):
    from foundation.regions.models import Region

    there = OfficeFactory(region=Region.objects.get(code="360702"))
    send(client)
    assert say_how(client, place="赣州章贡区").url == RECEIPT
    assert CallBack.objects.get().office == there


def test_a_place_of_which_there_are_two_is_asked_back_once(client, places):
    send(client)
    page = say_how(client, place="朝阳区")
    assert page.context["form"].errors.keys() == {"region_choice"}
    assert say_how(client, place="朝阳区", region_choice="220104").url == RECEIPT
    assert say_how(client, place="朝阳区", region_choice="none").url == RECEIPT


def test_a_place_that_nobody_knows_stops_nobody(client, places, office):
    send(client)
    assert say_how(client, place="姥姥家").url == RECEIPT
    kept = CallBack.objects.get()
    assert (kept.place, kept.office) == ("姥姥家", office)


def test_the_receipt_is_only_for_the_visit_that_left_the_number(client):
    send(client)
    assert Client().get(RECEIPT).url == PAGE


def test_a_program_that_fills_everything_in_is_refused(client):
    assert send(client, website="x").status_code == 429
    assert not CallBack.objects.exists()


def test_one_line_that_asks_without_end_waits_and_what_was_typed_stays(client, monkeypatch):
    monkeypatch.setitem(throttle.PER_HOUR, "submit", 4)
    assert send(client).status_code == 429  # the clock stands still: quicker than anybody reads
    monkeypatch.setattr("intake.guard.TOO_QUICK", 0)
    monkeypatch.setitem(throttle.PER_HOUR, "submit", 6)
    assert send(client).status_code == 302
    page = send(client)
    assert page.status_code == 429
    assert "牛师傅" in page.content.decode()
    assert CallBack.objects.count() == 1


def test_in_a_crowded_hour_a_number_is_paid_for_like_an_application(client, settings, time_machine):
    settings.FREE_SUBMISSIONS = (0, 0)
    page = client.get(PAGE)
    assert page.context["carried"].challenge
    assert send(client, page).status_code == 429
    time_machine.shift(61)
    assert send(client, page).url == RECEIPT


def test_without_an_agency_the_page_says_whom_to_call(client, office, monkeypatch):
    def nobody(*args, **kwargs):
        raise services.NoOffice

    monkeypatch.setattr(services, "ask", nobody)
    page = send(client)
    assert page.status_code == 503
    assert "12348" in page.content.decode()


def test_who_chooses_the_door_for_it_leaves_a_number_instead_of_filling_in_ten_pages(client):
    begin(client)
    assert client.post(url("matter"), {"door": "unsure"}).url == PAGE
    assert f'href="{url("matter")}"' in client.get(PAGE).content.decode()
    # No way round: the rest of the form stays closed until it is said what it is.
    for ahead in (url("who"), url("place"), CHECK):
        assert client.get(ahead).url == url("matter")
    assert client.post(url("matter"), {"door": "other"}).url == url("who")


def test_who_would_rather_write_it_all_is_led_to_the_form(client):
    assert f'href="{reverse("intake:start")}"' in client.get(PAGE).content.decode()


def test_nothing_of_it_stands_in_plain_text_in_the_database(client):
    from tests.aid.test_personal_data import every_row, forms_of

    send(client)
    say_how(client, place="水南镇")
    tables = dict(every_row())
    for word in ("牛师傅", "13900005678", "房东", "水南镇"):
        for form in forms_of(word):
            assert [table for table, text in tables.items() if form in text] == []
