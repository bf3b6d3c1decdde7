"""看完了，关上, and the next person on the phone: nothing that the visit held opens again without its secret."""

import re

import pytest
from django.urls import reverse

from foundation.notices.models import Message
from intake.views import answer
from tests.aid.factories import ApplicationFactory
from tests.intake.walk import CHECK, begin, fill, send, url

pytestmark = [pytest.mark.attack, pytest.mark.django_db, pytest.mark.usefixtures("places")]

CLOSE, STATUS, LOST = (reverse(f"intake:{name}") for name in ("close", "status", "lost"))
SUBMITTED, WITHDRAW, COPY = (reverse(f"intake:{name}") for name in ("submitted", "withdraw", "copy"))
WAYS_BACK = [CHECK, url("you"), url("papers"), SUBMITTED, reverse("intake:start"), reverse("intake:resume")]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)


def opens(client):
    return [address for address in (STATUS, WITHDRAW, COPY) if client.get(address).status_code == 200]


@pytest.fixture
def sent_and_closed(client):
    begin(client)
    fill(client)
    send(client)
    assert opens(client)
    client.post(CLOSE)


@pytest.mark.parametrize("way", WAYS_BACK)
def test_closed_right_after_sending_it_stays_closed(client, sent_and_closed, way):
    page = client.get(way, follow=True)
    assert not opens(client)
    assert "FY-" not in page.content.decode()


def found_by_phone(client, office):
    application = ApplicationFactory(office=office)
    phone = application.claimant.phone
    client.post(LOST, {"way": "send", "phone": phone})
    code = re.search(r"\d{6}", Message.objects.filter(template="one_time").latest("pk").text())[0]
    client.post(LOST, {"way": "sms", "phone": phone, "sms": code})
    assert opens(client)
    return application


def test_what_a_code_by_sms_had_found_is_closed_too(client, office):
    application = found_by_phone(client, office)
    client.post(CLOSE)
    client.post(LOST, {"way": "open", "which": f"a{application.claimant.pk}"})
    assert not opens(client)


def test_whoever_begins_a_form_of_their_own_is_not_let_back(client, office):
    application = found_by_phone(client, office)
    begin(client)
    client.post(LOST, {"way": "open", "which": f"a{application.claimant.pk}"})
    assert not opens(client)


def test_what_is_being_filled_in_is_not_lost_by_closing(client, office):
    begin(client)
    fill(client, until="you")
    application = found_by_phone(client, office)
    client.post(CLOSE)
    assert client.get(url("story")).status_code == 200
    assert application.reference not in client.get(reverse("intake:start")).content.decode()


def test_the_number_somebody_left_is_not_for_the_next(client, office):
    form = client.get(reverse("intake:call_back")).context["form"]
    wish = {
        "story": "工钱",
        "name": "王小强",
        "phone": "13900005678",
        "agree": "on",
        "key": form["key"].value(),
    }
    assert client.post(reverse("intake:call_back"), {**wish, "notice": "on"}).status_code == 302
    asked = reverse("intake:call_back_asked")
    assert "5678" in client.get(asked).content.decode()
    begin(client)
    assert "5678" not in client.get(asked, follow=True).content.decode()
