"""What was sent to the people of a case stands on it, with why it did not leave and what to do."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from foundation.notices.models import Message, State
from tests.aid.factories import ApplicationFactory
from tests.counter.acts import case_url

pytestmark = pytest.mark.django_db


def box(client, application):
    return BeautifulSoup(client.get(case_url(application)).content, "html.parser").select_one(
        "[aria-labelledby=told]"
    )


def test_a_message_that_did_not_leave_is_seen_on_its_case(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True, may_sms=True)
    other = ApplicationFactory(office=office, accepted=True, may_sms=True)
    now = timezone.now()
    mine = Message.objects.filter(about=f"aid.claimant:{application.claimant.pk}")
    assert mine.exists()
    mine.update(
        state=State.FAILED, attempts=2, error="gateway: Timeout", next_attempt_at=now + timedelta(minutes=9)
    )
    as_("receptionist")
    words = box(client, application).text
    for said in ("没发成", "没有应答", "gateway: Timeout", "再试", "用别的办法告诉了"):
        assert said in words
    assert "gateway: Timeout" not in box(client, other).text
    mine.update(state=State.DEAD, error="not_a_mobile")
    assert "改打电话" in box(client, application).text


def test_nothing_stands_there_when_nothing_was_sent(client, as_, office):
    application = ApplicationFactory(office=office)
    Message.objects.all().delete()
    as_("receptionist")
    assert box(client, application) is None
