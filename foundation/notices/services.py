"""The outbox: putting a message in, and sending what is due."""

import logging
import random
import re
import time
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log as log_action

from foundation.notices import adapters, gate
from foundation.notices.models import Channel, Message, State
from foundation.notices.templates import SOURCE_LANGUAGE, TemplateError, registry
from foundation.vault import spelling

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
# One delivery run lasts at most a minute and one attempt much less; nobody else touches a row meanwhile.
RUN_BUDGET = 60.0
LEASE = timedelta(minutes=5)
# Why a message can never leave, whatever the gateway; set by `queue`, and by the gate as it leaves.
UNSENDABLE = ("not_a_mobile", "not_an_address", "not_wanted")
_MOBILE = re.compile(r"1[3-9]\d{9}")


def queue(
    *,
    key,
    channel,
    to,
    template,
    context,
    office=None,
    about="",
    link="",
    not_before=None,
    language=SOURCE_LANGUAGE,
) -> Message:
    """Put one message into the outbox, in the caller's transaction; it leaves after the commit.

    `key` makes it idempotent: the same key again returns the first message and changes nothing, e.g.
    f"aid.received:{application.pk}". `channel` is "sms" (`to`: a phone), "email" (an address) or "staff"
    (a User or a user name). `context` holds exactly the placeholders of the template: no case facts.
    `about`: the person it is meant for, as the sources of `gate` know them; how and whether it may reach them is
    decided as it leaves. `office`: who sends it; its keepers see it in the outbox. `link`: the page of the admin that a message
    inside the site leads to.
    An address that cannot work gives a dead letter, for a person to see, not an error: the act goes on.
    Raises TemplateError for a template or a context that a programmer got wrong.
    """
    _check(template, channel, context, language)
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            **_addressed(channel, to, not_before),
            "template": template,
            "language": language,
            "context": context,
            "office": office,
            "about": about,
            "link": link,
        },
    )
    if created and message.state == State.QUEUED:
        transaction.on_commit(_wake_worker, robust=True)
    return message


def queue_all(
    recipients, *, channel, template, context, about=None, office=None, link="", language=SOURCE_LANGUAGE
) -> None:
    """The same words to many, as `queue` puts them in, by one statement. `recipients`: {key: to}; `about`: {key:
    the person}."""
    if not recipients:
        return
    _check(template, channel, context, language)
    messages = [
        Message(
            key=key,
            template=template,
            language=language,
            context=context,
            office=office,
            about=(about or {}).get(key, ""),
            link=link,
            **_addressed(channel, to),
        )
        for key, to in recipients.items()
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if any(message.state == State.QUEUED for message in messages):
        transaction.on_commit(_wake_worker, robust=True)


def _check(template, channel, context, language):
    found = registry.get(template)
    if surplus := set(context) - found.placeholders(channel):
        raise TemplateError(f"{template} takes no {sorted(surplus)}.")
    found.render(channel, context, language)


def _addressed(channel, to, not_before=None):
    recipient, problem = _recipient(Channel(channel), to)
    now = timezone.now()
    return {
        "channel": channel,
        "recipient": recipient,
        "state": State.DEAD if problem else State.QUEUED,
        "error": problem,
        "created_at": now,
        "next_attempt_at": not_before or now,
    }


def _recipient(channel, to):
    """(address, what is wrong with it or '')."""
    if channel == Channel.SMS:
        phone = spelling.phone(to or "")
        return phone, "" if _MOBILE.fullmatch(phone) else "not_a_mobile"
    if channel == Channel.EMAIL:
        address = (to or "").strip()
        return address, "" if "@" in address else "not_an_address"
    return (to if isinstance(to, str) else to.get_username()), ""


def _wake_worker():
    from foundation.notices import tasks

    tasks.wake()


def deliver_due(at: datetime, limit: int = 100, *, jitter=random.random) -> int:
    """Send up to `limit` messages due at `at`; returns how many left. Any number of workers may run this."""
    sent = 0
    started = time.monotonic()
    for _turn in range(limit):
        if time.monotonic() - started > RUN_BUDGET:
            break
        message = _claim(at)
        if message is None:
            break
        sent += _attempt(message, at, jitter)
    return sent


@transaction.atomic
def _claim(at):
    """Lease one due message to this worker, or None. Rows that another worker is at are passed over."""
    message = (
        Message.objects.due(at)
        .order_by("next_attempt_at", "pk")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if message is None:
        return None
    message.state = State.SENDING
    message.attempts += 1
    message.lease_until = at + LEASE
    message.lease_token = uuid.uuid4()
    message.save(update_fields=["state", "attempts", "lease_until", "lease_token"])
    return message


def _attempt(message, at, jitter) -> bool:
    """Hand the message to its adapter and record the outcome. True when it left."""
    try:
        gate.check(message, at)
        receipt = adapters.for_channel(message.channel).send(message)
    except gate.NotNow as later:
        _wait(message, later.at)
    except adapters.Refused as error:
        _give_up(message, error.code)
    except adapters.Unavailable as error:
        _try_later(message, at, error.code, error.retry_after, jitter)
    except Exception as error:
        # Whatever an adapter does, the other messages go out and this one is not lost.
        log.exception("message %s: the adapter failed", message.pk)
        _try_later(message, at, type(error).__name__, None, jitter)
    else:
        return _mark_sent(message, at, receipt)
    return False


def _mark_sent(message, at, receipt) -> bool:
    # Sent is sent, even when the lease has run out meanwhile: no second message, no way back.
    return bool(
        Message.objects.filter(pk=message.pk)
        .exclude(state=State.SENT)
        .update(
            state=State.SENT,
            sent_at=at,
            gateway_id=receipt[:100],
            error="",
            lease_until=None,
            lease_token=None,
        )
    )


def _mine(message):
    return Message.objects.filter(pk=message.pk, state=State.SENDING, lease_token=message.lease_token)


def _give_up(message, code):
    changed = _mine(message).update(state=State.DEAD, error=code[:200], lease_until=None, lease_token=None)
    if changed:
        log.error("message %s is dead after %s attempts: %s", message.pk, message.attempts, code)


def _try_later(message, at, code, retry_after, jitter):
    if message.attempts >= MAX_ATTEMPTS:
        _give_up(message, code)
        return
    wait = backoff(message.attempts, jitter())
    if retry_after is not None:
        wait = max(wait, min(timedelta(seconds=retry_after), LONGEST_WAIT))
    _mine(message).update(
        state=State.FAILED, error=code[:200], next_attempt_at=at + wait, lease_until=None, lease_token=None
    )


def _wait(message, until):
    """Not an attempt: the person chose other hours."""
    _mine(message).update(
        state=State.QUEUED,
        attempts=message.attempts - 1,
        next_attempt_at=until,
        lease_until=None,
        lease_token=None,
    )


def backoff(attempts: int, chance: float) -> timedelta:
    """Wait after the n-th failed attempt: 1, 2, 4 … minutes, at most 6 hours, plus up to half by `chance`."""
    wait = min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)
    return wait * (1 + chance / 2)


@transaction.atomic
def resend(message, *, actor) -> Message:
    """Give a dead letter another round of attempts.

    Anything not dead stays as it is, and so does a letter whose address cannot work.
    """
    if message.error in UNSENDABLE:
        return message
    changed = Message.objects.filter(pk=message.pk, state=State.DEAD).update(
        state=State.QUEUED, attempts=0, next_attempt_at=timezone.now(), error=""
    )
    message.refresh_from_db()
    if changed:
        log_action(message, "notices.resend", user=actor, title=str(message.pk))
        transaction.on_commit(_wake_worker, robust=True)
    return message


def mark_read(user, pk=None) -> int:
    """`user` has read the message `pk` of their inbox, or all of it. Returns how many were unread."""
    unread = Message.objects.inbox_of(user).unread()
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=timezone.now())
