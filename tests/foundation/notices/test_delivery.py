import threading
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from foundation.notices import services
from foundation.notices.adapters import Refused, Unavailable
from foundation.notices.models import Message, State
from foundation.notices.quiet import is_quiet
from tests.foundation.notices.conftest import queue

# A Monday, ten in the morning in Beijing; after every message of these tests was queued.
NOON = datetime(2027, 3, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def deliver(at=NOON, limit=100):
    return services.deliver_due(at, limit, jitter=lambda: 0.0)


def only():
    return Message.objects.get()


def test_due_message_leaves_once(db, adapter):
    queue()
    assert deliver() == 1
    assert deliver() == 0
    assert adapter.sent == ["aid.received:1"]
    message = only()
    assert (message.state, message.gateway_id, message.attempts) == ("sent", "g-1", 1)
    assert message.sent_at == NOON
    assert message.lease_until is None


def test_not_before_is_kept(db, adapter):
    queue(not_before=NOON + timedelta(hours=1))
    assert deliver() == 0
    assert deliver(NOON + timedelta(hours=1)) == 1


def test_limit_is_kept_and_the_oldest_goes_first(db, adapter):
    for n in range(5):
        queue(key=f"k{n}", not_before=NOON - timedelta(minutes=n))
    assert deliver(limit=2) == 2
    assert adapter.sent == ["k4", "k3"]


def test_failure_waits_longer_each_time_and_ends_as_a_dead_letter(db, adapter):
    queue()
    at, waits = NOON, []
    for _attempt in range(services.MAX_ATTEMPTS):
        adapter.errors = [Unavailable("gateway: 500")]
        at = at.replace(hour=10) if is_quiet(at) else at
        assert deliver(at) == 0
        message = only()
        waits.append((message.next_attempt_at - at).total_seconds() / 60)
        at = message.next_attempt_at
    assert waits[:-1] == [1, 2, 4, 8, 16, 32, 64]
    assert (message.state, message.attempts, message.error) == ("dead", 8, "gateway: 500")
    assert deliver(at + timedelta(days=300)) == 0


def test_refusal_is_a_dead_letter_at_once(db, adapter):
    queue()
    adapter.errors = [Refused("gateway: 422")]
    deliver()
    assert (only().state, only().attempts) == ("dead", 1)


def test_gateways_own_wish_to_wait_is_respected_up_to_six_hours(db, adapter):
    queue()
    adapter.errors = [Unavailable("gateway: 429", retry_after=600)]
    deliver()
    assert only().next_attempt_at == NOON + timedelta(minutes=10)
    adapter.errors = [Unavailable("gateway: 429", retry_after=99_999)]
    deliver(NOON + timedelta(minutes=10))
    assert only().next_attempt_at == NOON + timedelta(minutes=10, hours=6)


def test_an_adapter_that_breaks_holds_up_nobody_else(db, adapter):
    queue(key="a", not_before=NOON - timedelta(hours=1))
    queue(key="b", not_before=NOON)
    adapter.errors = [RuntimeError("13900005550 exploded")]
    assert deliver() == 1
    broken = Message.objects.get(key="a")
    assert (broken.state, broken.error) == ("failed", "RuntimeError")


def test_lease_of_a_dead_worker_runs_out(db, adapter):
    queue()
    assert services._claim(NOON) is not None  # a worker takes it and dies
    assert deliver(NOON + services.LEASE) == 0
    assert deliver(NOON + services.LEASE + timedelta(seconds=1)) == 1
    assert only().attempts == 2


def test_late_failure_of_an_old_worker_changes_nothing(db, adapter):
    queue()
    old = services._claim(NOON)
    later = NOON + services.LEASE + timedelta(seconds=1)
    new = services._claim(later)
    services._try_later(old, later, "late", None, lambda: 0.0)
    services._give_up(old, "late")
    assert (only().state, only().lease_token) == (State.SENDING, new.lease_token)


def test_sent_stays_sent(db, adapter):
    queue()
    old = services._claim(NOON)
    new = services._claim(NOON + services.LEASE * 2)
    assert services._mark_sent(new, NOON, "g-1")
    services._try_later(old, NOON, "late", None, lambda: 0.0)
    services._give_up(old, "late")
    assert not services._mark_sent(old, NOON, "g-2")
    assert (only().state, only().gateway_id) == ("sent", "g-1")


def test_late_success_of_an_old_worker_counts(db, adapter):
    queue()
    old = services._claim(NOON)
    services._try_later(services._claim(NOON + services.LEASE * 2), NOON, "500", None, lambda: 0.0)
    assert services._mark_sent(old, NOON, "g-1")
    assert only().state == "sent"


@pytest.mark.parametrize(
    ("hour", "minute", "goes"),
    [(7, 59, False), (8, 0, True), (20, 59, True), (21, 0, False), (23, 30, False), (0, 0, False)],
)
def test_no_sms_at_night(db, adapter, hour, minute, goes):
    queue()
    assert deliver(NOON.replace(hour=hour, minute=minute)) == goes


def test_night_is_night_in_beijing(db, adapter):
    queue()
    assert deliver(datetime(2027, 3, 1, 14, 0, tzinfo=ZoneInfo("UTC"))) == 0


def test_messages_inside_the_site_do_not_sleep(db, adapter):
    queue(channel="staff", to="wang", template="staff_assigned", context={"reference": "FY-1"})
    assert deliver(NOON.replace(hour=23)) == 1


def test_quiet_hours_are_a_setting(settings):
    settings.SMS_QUIET_HOURS = (12, 14)
    assert is_quiet(NOON.replace(hour=13))
    assert not is_quiet(NOON.replace(hour=23))
    settings.SMS_QUIET_HOURS = (0, 0)
    assert not is_quiet(NOON.replace(hour=3))


@given(st.integers(1, 60), st.floats(0, 1))
def test_wait_grows_and_stays_within_bounds(attempts, chance):
    wait = services.backoff(attempts, chance)
    assert services.FIRST_WAIT <= wait <= services.LONGEST_WAIT * 1.5
    assert wait <= services.backoff(attempts + 1, 1.0)


def test_dead_letter_gets_another_round(db, adapter, admin_user):
    message = queue()
    adapter.errors = [Refused("gateway: 422")]
    deliver()
    services.resend(message, actor=admin_user)
    assert deliver() == 1
    assert services.resend(message, actor=admin_user).state == "sent"
    assert adapter.sent == ["aid.received:1"]


@pytest.mark.usefixtures("committed")
def test_two_workers_send_each_message_once(adapter):
    for n in range(30):
        queue(key=f"k{n}", not_before=NOON)
    counts, barrier = [], threading.Barrier(3)

    def work():
        barrier.wait()
        try:
            counts.append(deliver())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(adapter.sent) == sorted(f"k{n}" for n in range(30))
    assert sum(counts) == 30
    assert set(Message.objects.values_list("attempts", flat=True)) == {1}


@pytest.mark.usefixtures("committed")
def test_row_that_somebody_holds_is_passed_over(adapter):
    held = queue(key="held", not_before=NOON)
    queue(key="free", not_before=NOON)
    ready, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Message.objects.select_for_update().get(pk=held.pk)
            ready.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    ready.wait(10)
    started = time.monotonic()
    assert deliver() == 1
    assert time.monotonic() - started < 5
    done.set()
    thread.join()
    assert adapter.sent == ["free"]
    assert deliver() == 1


@pytest.mark.usefixtures("committed")
def test_same_key_from_two_connections_is_one_message():
    barrier, made = threading.Barrier(4), []

    def work():
        barrier.wait()
        try:
            made.append(queue().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
