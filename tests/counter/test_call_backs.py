"""The list of who waits to be called, as a receptionist uses it."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from aid.models import Call, CallBack
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, CallBackFactory, OfficeFactory

pytestmark = pytest.mark.django_db
LIST = reverse("applications:call_backs")


def url(call_back, act):
    if act == "reveal":
        return reverse("applications:call_back_reveal", args=[call_back.pk])
    return reverse("applications:call_back_called", args=[call_back.pk, act])


def boxes(html):
    return re.findall(r'id="call-(\d+)"', html)


def test_who_is_due_first_stands_first_and_numbers_are_masked(client, as_, office):
    late = CallBackFactory(office=office, asked_at=NOON - timedelta(days=1), name="李小花")
    today = CallBackFactory(office=office, say_who_we_are=False, call_time="evening")
    CallBackFactory(office=OfficeFactory())
    as_("receptionist")
    html = client.get(LIST).content.decode()
    assert boxes(html) == [str(late.pk), str(today.pk)]
    for said in ("139****5678", "李*花", "超期 1 天", "今天", "20:00 前不要打电话", "先不要说是法律援助"):
        assert said in html
    assert "13900005678" not in html
    assert "李小花" not in html
    assert json.dumps("要回电话的（2）").strip('"') in html


def test_a_number_is_shown_once_and_the_look_is_logged(client, as_, office):
    waiting, other = CallBackFactory(office=office), CallBackFactory(office=office, phone="13900009999")
    me = as_("receptionist")
    html = client.post(url(waiting, "reveal")).content.decode()
    assert "13900005678" in html
    assert other.phone not in html
    assert AccessEntry.objects.get(action="aid.reveal_call_back").actor == me
    assert "13900005678" not in client.get(LIST).content.decode()


def test_a_number_far_down_the_list_is_shown_on_its_page(client, as_, office):
    all_ = [CallBackFactory(office=office, asked_at=NOON - timedelta(days=n)) for n in range(30, 0, -1)]
    as_("receptionist")
    first = client.get(LIST)
    second = client.get(LIST, {"after": first.context["page"].after})
    last = all_[-1]
    assert str(last.pk) in boxes(second.content.decode())
    form = re.search(rf'action="([^"]*/{last.pk}/reveal/[^"#]*)', second.content.decode())[1]
    assert "13900005678" in client.post(form.replace("&amp;", "&")).content.decode()


def test_both_buttons_write_down_who_called_and_only_one_ends_it(client, as_, office):
    waiting = CallBackFactory(office=office)
    me = as_("receptionist")
    client.post(
        url(waiting, "not-reached"), {f"note-{waiting.pk}": "没人接", f"key-{waiting.pk}": str(uuid.uuid4())}
    )
    html = client.get(LIST).content.decode()
    assert boxes(html) == [str(waiting.pk)]
    assert "没人接" in html
    client.post(url(waiting, "done"), {f"note-{waiting.pk}": "", f"key-{waiting.pk}": str(uuid.uuid4())})
    assert boxes(client.get(LIST).content.decode()) == []
    assert boxes(client.get(LIST, {"show": "done"}).content.decode()) == [str(waiting.pk)]
    assert [call.actor for call in waiting.calls.all()] == [me, me]


def test_a_button_pressed_twice_is_one_call(client, as_, office):
    waiting = CallBackFactory(office=office)
    as_("receptionist")
    for _ in range(2):
        client.post(
            url(waiting, "not-reached"), {f"key-{waiting.pk}": "0c0d6a52-5f0e-4f37-9a0a-6a3f1f5f6c11"}
        )
    assert Call.objects.count() == 1


def test_whoever_comes_second_is_told(client, as_, office):
    waiting = CallBackFactory(office=office)
    as_("receptionist")
    client.post(url(waiting, "done"))
    assert "别人已经打通了" in client.post(url(waiting, "done"), follow=True).content.decode()


def test_a_note_that_is_too_long_comes_back_whole(client, as_, office):
    waiting, note = CallBackFactory(office=office), "长" * 501
    as_("receptionist")
    page = client.post(url(waiting, "done"), {f"note-{waiting.pk}": note})
    assert page.status_code == 422
    assert note in page.content.decode()
    assert not CallBack.objects.done().exists()


@pytest.mark.parametrize("act", ["reveal", "done", "not-reached"])
def test_those_of_another_office_do_not_exist(client, as_, office, act):
    elsewhere = CallBackFactory(office=OfficeFactory())
    as_("receptionist")
    assert client.post(url(elsewhere, act)).status_code == 404
    assert not Call.objects.exists()
    assert not AccessEntry.objects.filter(action="aid.reveal_call_back").exists()


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "caseworker", "editor"])
@pytest.mark.parametrize("act", ["reveal", "done"])
def test_other_roles_neither_look_nor_call(client, as_, office, role, act):
    waiting = CallBackFactory(office=office)
    as_(role)
    assert client.post(url(waiting, act)).status_code == 403
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert json.dumps("要回电话的").strip('"') not in home


def test_an_act_that_is_none_is_not_found(client, as_, office):
    as_("receptionist")
    assert client.post(url(CallBackFactory(office=office), "forget")).status_code == 404


def test_the_home_page_says_how_many_wait(client, as_, office):
    CallBackFactory.create_batch(3, office=office)
    as_("receptionist")
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "<b>3</b><span>要回的电话</span>" in html
