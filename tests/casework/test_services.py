"""From the grant on: the case is there, somebody is named, the claim is filed."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from aid import services as aid_services
from aid.acts import TransitionNotAllowed
from aid.models import Application
from aid.services import first_aid
from casework import services
from casework.models import Case
from casework.workflow import CASE, Status
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.walk import given_first, walk

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def do(action, application, actor):
    needs = {
        "assign": {"assignee": actor},
        "reassign": {"assignee": actor, "reason": "原承办人出差"},
        "remind": {"reason": "下周开庭，材料交了没有"},
    }
    return CASE.acts[action].perform(application, actor=actor, at=LATER, **needs[action])


def at_status(office, status):
    if status in (Status.FIRST_AID, Status.ENDED):
        approver = officer(office, Role.APPROVER)
        application = given_first(
            ApplicationFactory(office=office), ground="advance", actor=approver, at=NOON
        )
        if status == Status.ENDED:
            first_aid.end(application, text="约好的材料一直没有补来。", actor=approver, at=NOON)
        return Application.objects.get(pk=application.pk)
    return ApplicationFactory(
        office=office, **{"granted" if status == Status.UNASSIGNED else "assigned": True}
    )


def test_a_grant_opens_one_case_and_nothing_else_does(office):
    application = walk("granted", office)
    assert application.case.status == Status.UNASSIGNED
    assert application.case.opened_at == application.events.last().at
    assert services.open_case(application, at=LATER) == application.case
    for status in ("accepted", "refused"):
        walk(status, office)
    assert Case.objects.count() == 1


def test_a_grant_that_fails_leaves_no_case(office, monkeypatch):
    application = ApplicationFactory(office=office, reviewing=True)
    monkeypatch.setattr("aid.services.perform.messages.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        aid_services.grant(application, actor=officer(office, Role.APPROVER), at=NOON)
    assert not Case.objects.exists()


def test_only_a_caseworker_of_the_office_is_assigned(office):
    application = ApplicationFactory(office=office, granted=True)
    dispatcher = officer(office, Role.DISPATCHER)
    for wrong in (officer(office, Role.EDITOR), officer(OfficeFactory(), Role.CASEWORKER)):
        with pytest.raises(ValidationError):
            services.assign(application, assignee=wrong, actor=dispatcher, at=NOON)
    lawyer = officer(office, Role.CASEWORKER)
    moved = services.assign(application, assignee=lawyer, actor=dispatcher, at=NOON)
    assert moved.case.assignee == lawyer
    assert moved.next_due_at is None
    other = officer(office, Role.CASEWORKER)
    moved = services.reassign(moved, assignee=other, reason="原承办人生病", actor=dispatcher, at=NOON)
    assert Case.objects.get(application=moved).assignee == other
    assert not Application.objects.visible_to(lawyer).exists()
    told = lambda user: [(m.template, bool(m.link)) for m in Message.objects.inbox_of(user)]
    assert told(lawyer) == [("staff_taken_over", False), ("staff_assigned", True)]
    assert told(other) == [("staff_assigned", True)]


@pytest.mark.django_db(transaction=True)
def test_two_who_name_somebody_at_the_same_moment_name_one(office):
    """Hard case 9: one wins, the other is told who was quicker; nobody is named over the other's head."""
    with transaction.atomic():
        application = ApplicationFactory(office=office, granted=True)
    dispatchers = [officer(office, Role.DISPATCHER) for _ in range(2)]
    lawyers = [officer(office, Role.CASEWORKER) for _ in range(2)]
    together, named, told = threading.Barrier(2), [], []

    def name(dispatcher, lawyer):
        try:
            together.wait(5)
            services.assign(
                Application.objects.get(pk=application.pk),
                assignee=lawyer,
                actor=dispatcher,
                version=application.version,
                at=LATER,
            )
            named.append((dispatcher, lawyer))
        except aid_services.StaleApplication as stale:
            told.append(stale.last.actor)
        finally:
            connection.close()

    threads = [threading.Thread(target=name, args=pair) for pair in zip(dispatchers, lawyers, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    [(winner, lawyer)] = named
    assert told == [winner]
    case = Case.objects.get(application=application)
    assert [assignment.assignee for assignment in case.assignments.all()] == [lawyer]
    assert Message.objects.filter(template="staff_assigned").count() == 1
    assert Message.objects.filter(template="assigned").count() == 1


# hand_over is the site's own: tests/casework/test_handover.py.
BY_STAFF = sorted(code for code, act in CASE.acts.items() if act.roles)


@pytest.mark.parametrize("status", Status.values)
def test_every_act_starts_only_where_the_table_says(office, status):
    for action in BY_STAFF:
        act = CASE.acts[action]
        application = at_status(office, status)
        actor = officer(office, *Role.values)
        count = application.events.count()
        if status in act.sources:
            moved = do(action, application, actor)
            assert moved.case.status == (act.target or status), action
            last = moved.events.last()
            assert (last.action, last.before, last.after) == (action, status, moved.case.status)
        else:
            with pytest.raises(TransitionNotAllowed):
                do(action, application, actor)
            assert application.events.count() == count, action


@pytest.mark.parametrize("action", BY_STAFF)
def test_an_act_is_refused_to_every_other_role_and_office(office, action):
    application = at_status(office, CASE.acts[action].sources[0])
    refused = [officer(office, role) for role in Role if role not in CASE.acts[action].roles]
    for actor in [*refused, officer(OfficeFactory(), *Role.values), officer(office, Role.CASEWORKER)]:
        with pytest.raises(PermissionDenied):
            do(action, application, actor)


def test_an_application_without_a_case_takes_no_act_of_one(office):
    with pytest.raises(TransitionNotAllowed):
        do(
            "assign",
            ApplicationFactory(office=office, accepted=True),
            officer(office, Role.DISPATCHER, Role.CASEWORKER),
        )
