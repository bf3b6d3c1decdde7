"""`kill -9` of the real processes between the steps of applying: nothing is lost, nothing is there twice."""

import random
import threading
import time
from contextlib import contextmanager

import psycopg
import pytest

from aid.slots import SLOTS
from tests.aid.fake_clamd import FakeClamd
from tests.aid.photos import photo
from tests.e2e.processes import Person, Web, Worker, wait_for
from tests.foundation.notices import gateway as gateways
from tests.intake.walk import GOOD

AT_ONCE = 3
DOING = "SELECT id FROM procrastinate_jobs WHERE status = 'doing'"


@pytest.fixture(scope="module")
def scanner():
    fake = FakeClamd()
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def one_web(site, scanner):
    more = {"GUNICORN_CMD_ARGS": "", "FREE_SUBMISSIONS": "1000", "CLAMD_ADDRESS": scanner.address}
    web = Web({**site.env, **more, "WEB_WORKERS": "2"})
    yield web
    web.stop()


@pytest.fixture
def web(one_web):
    """Running, be it that the test before failed while it was down."""
    if not one_web.is_running:
        one_web.start()
    return one_web


@pytest.fixture
def gateway():
    with gateways.running() as server:
        yield server


@pytest.fixture
def worker(site, scanner, gateway):
    """Not started yet; nothing waits for it."""
    site.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    sms = {"SMS_ADAPTER": "http", "SMS_GATEWAY_URL": gateway.address, "SMS_GATEWAY_KEY": gateways.KEY}
    hours = {"SMS_QUIET_FROM": "0", "SMS_QUIET_TO": "0"}
    worker = Worker({**site.env, **sms, **hours, "CLAMD_ADDRESS": scanner.address})
    yield worker
    worker.kill()


# --- filling in -----------------------------------------------------------------------------------
def test_a_draft_goes_on_with_its_cookie_and_with_its_code(web):
    person = Person(web)
    person.begin()
    person.fill(until="story")
    web.kill()
    web.start()
    person.fill(since="story")
    typed, code = person.typed(), person.code()
    assert any("某建筑公司" in answer for answer in typed)
    assert any("干了三个月" in answer for answer in typed)

    again = {**GOOD["story"], "narrative": "干了四个月，一分钱没有。"}
    unheard = threading.Thread(target=person.post, args=["/apply/story/", again])
    unheard.start()
    web.kill()
    unheard.join()
    web.start()
    person.taken("/apply/story/", again)
    renewed = person.typed()
    assert len(renewed) == len(typed)
    assert [a for a in renewed if "干了四个月" not in a] == [a for a in typed if "干了三个月" not in a]

    elsewhere = Person(web)
    elsewhere.get("/apply/resume/")
    elsewhere.taken("/apply/resume/", {"code": code, "tail": "5678"})
    assert elsewhere.typed() == renewed


# --- sending --------------------------------------------------------------------------------------
def written(site, reference):
    """What stands in the database for one application: how many of each."""
    ((pk,),) = site.query("SELECT id FROM aid_application WHERE reference = %s", reference)
    clocks = site.query("SELECT kind FROM aid_deadline WHERE application_id = %s ORDER BY kind", pk)
    counts = {
        table: site.query(f"SELECT count(*) FROM {table} WHERE application_id = %s", pk)[0][0]
        for table in ("aid_claimant", "aid_consentrecord", "aid_event", "aid_draft")
    }
    told = site.query("SELECT key FROM notices_message WHERE key LIKE %s", f"aid.submit:{pk}:%")
    return {**counts, "clocks": clocks, "told": len(told)}


def how_many(site):
    return site.query("SELECT count(*) FROM aid_application")[0][0]


def sent_once(site, people, before):
    """Each of `people` has one application, as whole as one that nothing happened to."""
    references = {person.reference() for person in people}
    assert len(references) == len(people)
    assert how_many(site) == before + len(people)
    for reference in references:
        found = written(site, reference)
        assert found.pop("clocks") == [("accept",), ("limitation",), ("review",)]
        assert set(found.values()) == {1}, found


@contextmanager
def nobody_writes(site, table):
    """Whoever wants to write into `table` waits. Gives the function that waits until somebody does."""
    waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
    with psycopg.connect(site.database_url) as connection:
        connection.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield lambda: wait_for(f"a write to {table}", lambda: site.query(waiting, table))
        connection.rollback()


@pytest.mark.parametrize(
    ("table", "is_kept"),
    [("aid_claimant", False), ("notices_message", False), ("procrastinate_jobs", True)],
    ids=["first-row", "last-row", "committed"],
)
def test_killed_between_two_steps_of_sending(site, web, table, is_kept):
    before, person = how_many(site), Person(web).ready()
    with nobody_writes(site, table) as until_it_waits:
        unheard = threading.Thread(target=person.send)
        unheard.start()
        until_it_waits()
        web.kill()
        unheard.join()
    assert how_many(site) == before + is_kept
    web.start()
    assert person.send().status_code == 302
    sent_once(site, [person], before)


def test_killed_at_any_moment_of_sending(site, web):
    before, people = how_many(site), [Person(web).ready() for _ in range(4 * AT_ONCE)]
    unheard = 0
    for number, at_most in enumerate([0, 0.08, 0.08, 0.08]):
        some = people[number * AT_ONCE : (number + 1) * AT_ONCE]
        answers = []
        senders = [threading.Thread(target=lambda p=p: answers.append(p.send())) for p in some]  # noqa: B023
        for sender in senders:
            sender.start()
        time.sleep(random.uniform(0, at_most))
        web.kill()
        for sender in senders:
            sender.join()
        unheard += answers.count(None)
        web.start()
        for person in some:
            assert person.send().status_code == 302
    assert unheard
    sent_once(site, people, before)


# --- the worker -----------------------------------------------------------------------------------
def start_again(site, worker):
    """As if the minute were over after which a worker that says nothing counts as gone, and a round is due."""
    site.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    site.execute("DELETE FROM procrastinate_periodic_defers")
    worker.start()


def ended(site, job):
    status = "SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status IN ('succeeded', 'aborted')"
    wait_for(f"the end of job {job}", lambda: site.query(status, job))


def test_a_paper_in_the_hands_of_a_killed_worker_is_looked_at_by_the_next(site, web, scanner, worker):
    person, paper = Person(web), photo()
    person.begin()
    person.fill(until="papers")
    person.taken(f"/apply/papers/{SLOTS['site_photo'].number}/", {"why": ""}, files={"files": paper})
    ((pk,),) = site.query("SELECT id FROM aid_evidence WHERE state = 'quarantine'")
    scanner.manner = "hangs"
    worker.start()
    wait_for("the scanner to be asked", lambda: scanner.asked)
    ((job,),) = site.query(f"{DOING} AND task_name = 'aid.tasks.examine'")
    worker.kill()
    assert site.query("SELECT state FROM aid_evidence WHERE id = %s", pk) == [("quarantine",)]
    scanner.manner = "honest"
    start_again(site, worker)
    ended(site, job)
    assert site.query("SELECT state FROM aid_evidence WHERE id = %s", pk) == [("available",)]
    assert len(scanner.seen) == 1


def test_an_sms_in_the_hands_of_a_killed_worker_leaves_once(site, web, gateway, worker):
    for _ in range(2):
        assert Person(web).ready().send().status_code == 302
    first, second = [
        pk for (pk,) in site.query("SELECT id FROM notices_message WHERE state = 'queued' ORDER BY id")
    ][-2:]
    # The first is confirmed; the second is taken over and the worker never hears of it.
    held, released, key_of = threading.Event(), threading.Event(), {}

    def fall_silent_at_the_second(handler, body):
        key = handler.headers["Idempotency-Key"]
        ((pk,),) = site.query("SELECT id FROM notices_message WHERE state = 'sending'")
        key_of[pk] = key
        if pk != second:
            return handler.keep_the_contract(body)
        gateway.known[key] = "m-unheard"
        held.set()
        return released.wait(60)

    gateway.behave = lambda handler: fall_silent_at_the_second(handler, gateway.requests[-1][1])
    worker.start()
    assert held.wait(60)
    ((job,),) = site.query(DOING)
    worker.kill()
    released.set()
    gateway.behave = None

    def asked(pk):
        return sum(headers["Idempotency-Key"] == key_of[pk] for headers, _body in gateway.requests)

    def state(pk):
        return site.query("SELECT state, gateway_id FROM notices_message WHERE id = %s", pk)[0]

    assert state(first)[0] == "sent"
    assert state(second)[0] == "sending"
    start_again(site, worker)
    ended(site, job)
    assert state(second)[0] == "sending"
    assert asked(second) == 1

    site.execute("UPDATE notices_message SET lease_until = now() WHERE id = %s", second)
    worker.kill()
    start_again(site, worker)
    wait_for("the second SMS", lambda: state(second)[0] == "sent")
    assert state(second) == ("sent", "m-unheard")
    assert (asked(first), asked(second)) == (1, 2)
    assert len(gateway.known) == len(gateway.requests) - 1
