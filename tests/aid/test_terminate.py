"""Aid that was granted ends before its case: reported by one, decided by another, served, open to an objection."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import acts, services
from aid.models import Application, EndReason, Wish
from aid.services import serve, terminate, wishes
from foundation.accounts.models import Office, Role
from intake import stages
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
WHY = "他自己请了律师，昨天当面说的。"
TOLD = "您自己请了律师，按规定援助终止。"


def later(days):
    return NOON + timedelta(days=days)


@pytest.fixture
def office(db):
    return OfficeFactory(parent=OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT))


@pytest.fixture
def lawyer(office):
    return officer(office, Role.CASEWORKER)


@pytest.fixture
def approver(office):
    return officer(office, Role.APPROVER)


@pytest.fixture
def case(office, lawyer):
    return ApplicationFactory(office=office, assigned=True, assignee=lawyer)


def report(case, actor, **values):
    return terminate.report(case, actor=actor, at=NOON, **{"reason": "own_lawyer", "text": WHY, **values})


@pytest.fixture
def ended(case, lawyer, approver):
    return terminate.terminate(report(case, lawyer), text=TOLD, actor=approver, at=later(1))


def test_whoever_does_the_case_reports_and_the_approver_has_it_before_them(case, lawyer, approver):
    assert case not in Application.objects.waiting_for(approver, NOON)
    reported = report(case, lawyer)
    assert (reported.status, reported.events.last().data) == (
        "granted",
        {"end_reason": "own_lawyer", "chain": ["approver"]},
    )
    [one] = Application.objects.waiting_for(approver, NOON).with_turn_of(approver, NOON)
    assert one.turn == "terminate"
    with pytest.raises(ValidationError):  # one at a time
        report(case, lawyer)


def test_it_ends_the_case_and_not_the_limitation(ended, lawyer):
    assert (ended.status, ended.case.status) == ("terminated", "ended")
    assert not ended.case.assignments.current().exists()
    assert ended.limitation_on == date(2027, 6, 1)
    running = {clock.kind: clock.due_on for clock in ended.deadlines.running()}
    assert running == {"send_end": date(2026, 11, 23), "limitation": date(2027, 6, 1)}  # the 22nd is a Sunday
    found = ended.terminations.get()
    assert (found.ends, found.text) == (True, TOLD)
    assert found.number.endswith("号")
    assert stages.stage(ended).text == f"理由：自行委托了律师或者其他代理人。{TOLD}"
    assert TOLD not in stages.stage(ended, for_owner=False).text


def test_it_waits_to_be_served_and_is_served_once(ended, office, approver):
    clerk = officer(office, Role.RECEPTIONIST)
    [one] = Application.objects.waiting_for(clerk, later(1)).with_turn_of(clerk, later(1))
    assert (one.turn, one.next_due_kind) == ("serve", "send_end")
    served = serve.serve(
        ended, served_on=later(2).date(), how="by_hand", to="self", proof="signed", actor=clerk, at=later(2)
    )
    assert not served.deadlines.running().filter(kind="send_end").exists()
    assert served.deadlines.running().get(kind="objection").due_on == (later(17)).date()
    assert not Application.objects.waiting_for(clerk, later(2))


def test_an_objection_leads_back_to_review_or_stands(ended, office, approver):
    boss = officer(office.get_parent(), Role.SUPERVISOR)
    objected = wishes.ask(ended, ended.claimant, Wish.Kind.OBJECTION, text="我没有请律师", at=later(2))
    with pytest.raises(PermissionDenied):  # whoever ended it does not judge
        wishes.uphold(objected, text="查过了", actor=officer_of(approver, office.get_parent()), at=later(3))
    ordered = wishes.order_review(objected, text="委托书不是本人签的", actor=boss, at=later(3))
    assert ordered.status == "accepted"
    assert ordered.deadlines.running().get(kind="review").due_on == later(10).date() + timedelta(days=2)


def officer_of(person, office):
    from foundation.accounts.models import Membership

    Membership.objects.create(user=person, office=office, role=Role.SUPERVISOR)
    return type(person).objects.get(pk=person.pk)


def test_kept_on_it_may_be_reported_again(case, lawyer, approver):
    kept = terminate.keep_on(report(case, lawyer), text="只是问过律师，没有委托", actor=approver, at=NOON)
    assert (kept.status, kept.case.status) == ("granted", "assigned")
    assert case not in Application.objects.waiting_for(approver, NOON)
    assert report(case, lawyer).terminations.open().count() == 1


def test_nobody_decides_on_their_own_report(case, office):
    both = officer(office, Role.DISPATCHER, Role.APPROVER)
    report(case, both)
    for act in (terminate.terminate, terminate.keep_on):
        with pytest.raises(PermissionDenied):
            act(case, text=TOLD, actor=both, at=NOON)
    assert Application.objects.get(pk=case.pk).status == "granted"
    assert case not in Application.objects.waiting_for(both, NOON)


@pytest.mark.parametrize("reason", EndReason.values)
def test_each_reason_of_the_law_is_one(case, lawyer, approver, reason):
    ended = terminate.terminate(report(case, lawyer, reason=reason), text=TOLD, actor=approver, at=NOON)
    assert ended.terminations.get().reason == reason


@pytest.mark.parametrize("wrong", [{"reason": "lazy"}, {"reason": ""}, {"text": "请了律师"}, {"text": " "}])
def test_it_says_why(case, lawyer, wrong):
    with pytest.raises(ValidationError):
        report(case, lawyer, **wrong)


def test_who_may_and_from_where(case, office, lawyer, approver):
    for actor in (officer(office, Role.RECEPTIONIST), officer(office, Role.CASEWORKER)):
        with pytest.raises(PermissionDenied):
            report(case, actor)
    with pytest.raises(ValidationError):  # nobody reported
        terminate.terminate(case, text=TOLD, actor=approver, at=NOON)
    with pytest.raises(ValidationError):
        terminate.terminate(report(case, lawyer), text="短", actor=approver, at=NOON)
    with pytest.raises(acts.TransitionNotAllowed):
        report(ApplicationFactory(office=office, reviewing=True), officer(office, Role.DISPATCHER))


def test_told_twice_it_is_done_once_and_a_stale_page_does_nothing(case, lawyer, approver):
    for _again in range(2):
        reported = report(case, lawyer, key="once")
    with pytest.raises(services.StaleApplication):
        terminate.terminate(reported, text=TOLD, actor=approver, version=case.version, at=NOON)
    for _again in range(2):
        terminate.terminate(reported, text=TOLD, actor=approver, at=NOON, key="twice")
    assert reported.terminations.decided().count() == 1
