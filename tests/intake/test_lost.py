"""A lost number or code is found with the phone; the answer tells nobody whether the phone is known."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from foundation.notices.models import Message
from intake.views import answer
from tests.aid.factories import ApplicationFactory, facts
from tests.intake.test_track import STATUS
from tests.intake.walk import begin, draft_of, fill, send, url

pytestmark = pytest.mark.django_db
LOST, WITHDRAW = reverse("intake:lost"), reverse("intake:withdraw")
PHONE = "13900005678"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)


def codes():
    return [
        re.search(r"\d{6}", m.text())[0] for m in Message.objects.filter(template="one_time").order_by("pk")
    ]


def found(client, phone=PHONE):
    client.post(LOST, {"way": "send", "phone": phone})
    return client.post(LOST, {"way": "sms", "phone": phone, "sms": codes()[-1]})


def test_a_lost_number_is_found_and_opens_all(client, office):
    ApplicationFactory(office=office)
    assert found(client, "139 0000 5678")["Location"] == STATUS
    assert client.get(WITHDRAW).status_code == 200


@pytest.mark.usefixtures("places")
def test_a_lost_code_of_a_draft_leads_to_the_draft(client):
    begin(client)
    fill(client, until="contact")
    elsewhere = Client()
    assert found(elsewhere)["Location"] == url("contact")
    assert draft_of(elsewhere) == draft_of(client)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("said", [{"ways": ["call"]}, {"ways": ["sms"], "phone_is_shared": "on"}])
def test_a_draft_whose_owner_wants_no_sms_is_not_written_to(client, said):
    begin(client)
    fill(client, until="contact")
    client.post(url("contact"), said)
    Client().post(LOST, {"way": "send", "phone": PHONE})
    assert codes() == []


@pytest.mark.usefixtures("places")
def test_a_sent_draft_keeps_no_phone(client):
    begin(client)
    fill(client)
    draft = draft_of(client)
    assert draft.phone == PHONE
    send(client)
    draft.refresh_from_db()
    assert (draft.phone, draft.phone_index) == ("", "")


def test_several_are_chosen_from(client, office):
    first, second = (ApplicationFactory(office=office) for _ in range(2))
    text = found(client).content.decode()
    assert first.reference in text
    assert second.reference in text
    assert client.post(LOST, {"way": "open", "which": f"a{second.claimant.pk}"})["Location"] == STATUS
    assert second.reference in client.get(STATUS).content.decode()


def test_nothing_else_is_opened_with_it(client, office):
    ApplicationFactory(office=office)
    other = ApplicationFactory(office=office, phone="13900001111", name="李四")
    found(client)
    for key in (f"a{other.claimant.pk}", "a0", "", "d", "a"):
        assert client.post(LOST, {"way": "open", "which": key})["Location"] == LOST
    assert Client().post(LOST, {"way": "open", "which": f"a{other.claimant.pk}"})["Location"] == LOST


@pytest.mark.parametrize("second", [{"name": "李四"}, {"may_sms": False}, {"phone_is_shared": True}])
def test_a_phone_that_others_hold_or_that_is_not_to_be_written_to_opens_nothing(client, office, second):
    ApplicationFactory(office=office)
    ApplicationFactory(office=office, claimants=[facts(**second)])
    client.post(LOST, {"way": "send", "phone": PHONE})
    assert codes() == []


def test_hard_case_8_the_answer_is_the_same_for_every_number_and_looking_sends_nothing(client, office):
    """Hard case 8: GET sends nothing; known and unknown numbers read the same."""
    ApplicationFactory(office=office)
    for _turn in range(50):
        client.get(LOST)
    assert codes() == []
    pages = set()
    for phone in (PHONE, "13900009999"):
        page = Client().post(LOST, {"way": "send", "phone": phone}).content.decode().replace(phone, "")
        pages.add("\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line))
    assert len(pages) == 1
    assert len(codes()) == 1


def test_a_wrong_code_opens_nothing_and_waits(client, office):
    ApplicationFactory(office=office)
    client.post(LOST, {"way": "send", "phone": PHONE})
    right = int(codes()[0])
    for n in range(6):
        page = client.post(LOST, {"way": "sms", "phone": PHONE, "sms": f"{(right + n + 1) % 10**6:06}"})
    assert "请等" in page.content.decode()
    assert client.get(WITHDRAW)["Location"] == reverse("intake:track")
