"""Who pays for sending while many do, and with what."""

import json
import time

import altcha
import pytest
import time_machine
from django.test import Client

from aid.models import Application
from foundation.guessing import proof
from intake import guard, throttle
from tests.intake.test_attacks import request_from
from tests.intake.walk import CHECK, begin, draft_of, fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(proof, "COST", 10)


@pytest.fixture
def crowded(settings):
    settings.FREE_SUBMISSIONS = (0, 1000)


@pytest.fixture
def last_page(client):
    """Opens the last page of a form that is filled in."""
    begin(client)
    fill(client)
    return lambda: client.get(CHECK)


def solved(carried, **changes):
    """What the browser hands in for the challenge of a page."""
    challenge = altcha.Challenge.from_dict(json.loads(carried.challenge))
    payload = altcha.Payload(challenge, altcha.solve_challenge(challenge))
    for name, value in changes.items():
        setattr(payload.challenge.parameters, name, value)
    return payload.to_base64()


def post(client, carried, **data):
    return client.post(CHECK, {"shown_at": carried.shown_at, "website": "", **data})


def test_while_few_come_nobody_pays(client, last_page):
    carried = last_page().context["carried"]
    assert carried.challenge == ""
    assert b"guard.js" not in last_page().content
    assert post(client, carried).status_code == 302


def test_a_crowded_hour_is_paid_for_with_a_proof(client, last_page, crowded):
    carried = last_page().context["carried"]
    assert post(client, carried, altcha=solved(carried)).status_code == 302
    assert Application.objects.count() == 1


def test_without_a_proof_a_minute_of_waiting_pays(client, last_page, crowded):
    start = time.time()
    with time_machine.travel(start, tick=False):
        carried = last_page().context["carried"]
        early = post(client, carried)
    assert early.status_code == 429
    assert "请等一分钟" in early.content.decode()
    assert "12348" in early.content.decode()
    # The minute counts from the first showing, however often the button is pressed.
    assert early.context["carried"].shown_at == carried.shown_at
    with time_machine.travel(start + guard.WAIT + 1, tick=False):
        assert post(client, carried).status_code == 302


def test_only_so_many_of_one_address_pay_by_waiting(client, last_page, crowded, monkeypatch):
    monkeypatch.setitem(throttle.PER_HOUR, "wait", 0)
    start = time.time()
    with time_machine.travel(start, tick=False):
        carried = last_page().context["carried"]
    with time_machine.travel(start + guard.WAIT + 1, tick=False):
        late = post(client, carried)
        assert late.status_code == 429
        assert (
            post(client, late.context["carried"], altcha=solved(late.context["carried"])).status_code == 302
        )


@pytest.mark.parametrize(
    "forge",
    [
        lambda carried: "",
        lambda carried: "e30=",
        lambda carried: "x" * 5000,
        lambda carried: "中文",
        lambda carried: solved(carried)[:-8],
        lambda carried: solved(carried, cost=1),
        lambda carried: solved(carried, data={"sending": "another"}),
        lambda carried: solved(carried, data=None),
        lambda carried: solved(carried, expires_at=int(time.time()) - 1),
        lambda carried: altcha.Payload(
            altcha.create_challenge("PBKDF2/SHA-256", 1, counter=1, hmac_secret="mine"),
            altcha.Solution(1, "00"),
        ).to_base64(),
    ],
)
def test_a_proof_that_proves_nothing_pays_nothing(client, last_page, crowded, forge):
    carried = last_page().context["carried"]
    assert post(client, carried, altcha=forge(carried)).status_code == 429
    assert not Application.objects.exists()


def test_the_proof_and_the_waiting_of_one_form_do_not_pay_for_another(client, crowded):
    start = time.time()
    with time_machine.travel(start, tick=False):
        begin(client)
        fill(client)
        carried = client.get(CHECK).context["carried"]
    other = Client()
    begin(other)
    fill(other)
    with time_machine.travel(start + guard.WAIT + 1, tick=False):
        assert post(other, carried, altcha=solved(carried)).status_code == 429
        assert not Application.objects.exists()


def test_a_building_site_behind_one_address_is_let_in(client, settings):
    """Three hundred people of one line in one hour: after the free ones each pays, nobody is turned away."""
    settings.FREE_SUBMISSIONS = (60, 1000)
    free = 0
    for number in range(300):
        request = request_from("203.0.113.5")
        carried = guard.carried(request, number)
        free += not carried.challenge
        paid = {"altcha": solved(carried)} if carried.challenge else {}
        request = request_from("203.0.113.5", shown_at=carried.shown_at, **paid)
        with time_machine.travel(time.time() + 5, tick=False):
            assert guard.problem(request, number, "") == ""
    assert free == 60


def test_many_addresses_together_make_everybody_pay(settings):
    settings.FREE_SUBMISSIONS = (60, 10)
    for number in range(10):
        throttle.may(request_from(f"203.0.113.{number}"), "submit")
    assert guard.carried(request_from("198.51.100.1"), "form").challenge


def test_when_nothing_can_be_counted_nobody_pays(client, last_page, crowded, monkeypatch):
    monkeypatch.setattr("intake.throttle._keys", lambda *a: 1 / 0)
    assert post(client, last_page().context["carried"]).status_code == 302


def test_the_challenge_says_nothing_about_who_sends(client, last_page, crowded):
    challenge = last_page().context["carried"].challenge
    draft = draft_of(client)
    for secret in (draft.pk, draft.idempotency_key, draft.resume_code):
        assert str(secret) not in challenge
