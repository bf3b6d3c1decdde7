"""Many at once: each by the service for one, with a verdict before and a result after; twice is once."""

import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.models import Application, BulkRun, Event
from casework import bulk, tasks
from casework.models import Assignment
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
BULK = "/admin/applications/bulk/"


@pytest.fixture
def lawyer(office):
    return officer(office, Role.CASEWORKER)


def begin(applications, actor, act="assign", **kwargs):
    versions = {one.pk: one.version for one in applications}
    how = {"reason": "", "key": uuid.uuid4(), "at": NOON, **kwargs}
    return bulk.begin(act, versions, actor=actor, **how)


def outcomes(run):
    return {item.application: item.outcome for item in run.items.select_related("application")}


def test_each_is_done_as_one_is_and_says_what_became_of_it(office, lawyer):
    boss = officer(office, Role.DISPATCHER)
    granted, other, early = (
        ApplicationFactory(office=office, **status) for status in ({"granted": True}, {"granted": True}, {})
    )
    foreign = ApplicationFactory(office=OfficeFactory(), granted=True)
    run = begin([granted, other, early, foreign], boss, options={"assignee": lawyer.pk})
    services.add_evidence(other, papers=[], note="来过一次", actor=officer(office, Role.RECEPTIONIST))
    bulk.go_on(run, at=NOON)
    assert outcomes(run) == {granted: "done", other: "stale", early: "refused"}
    assert Assignment.objects.get().assignee == lawyer
    event = Event.objects.get(action="assign")
    assert (event.application, event.actor) == (granted, boss)
    assert run.done_at == NOON


def test_done_again_or_begun_again_it_is_done_once(office, lawyer):
    boss = officer(office, Role.DISPATCHER)
    granted, key = ApplicationFactory(office=office, granted=True), uuid.uuid4()
    run = begin([granted], boss, options={"assignee": lawyer.pk}, key=key)
    bulk.go_on(run, at=NOON)
    assert begin([granted], boss, options={"assignee": lawyer.pk}, key=key) == run
    bulk.go_on(run, at=NOON)
    # The worker fell over after the act, before the result was kept.
    run.items.update(outcome="waiting")
    bulk.go_on(run, at=NOON)
    assert Event.objects.filter(action="assign").count() == 1
    with pytest.raises(PermissionDenied):
        begin([granted], officer(office, Role.DISPATCHER), key=key)


def test_another_caseworker_needs_a_reason_and_one_of_elsewhere_is_refused(office, lawyer):
    boss = officer(office, Role.DISPATCHER)
    assigned = ApplicationFactory(office=office, assigned=True)
    for options, reason, outcome in (
        ({"assignee": lawyer.pk}, "", "refused"),
        ({"assignee": officer(OfficeFactory(), Role.CASEWORKER).pk}, "原来的人出差", "refused"),
        ({"assignee": lawyer.pk}, "原来的人出差", "done"),
    ):
        assigned.refresh_from_db()
        run = begin([assigned], boss, reason=reason, options=options)
        bulk.go_on(run, at=NOON)
        assert outcomes(run) == {assigned: outcome}
        assert bool(run.items.get().why) == (outcome == "refused")


def test_a_role_that_was_lost_meanwhile_does_nothing(office, lawyer):
    boss = officer(office, Role.DISPATCHER)
    granted = ApplicationFactory(office=office, granted=True)
    run = begin([granted], boss, options={"assignee": lawyer.pk})
    boss.memberships.all().delete()
    bulk.go_on(run, at=NOON)
    assert outcomes(run) == {granted: "refused"}
    assert not Assignment.objects.exists()


def test_a_reminder_lies_in_the_inbox_of_who_does_the_case(office, lawyer):
    boss = officer(office, Role.SUPERVISOR)
    assigned = ApplicationFactory(office=office, assigned=True, assignee=lawyer)
    nobody = ApplicationFactory(office=office, granted=True)
    run = begin([assigned, nobody], boss, "remind", reason="下周开庭，材料交了没有")
    bulk.go_on(run, at=NOON)
    assert outcomes(run) == {assigned: "done", nobody: "refused"}
    assert Message.objects.get(template="staff_reminded").recipient == lawyer.username
    assert Event.objects.get(action="remind").note == "下周开庭，材料交了没有"


@pytest.mark.parametrize("count", [0, bulk.MOST + 1])
def test_none_and_too_many_are_refused(office, count):
    boss = officer(office, Role.DISPATCHER)
    one = ApplicationFactory(office=office, granted=True)
    made = [
        Application(
            reference=f"n{n}", office=office, topic=one.topic, status="granted", submitted_at=NOON,
            received_on=NOON.date(), idempotency_key=uuid.uuid4(),
        )
        for n in range(count)
    ]  # fmt: skip
    with pytest.raises(ValidationError):
        begin(Application.objects.bulk_create(made), boss)
    assert not BulkRun.objects.exists()


# --- screens ----------------------------------------------------------------------------------------
def hidden(html):
    return {
        "key": re.search(r'name="key" value="([^"]+)"', html)[1],
        "row": re.findall(r'name="row" value="([^"]+)"', html),
    }


def test_what_is_ticked_is_shown_with_a_verdict_then_done_and_the_result_stays(client, as_, office, lawyer):
    granted, early = ApplicationFactory(office=office, granted=True), ApplicationFactory(office=office)
    foreign = ApplicationFactory(office=OfficeFactory(), granted=True)
    as_("dispatcher")
    assert (
        f'name="pk" value="{granted.pk}" form="bulk"'
        in client.get(BULK.replace("bulk/", "")).content.decode()
    )
    answer = client.post(BULK, {"act": "assign", "pk": [granted.pk, early.pk, foreign.pk, "x", "9" * 30]})
    html = answer.content.decode()
    assert "选了 2 件，能办 1 件" in html
    assert "做不了这一步" in html
    assert foreign.reference not in html
    assert not Assignment.objects.exists()
    typed = {"act": "assign", **hidden(html)}
    assert client.post(BULK, typed).status_code == 422  # nobody chosen
    done = client.post(BULK, {**typed, "assignee": lawyer.pk})
    assert client.post(BULK, {**typed, "assignee": lawyer.pk}).url == done.url
    result = client.get(done.url).content.decode()
    assert "办好了 1" in result
    assert Assignment.objects.get().assignee == lawyer
    as_("dispatcher")
    assert client.get(done.url).status_code == 404


def test_the_whole_list_as_it_is_filtered(client, as_, office):
    granted, early = ApplicationFactory(office=office, granted=True), ApplicationFactory(office=office)
    as_("dispatcher")
    html = client.post(
        BULK, {"act": "assign", "all": "1", "query": "show=office&status=granted"}
    ).content.decode()
    assert granted.reference in html
    assert early.reference not in html


def test_many_are_the_workers_and_the_page_says_how_far_it_is(client, as_, office, lawyer, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    granted = ApplicationFactory(office=office, granted=True)
    as_("dispatcher")
    html = client.post(BULK, {"act": "assign", "pk": [granted.pk]}).content.decode()
    done = client.post(BULK, {"act": "assign", "assignee": lawyer.pk, **hidden(html)})
    waiting = client.get(done.url).content.decode()
    assert "还有 1 件，共 1 件" in waiting
    tasks.do_bulk(BulkRun.objects.get().pk)
    assert "办好了 1" in client.get(done.url).content.decode()


def test_only_dispatchers_and_supervisors(client, as_, office):
    as_("receptionist")
    assert client.post(BULK, {"act": "assign"}).status_code == 403
    assert 'form="bulk"' not in client.get(BULK.replace("bulk/", "")).content.decode()
