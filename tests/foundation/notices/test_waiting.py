"""Why a message has not left, and when it is tried again: in the outbox, and on the case it belongs to."""

from datetime import UTC, datetime, timedelta

import pytest

from foundation.notices import waiting
from foundation.notices.models import Channel, Message, State

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 30, 14, 30, tzinfo=UTC)  # 22:30 in Beijing
MORNING = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)  # 10:00


def message(at, *, key="one", channel=Channel.SMS, template="received", **values):
    values = {"created_at": at, "next_attempt_at": at, **values}
    return Message.objects.create(
        key=key, channel=channel, recipient="13900005678", template=template, context={}, **values
    )


def why(one, at):
    return waiting.why(Message.objects.with_channel().get(pk=one.pk), at)


@pytest.mark.parametrize(
    ("values", "at", "words"),
    [
        ({}, NIGHT, ["21 点到 8 点不发短信", "12月1日 08:00"]),
        ({"template": "one_time"}, NIGHT, ["排着队"]),
        ({"channel": Channel.STAFF}, NIGHT, ["排着队"]),
        ({"next_attempt_at": MORNING + timedelta(hours=10)}, MORNING, ["可以收短信的时候", "12月1日 20:00"]),
        # What is ripe at an hour of rest leaves when the rest is over, not before.
        ({"next_attempt_at": NIGHT + timedelta(hours=1)}, NIGHT, ["12月1日 08:00"]),
        (
            {"created_at": MORNING - timedelta(hours=1), "next_attempt_at": MORNING - timedelta(hours=1)},
            MORNING,
            ["发送程序没有来取", "12月1日 09:00", "告诉运维"],
        ),
        (
            {
                "state": State.FAILED,
                "attempts": 3,
                "error": "gateway: Timeout",
                "next_attempt_at": MORNING + timedelta(minutes=8),
            },
            MORNING,
            ["从 12月1日 10:00 起没有应答", "gateway: Timeout", "试了 3 次", "12月1日 10:08 再试"],
        ),
        ({"state": State.DEAD, "error": "not_a_mobile"}, MORNING, ["改打电话"]),
        ({"state": State.DEAD, "error": "gateway: 400", "attempts": 8}, MORNING, ["试了 8 次", "改打电话"]),
        ({"state": State.SENDING, "lease_until": MORNING}, MORNING, ["正在交给网关"]),
        (
            {"channel": Channel.EMAIL, "state": State.FAILED, "attempts": 1, "error": "email: OSError"},
            MORNING,
            ["邮件服务器从 12月1日 10:00 起没有应答", "马上再试"],
        ),
        (
            {"channel": Channel.EMAIL, "next_attempt_at": MORNING + timedelta(hours=2)},
            MORNING,
            ["定在12月1日 12:00 发"],
        ),
        ({"state": State.SENT, "sent_at": MORNING}, MORNING, []),
    ],
)
def test_it_says_why_and_when(values, at, words):
    said = why(message(values.pop("created_at", at), **values), at)
    assert [word for word in words if word not in said] == []
    assert bool(said) == bool(words)


def test_a_gateway_that_takes_others_is_not_said_to_be_down():
    failed = message(NIGHT, state=State.FAILED, attempts=1, error="gateway: 500")
    message(NIGHT, key="other", state=State.SENT, sent_at=MORNING)
    assert "没有应答" not in why(failed, MORNING)
    assert "这一条网关没有收" in why(failed, MORNING)
    # Another channel says nothing of this one.
    Message.objects.filter(key="other").update(channel=Channel.EMAIL)
    assert "没有应答" in why(failed, MORNING)
