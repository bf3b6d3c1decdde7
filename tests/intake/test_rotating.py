"""Guessing from ever new addresses: a phone's last four digits, a draft's code, a code by SMS, a receipt's code."""

import json
from datetime import timedelta

import altcha
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from aid.references import make_reference, make_resume_code, parse_resume_code
from foundation.guessing import proof, tries
from foundation.notices.models import Message
from intake import throttle
from intake.views import answer
from tests.aid.factories import NOON, ApplicationFactory
from tests.intake.test_track import STATUS, look
from tests.intake.walk import begin, draft_of, fill

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
RESUME = reverse("intake:resume")
RIGHT = "5678"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)
    monkeypatch.setattr(proof, "COST", 1)
    monkeypatch.setattr(proof, "FEWEST", 2)
    monkeypatch.setattr(proof, "MOST", 4)


@pytest.fixture(autouse=True)
def one_day():
    with time_machine.travel(NOON, tick=False):
        yield


def addresses():
    """Ever new ones, each in a network of its own."""
    for number in range(256 * 256):
        yield Client(REMOTE_ADDR=f"{11 + number // 256}.{number % 256}.7.9")


def forwarded():
    """The same behind a proxy, which adds what it saw to what the visitor says."""
    for number in range(256 * 256):
        yield Client(HTTP_X_FORWARDED_FOR=f"203.0.113.1, 2001:db8:{number:x}::1")


def solved(form):
    challenge = altcha.Challenge.from_dict(json.loads(form.challenge))
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def outcome(page):
    """ "in", "wrong" (the guess was looked at), or why it was not: "wait", "proof", "shut"."""
    if page.status_code == 302:
        return "in"
    codes = [error.code for error in page.context["form"].errors.as_data().get("__all__", [])]
    return next((code for code in codes if code in ("wait", "proof", "shut")), "wrong")


def guesses(visitors, application, count, *, paying=False):
    """What becomes of `count` wrong tails of one number."""
    found = []
    for number, visitor in zip(range(count), visitors, strict=False):
        sent = {"reference": application.reference, "tail": f"{1000 + number}"}
        page = visitor.post(answer_url(), sent)
        if paying and outcome(page) == "proof":
            page = visitor.post(answer_url(), {**sent, "altcha": solved(page.context["form"])})
        found.append(outcome(page))
    return found


def answer_url():
    return reverse("intake:track")


@pytest.mark.parametrize("network", [addresses, forwarded])
def test_ten_tails_a_day_are_free_then_each_costs_a_proof(office, settings, network):
    settings.PROXY_COUNT = 1 if network is forwarded else 0
    found = guesses(network(), ApplicationFactory(office=office), 60)
    assert found == ["wrong"] * throttle.NUMBER.free + ["proof"] * (60 - throttle.NUMBER.free)


def test_whoever_pays_is_stopped_by_the_day_and_by_the_month(office):
    application = ApplicationFactory(office=office)
    visitors = addresses()
    looked_at = 0
    for day in range(12):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            looked_at += guesses(visitors, application, 40, paying=True).count("wrong")
    # Two months may touch here.
    assert looked_at <= 2 * throttle.NUMBER.most_a_month
    assert looked_at >= throttle.NUMBER.most_a_month


def test_the_price_doubles_as_wrong_ones_come(office):
    application, visitors, prices = ApplicationFactory(office=office), addresses(), []
    for number in range(30):
        sent = {"reference": application.reference, "tail": f"{1000 + number}"}
        visitor = next(visitors)
        page = visitor.post(answer_url(), sent)
        if outcome(page) == "proof":
            prices.append(json.loads(page.context["form"].challenge)["parameters"]["data"]["price"])
            visitor.post(answer_url(), {**sent, "altcha": solved(page.context["form"])})
    assert prices == [1] * 5 + [2] * 5 + [4] * 5 + [8] * 5


def test_the_owner_pays_once_and_is_in(office):
    application = ApplicationFactory(office=office)
    guesses(addresses(), application, 25)
    owner = Client(REMOTE_ADDR="198.51.100.7")
    page = look(owner, application.reference, RIGHT)
    assert outcome(page) == "proof"
    assert "data-challenge" in page.content.decode()
    assert f'value="{RIGHT}"' in page.content.decode()  # nothing is typed twice
    paid = {"reference": application.reference, "tail": RIGHT, "altcha": solved(page.context["form"])}
    assert owner.post(answer_url(), paid)["Location"] == STATUS


def test_the_owner_who_was_here_before_notices_nothing(office):
    application = ApplicationFactory(office=office)
    owner = {"REMOTE_ADDR": "198.51.100.7"}
    assert look(Client(**owner), application.reference, RIGHT)["Location"] == STATUS
    guesses(addresses(), application, 200, paying=True)
    assert look(Client(**owner), application.reference, RIGHT)["Location"] == STATUS


def test_when_the_digits_are_shut_the_receipt_code_opens_and_so_does_the_phone(office):
    application = ApplicationFactory(office=office)
    assert guesses(addresses(), application, 60, paying=True)[-1] == "shut"
    owner = Client(REMOTE_ADDR="198.51.100.7")
    page = look(owner, application.reference, RIGHT)
    assert outcome(page) == "shut"
    assert "收件码" in page.content.decode()
    assert reverse("intake:lost") in page.content.decode()
    assert look(owner, application.claimant.receipt_code, "")["Location"] == STATUS


def test_a_number_that_nobody_has_is_shut_as_well(office):
    application = ApplicationFactory(office=office)
    made_up = ApplicationFactory.build(reference=make_reference(NOON.date()))
    for one in (application, made_up):
        assert guesses(addresses(), one, 40, paying=True).count("wrong") == throttle.NUMBER.most


def test_one_proof_pays_for_one_guess_at_one_number(office):
    first, second = ApplicationFactory.create_batch(2, office=office)
    visitors = addresses()
    for one in (first, second):
        guesses(visitors, one, throttle.NUMBER.free)
    sent = {"reference": first.reference, "tail": "0000"}
    payload = solved(next(visitors).post(answer_url(), sent).context["form"])
    other = {"reference": second.reference, "tail": "0000", "altcha": payload}
    assert outcome(next(visitors).post(answer_url(), other)) == "proof"
    assert outcome(next(visitors).post(answer_url(), {**sent, "altcha": payload})) == "wrong"
    assert outcome(next(visitors).post(answer_url(), {**sent, "altcha": payload})) == "proof"


def test_a_cheap_challenge_kept_from_before_does_not_pay_the_later_price(office):
    application, visitors = ApplicationFactory(office=office), addresses()
    guesses(visitors, application, throttle.NUMBER.free)
    sent = {"reference": application.reference, "tail": "0000"}
    early = solved(next(visitors).post(answer_url(), sent).context["form"])
    guesses(visitors, application, 15, paying=True)
    assert outcome(next(visitors).post(answer_url(), {**sent, "altcha": early})) == "proof"


def test_many_lines_of_one_network_pay_together():
    """A /48 has 65,536 lines, each a /64 of its own; each tries another number once."""
    for number in range(tries.FREE_TRIES_NEARBY):
        visitor = Client(REMOTE_ADDR=f"2001:db8:7:{number:x}::1")
        assert outcome(look(visitor, f"FY-2611-AAAA-{number:04}-C", "0000")) == "wrong"
    assert outcome(look(Client(REMOTE_ADDR="2001:db8:7:ffff::1"), "FY-2611-BBBB-0000-C", "0000")) == "proof"
    assert outcome(look(Client(REMOTE_ADDR="2001:db8:8:1::1"), "FY-2611-BBBB-0000-C", "0000")) == "wrong"


def test_one_guess_at_each_of_many_numbers_makes_everybody_pay(monkeypatch):
    monkeypatch.setattr(tries, "ALARM_AT", 30)
    found = [
        outcome(look(v, f"FY-2611-CCCC-{n:04}-C", "0000"))
        for n, v in zip(range(32), addresses(), strict=False)
    ]
    assert found == ["wrong"] * 30 + ["proof"] * 2


# --- drafts -------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("page", ["resume", "track"])
def test_the_tail_of_a_draft_is_guarded_like_that_of_a_number(client, page):
    begin(client)
    fill(client, until="contact")
    code = draft_of(client).resume_code
    found = []
    for number, visitor in zip(range(40), addresses(), strict=False):
        field = "code" if page == "resume" else "reference"
        found.append(
            outcome(visitor.post(reverse(f"intake:{page}"), {field: code, "tail": f"{1000 + number}"}))
        )
    assert "in" not in found
    assert found.count("wrong") == throttle.DRAFT.free
    assert found[-1] == "proof"


def test_a_code_for_going_on_has_54_bits_and_says_when_it_is_copied_wrongly():
    codes = {make_resume_code() for _ in range(500)}
    assert len(codes) == 500
    assert {len(code.replace("-", "")) for code in codes} == {12}
    code = codes.pop()
    wrong = code[:-1] + ("2" if code[-1] != "2" else "3")
    assert parse_resume_code(code.lower().replace("-", " ")) == code
    assert parse_resume_code(wrong) is None
    # Until the drafts of before are over.
    assert parse_resume_code("7k3m 92qf") == "7K3M-92QF"


@pytest.mark.usefixtures("places")
def test_the_owner_of_a_draft_pays_once_and_goes_on(client):
    begin(client)
    fill(client, until="contact")
    code = draft_of(client).resume_code
    for number, visitor in zip(range(20), addresses(), strict=False):
        visitor.post(RESUME, {"code": code, "tail": f"{1000 + number}"})
    owner = Client(REMOTE_ADDR="198.51.100.7")
    page = owner.post(RESUME, {"code": code, "tail": RIGHT})
    assert outcome(page) == "proof"
    paid = {"code": code, "tail": RIGHT, "altcha": solved(page.context["form"])}
    assert owner.post(RESUME, paid).status_code == 302


# --- codes by SMS -------------------------------------------------------------------------------------
def code_sent():
    return Message.objects.filter(template="one_time").order_by("-pk")[0].context["code"]


def test_nobody_else_wears_out_or_replaces_the_code_that_was_asked_for(office):
    application = ApplicationFactory(office=office)
    phone = application.claimant.phone
    lost = reverse("intake:lost")
    owner, employer = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="203.0.113.9")
    owner.post(lost, {"way": "send", "phone": phone})
    code = code_sent()
    employer.post(lost, {"way": "send", "phone": phone})
    for number in range(12):
        employer.post(lost, {"way": "sms", "phone": phone, "sms": f"{number:06}"})
    assert employer.post(lost, {"way": "sms", "phone": phone, "sms": code}).status_code == 200
    assert owner.post(lost, {"way": "sms", "phone": phone, "sms": code})["Location"] == STATUS
