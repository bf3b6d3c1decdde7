"""A letter: the day on its postmark is kept apart, the clocks count from the day it was received."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from aid.services import desk
from counter import arrival
from foundation.accounts.models import Role
from tests.aid.factories import NOON, officer, submission, wages_topic

pytestmark = pytest.mark.django_db
CAME = NOON.date() - timedelta(days=2)


def begin(office, **how):
    who = officer(office, Role.RECEPTIONIST)
    answers = {"notice": "1", "consents": []}
    entry = desk.begin(
        channel="post", office=office, actor=who, answers=answers, at=NOON, received_on=CAME, **how
    )
    return entry, who


@pytest.mark.parametrize("posted", [None, CAME, CAME - timedelta(days=9)])
def test_the_review_counts_from_receipt_whatever_the_postmark_says(office, posted):
    wages_topic()
    entry, who = begin(office, postmarked_on=posted)
    application = desk.send(entry, submission(), actor=who, at=NOON)
    clock = application.deadlines.get(kind="review")
    assert clock.computed_from == {"received_on": CAME.isoformat()}
    assert application.received_on == CAME
    entry.refresh_from_db()
    said = dict(arrival.facts(entry))
    assert "审查期限从这天算" in said["收到的日子"]
    assert ("邮戳、寄出的日子" in said) == bool(posted)


@pytest.mark.parametrize("posted", [CAME + timedelta(days=1), date(2020, 1, 1)])
def test_a_postmark_that_cannot_be(office, posted):
    with pytest.raises(ValidationError) as wrong:
        begin(office, postmarked_on=posted)
    assert "postmarked_on" in wrong.value.error_dict
