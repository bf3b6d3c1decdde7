"""Messages to colleagues go by a rule, those to a person with their application alone."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from foundation.accounts.models import User
from foundation.notices import services, tasks, terms
from foundation.notices.models import Message
from foundation.retention import kinds
from foundation.retention import services as retention
from foundation.retention.kinds import Term
from tests.aid.factories import ApplicationFactory
from tests.foundation.retention.rules import rule

pytestmark = pytest.mark.django_db


def told(person, key):
    services.queue(key=key, channel="staff", to=person, template="log_broken", context={})
    Message.objects.filter(key=key).update(state="sent", sent_at=timezone.now())


def test_old_messages_to_colleagues_go_and_a_person_s_stay():
    person, now = User.objects.create_user("wang"), timezone.now()
    with time_machine.travel(now - timedelta(days=400)):
        told(person, "old")
        application = ApplicationFactory(granted=True, may_sms=True)
        services.queue(
            key="sms",
            channel="sms",
            to="13900005678",
            template="received",
            context={"reference": application.reference},
        )
    told(person, "new")
    assert tasks.forget_messages(timestamp=0) == 0  # no rule
    rule("staff_message", 1)
    assert retention.forget(terms.TO_STAFF, now) == 1
    assert set(Message.objects.filter(key__in=["old", "new", "sms"]).values_list("key", flat=True)) == {
        "new",
        "sms",
    }


@pytest.mark.parametrize("days", [0, 1, 29, 30, 31, 90])
def test_the_dry_run_is_what_then_goes(days):
    person, now = User.objects.create_user("wang"), timezone.now()
    for ago in range(0, 100, 10):
        with time_machine.travel(now - timedelta(days=ago)):
            told(person, f"m{ago}")
    term = Term(days or 1, "days")
    rule("staff_message", term.amount, "days")
    planned = kinds.get(terms.TO_STAFF).plan(now, term, None).count
    assert (
        retention.forget(terms.TO_STAFF, now)
        == planned
        == len([ago for ago in range(0, 100, 10) if ago > term.amount])
    )
    assert retention.forget(terms.TO_STAFF, now) == 0
