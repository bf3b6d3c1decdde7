"""Whose turn it is: in each state who has the application before them, with which act; never by a list of states."""

from datetime import date, timedelta

import pytest

from aid import acts, services, sla, turns
from aid.models import Application, Wish
from aid.policies import application_policy
from aid.services import wishes
from casework.services import reassign
from foundation.accounts import scope
from foundation.accounts.models import Role, User
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.walk import reviewed

pytestmark = pytest.mark.django_db
ROLES = (Role.RECEPTIONIST, Role.REVIEWER, Role.APPROVER, Role.DISPATCHER, Role.SUPERVISOR)
NEAR = date(2025, 11, 21)  # the day of leaving; three days of the year are left
LATER = NOON + timedelta(minutes=5)


def turn_of(user, application, at=LATER):
    """The act with which `user` has it before them, "" when it is not theirs."""
    [one] = Application.objects.filter(pk=application.pk).with_turn_of(user, at)
    seen = Application.objects.visible_to(user)
    mine = list(seen.waiting_for(user, at).values_list("pk", flat=True))
    others = seen.in_other_hands(mine, sla.local_day(at)).filter(pk=application.pk).exists()
    assert (application.pk in mine) == bool(one.turn)
    assert others == (application.is_open and application.pk not in mine)
    return one.turn


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({}, {"receptionist": "accept"}),
        ({"supplementing": True}, {}),
        ({"granted": True}, {"dispatcher": "assign"}),
        ({"assigned": True}, {}),
        ({"refused": True}, {}),
        (
            {"routing_reason": "elsewhere"},
            {"receptionist": "refer_out", "reviewer": "refer_out", "dispatcher": "refer_out"},
        ),
    ],
)
def test_each_state_waits_for_the_role_that_the_tables_name(office, made, expected):
    place = {name: made.pop(name) for name in ["routing_reason"] if name in made}
    application = ApplicationFactory(office=office, **made)
    Application.objects.filter(pk=application.pk).update(**place or {"routing_reason": ""})
    application.refresh_from_db()
    found = {role.value: turn_of(officer(office, role), application) for role in ROLES}
    assert {role: code for role, code in found.items() if code} == expected


def test_who_reviewed_has_nothing_to_decide(office):
    both = officer(office, Role.REVIEWER, Role.APPROVER)
    application = ApplicationFactory(office=office, accepted=True)
    assert turn_of(both, application) == "review"
    reviewed(application, both)
    application.refresh_from_db()
    assert turn_of(both, application) == ""
    assert turn_of(officer(office, Role.APPROVER), application) == "grant"


def test_a_new_row_of_the_table_is_somebodys_turn_at_once(office):
    watched = acts.Act(
        code="watch", order=1, label="看一眼", sources=("granted",), target=None, usual=True,
        roles=frozenset({Role.SUPERVISOR}),
    )  # fmt: skip
    application, boss = ApplicationFactory(office=office, granted=True), officer(office, Role.SUPERVISOR)
    assert turn_of(boss, application) == ""
    with acts.added(acts.workflows()[0], watched):
        assert turn_of(boss, application) == "watch"


def test_a_case_is_in_the_hands_of_whoever_does_it_and_of_the_dispatcher_when_they_have_gone(office):
    lawyer, other = (officer(office, Role.CASEWORKER) for _ in range(2))
    dispatcher = officer(office, Role.DISPATCHER)
    case = ApplicationFactory(office=office, assigned=True, assignee=lawyer)
    assert turn_of(lawyer, case) == turns.IN_HAND
    assert not Application.objects.waiting_for(other, LATER)
    assert turn_of(dispatcher, case) == ""
    User.objects.filter(pk=lawyer.pk).update(is_active=False)  # shut before anybody was asked where they go
    assert turn_of(dispatcher, case) == "reassign"
    reassign(case, assignee=other, reason="原承办人离职", actor=dispatcher, at=NOON)
    assert turn_of(User.objects.get(pk=other.pk), case) == turns.IN_HAND
    assert turn_of(dispatcher, case) == ""


def test_a_limitation_that_is_near_waits_for_the_approver_and_for_who_takes_its_step(office):
    near = ApplicationFactory(office=office, left_on=NEAR)
    clerk, approver = officer(office, Role.RECEPTIONIST), officer(office, Role.APPROVER)
    reviewer = officer(office, Role.REVIEWER)
    assert [turn_of(one, near) for one in (clerk, reviewer, approver)] == ["accept", "ask_first_aid", ""]
    services.first_aid.ask(near, ground="limitation", actor=reviewer, at=NOON)
    near.refresh_from_db()
    assert [turn_of(one, near) for one in (clerk, reviewer, approver)] == [
        "accept",
        "file_claim",
        "grant_first_aid",
    ]


def test_a_supplement_that_did_not_come_waits_for_the_office(office):
    application = ApplicationFactory(office=office, supplementing=True)
    clerk = officer(office, Role.RECEPTIONIST)
    assert turn_of(clerk, application) == ""
    assert turn_of(clerk, application, NOON + timedelta(days=40)) == "lapse"


@pytest.mark.parametrize("made", [{"accepted": True}, {"assigned": True}, {"refused": True}])
def test_what_a_person_asks_waits_for_everybody_who_may_answer(office, made):
    application = ApplicationFactory(office=office, **made)
    wishes.ask(application, application.claimant, Wish.Kind.COMPLAINT, text="没有人理我", at=NOON)
    application.refresh_from_db()
    usual = {"reviewer": "review"} if "accepted" in made else {}
    for role in ROLES:
        found = turn_of(officer(office, role), application)
        assert found == usual.get(role.value, found)
        assert found
    assert turn_of(officer(office, Role.DISPATCHER), application) == "answer"
    wish = application.wishes.get()
    wishes.answer(
        application, wish=wish, text="今天给您回电话", actor=officer(office, Role.DISPATCHER), at=NOON
    )
    assert turn_of(officer(office, Role.DISPATCHER), application) == ""


def test_another_office_has_no_turn_and_nobody_has_one_they_may_not_take(office):
    """Every turn is an act that the policy allows: the list offers nothing that the service refuses."""
    made = [
        ApplicationFactory(office=office, **one)
        for one in ({}, {"accepted": True}, {"supplementing": True}, {"granted": True}, {"refused": True})
    ]
    for role in (*ROLES, Role.CASEWORKER):
        assert not Application.objects.waiting_for(officer(OfficeFactory(), role), LATER)
        me = officer(office, role)
        for one in Application.objects.with_turn_of(me, LATER).filter(pk__in=[a.pk for a in made]):
            offered = [act.code for act in application_policy.next_acts(scope.of(me), me, one)]
            assert one.turn in (*offered, "")


def test_an_operator_sees_what_waits_for_anybody(office):
    boss = User.objects.create_superuser("root", password=None)
    officer(office, Role.RECEPTIONIST)
    assert turn_of(boss, ApplicationFactory(office=office)) == "accept"
    assert turn_of(boss, ApplicationFactory(office=office, assigned=True)) == ""


@pytest.mark.parametrize(
    ("number", "is_young"), [("110105201001012374", True), ("11010519491231002X", False), ("", False)]
)
def test_a_minor_is_at_risk_and_what_a_paper_says_later_counts(office, number, is_young):
    none = {"id_type": "none", "id_number": ""}
    named = {"id_type": "resident", "id_number": number} if number else none
    today, end = NOON.date(), NOON.replace(hour=0)
    application = ApplicationFactory(office=office, **none)
    assert not Application.objects.at_risk(today, end)
    person = application.claimant
    for name, value in named.items():
        setattr(person, name, value)
    person.save()
    assert Application.objects.at_risk(today, end).exists() == is_young
    Application.objects.filter(pk=application.pk).update(status="withdrawn")
    assert not Application.objects.at_risk(today, end)
