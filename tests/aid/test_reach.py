"""A worker's own words about the telephone hold for each message, as they are when it leaves."""

from datetime import timedelta

import pytest

from aid import reach
from aid.services import one_time
from foundation.notices import services
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory

pytestmark = pytest.mark.django_db
SHARED = {"may_sms": True, "phone_is_shared": True}


def rules(person, whom=None):
    return list(reach.how_to_reach(person.phone, reach.about(person) if whom is None else whom))


def worker(**answers):
    person = ApplicationFactory().claimant
    type(person).objects.filter(pk=person.pk).update(
        **{"may_sms": True, "may_call": False, "phone_is_shared": False, "call_time": "any"} | answers
    )
    person.refresh_from_db()
    return person


def test_an_open_phone_is_told_who_we_are():
    (one,) = rules(worker())
    assert (one.may_sms, one.is_discreet, one.hours) == (True, False, None)


@pytest.mark.parametrize(
    "answers",
    [{"phone_is_shared": True}, {"may_call": True, "say_who_we_are": False}],
    ids=["shared", "unnamed"],
)
def test_who_shares_the_phone_or_wants_us_unnamed_is_written_to_discreetly(answers):
    assert rules(worker(**answers))[0].is_discreet


def test_the_hours_of_calls_bind_a_shared_phone():
    assert rules(worker(call_time="evening", **SHARED))[0].hours == (20, 24)
    assert rules(worker(call_time="evening"))[0].hours is None


def test_whoever_shares_the_phone_protects_the_others():
    mine, other = worker(), worker(**SHARED)
    assert mine.phone == other.phone
    assert any(one.is_discreet for one in rules(mine))


def test_leave_that_was_taken_back_holds_for_what_was_queued(client):
    person = worker()
    services.queue(
        key="k", channel="sms", to=person.phone, template="received", about=reach.about(person),
        context={"reference": person.application.reference},
    )  # fmt: skip
    type(person).objects.filter(pk=person.pk).update(may_sms=False)
    assert services.deliver_due(NOON + timedelta(days=400)) == 0
    assert Message.objects.get(key="k").error == "not_wanted"


def test_a_code_for_a_shared_phone_says_nothing_of_us(settings, tmp_path):
    settings.SMS_ADAPTER, settings.SMS_FILE_DIR = "file", tmp_path
    person = worker(**SHARED)
    assert one_time.ask(person, "test")
    assert services.deliver_due(NOON + timedelta(days=400)) >= 1
    sent = "".join(path.read_text("utf-8") for path in tmp_path.glob("*.json"))
    assert "验证码" in sent
    assert settings.SMS_SIGN not in sent
