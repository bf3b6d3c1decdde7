"""What has ended goes on: which, by whom, until when, and with which days."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import acts, services
from aid.models import Application, FirstAid, LocalReopenDays, Wish
from aid.services import first_aid, reopen, terminate, transfer, wishes, withdrawal
from foundation.accounts.models import Office, Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.walk import given_first, walk
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
LEFT = {"left_on": date(2026, 5, 1), "owed_from": None, "owed_to": None}


def later(days):
    return NOON + timedelta(days=days)


@pytest.fixture
def office(db):
    return OfficeFactory(parent=OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT))


@pytest.fixture
def clerk(office):
    return officer(office, Role.RECEPTIONIST)


@pytest.fixture
def boss(office):
    return officer(office.get_parent(), Role.SUPERVISOR)


def withdrawn(office, at=NOON, **made):
    application = services.withdraw(ApplicationFactory(office=office, **LEFT, **made), at=at)
    return withdrawal.close_withdrawal(application, at=at + timedelta(days=2))


def open_again(application, actor, days, **more):
    return reopen.reopen(application, reason="他来窗口说还要办", actor=actor, at=later(days), **more)


def running(application):
    return {
        clock.kind: clock.due_on for clock in application.deadlines.filter(met_at=None, cancelled_at=None)
    }


@pytest.mark.parametrize(
    ("made", "status"),
    [({}, "submitted"), ({"accepted": True}, "accepted"), ({"reviewing": True}, "accepted")],
)
def test_what_was_withdrawn_is_asked_for_anew_and_the_limitation_has_run_all_the_time(
    office, clerk, made, status
):
    application = withdrawn(office, **made)
    limitation, number = application.limitation_on, application.case_number
    assert set(running(application)) == {"limitation"}
    again = open_again(application, clerk, 10)
    assert (again.status, again.limitation_on, again.case_number) == (status, limitation, number)
    assert running(again)["review"] == date(2026, 12, 7)  # seven days from the 28th of November, a Saturday
    assert ("accept" in running(again)) == (status == "submitted")
    [told] = Message.objects.filter(template="reopened")
    assert told.context["reference"] == again.reference
    assert again.events.last().note == "他来窗口说还要办"
    turn = {"submitted": "accept", "accepted": "review"}[status]
    who = clerk if status == "submitted" else officer(office, Role.REVIEWER)
    [one] = Application.objects.waiting_for(who, later(10)).with_turn_of(who, later(10))
    assert one.turn == turn


def test_papers_that_came_too_late_are_looked_at_after_all(office, clerk):
    application = walk("supplementing", office)
    services.lapse(application, at=later(20))
    again = open_again(application, clerk, 21)
    assert again.status == "accepted"
    assert set(running(again)) - {"limitation"} == {"review"}
    assert services.ask_supplement(
        again, kinds=["id"], text="身份证", repeat_reason="上次没来", actor=clerk, at=later(21)
    )


def test_it_has_a_last_day_which_a_place_may_set(office, clerk):
    application = withdrawn(office)
    assert reopen.last_day(application) == NOON.date() + timedelta(days=30)
    with pytest.raises(ValidationError, match="已经过了"):
        open_again(application, clerk, 31)
    place = RegionFactory(code="360702")
    Office.objects.filter(pk=office.pk).update(region=place)
    row = {"region": place, "status": "withdrawn", "valid_from": date(2026, 1, 1), "source": "机构的规定"}
    LocalReopenDays.objects.create(days=60, **row)
    assert open_again(Application.objects.get(pk=application.pk), clerk, 60).status == "submitted"


def test_a_row_that_begins_later_changes_nothing_of_before(office, clerk):
    place = RegionFactory(code="360702")
    Office.objects.filter(pk=office.pk).update(region=place)
    LocalReopenDays.objects.create(
        region=place, status="withdrawn", valid_from=later(1).date(), source="x", days=5
    )
    application = Application.objects.get(pk=withdrawn(office).pk)
    assert open_again(application, clerk, 30).status == "submitted"


def test_what_may_still_be_undone_is_undone_instead(office, clerk):
    application = services.withdraw(ApplicationFactory(office=office), at=NOON)
    with pytest.raises(ValidationError, match="恢复撤回的申请"):
        open_again(application, clerk, 1)
    assert open_again(application, clerk, 3).status == "submitted"  # before the clock has closed it


@pytest.mark.parametrize("status", ["submitted", "accepted", "reviewing", "granted"])
def test_what_a_body_outside_did_not_take_stands_where_it_stood_with_its_days(office, clerk, status):
    application = walk(status, office, **LEFT)
    before = running(application)
    transfer.offer(application, to="某市中心", reason="在那里办", actor=clerk, at=later(1))
    gone = transfer.end(application, ack="说接了", actor=clerk, at=later(2))
    assert set(running(gone)) <= {"limitation"}
    again = open_again(gone, clerk, 40)
    assert (again.status, again.referred_to) == (status, "")
    found = running(again)
    if status == "granted":
        assert again.case.status == "unassigned"
        assert found.pop("assign") == date(2026, 12, 31)  # three days from the 28th
        before.pop("assign")
    assert found == before


def test_our_own_mistake_is_put_right_by_who_decided_nothing_of_it(office, boss, clerk):
    application = ApplicationFactory(office=office, refused=True)
    again = reopen.mend_refusal(application, reason="收条是别人的", actor=boss, at=later(100))
    assert (again.status, running(again)["review"]) == ("accepted", date(2027, 3, 5))
    assert "objection" not in running(again)
    both = officer(office, Role.REVIEWER, Role.SUPERVISOR)
    other = ApplicationFactory(office=office, accepted=True)
    other = services.review(other, opinion="不", advice="refuse", check="exempt", actor=both, at=NOON)
    other = services.refuse(
        other, reasons=["other"], text="工资已经全部付清了。", law="法律援助法",
        actor=officer(office, Role.APPROVER), at=NOON,
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        reopen.mend_refusal(other, reason="收条是别人的", actor=both, at=later(1))
    with pytest.raises(PermissionDenied):
        reopen.mend_refusal(other, reason="收条是别人的", actor=clerk, at=later(1))


def test_an_objection_is_the_bureaus(office, boss):
    application = ApplicationFactory(office=office, refused=True)
    application = wishes.ask(
        application, application.claimant, Wish.Kind.OBJECTION, text="没付清", at=later(1)
    )
    with pytest.raises(ValidationError, match="提了异议"):
        reopen.mend_refusal(application, reason="收条是别人的", actor=boss, at=later(2))


@pytest.mark.parametrize(("why", "comes_back"), [("own_lawyer", True), ("asked", True), ("fraud", False)])
def test_aid_that_ended_by_mistake_goes_on_unless_a_misconduct_ended_it(office, boss, why, comes_back):
    lawyer = officer(office, Role.CASEWORKER)
    case = ApplicationFactory(office=office, assigned=True, assignee=lawyer)
    case = terminate.report(case, reason=why, text="昨天当面说的，有人在场。", actor=lawyer, at=NOON)
    case = terminate.terminate(
        case, text="按规定终止，可以提异议。", actor=officer(office, Role.APPROVER), at=NOON
    )
    if not comes_back:
        with pytest.raises(ValidationError, match="只能由当事人提异议"):
            reopen.mend_end(case, reason="记错人了", actor=boss, at=later(1))
        return
    again = reopen.mend_end(case, reason="记错人了", actor=boss, at=later(1))
    assert (again.status, again.case.status) == ("granted", "unassigned")
    assert set(running(again)) - {"limitation"} == {"assign"}


def test_first_aid_that_ended_by_mistake_goes_on(office, boss):
    approver = officer(office, Role.APPROVER)
    application = ApplicationFactory(office=office, accepted=True)
    first_aid.ask(application, ground="advance", actor=officer(office, Role.REVIEWER), at=NOON)
    given_first(application, ground="advance", actor=approver, at=NOON)
    ended = first_aid.end(application, text="约好的材料一直没有补来。", actor=approver, at=later(20))
    review = ended.deadlines.get(kind="review").due_on
    again = reopen.mend_end(ended, reason="材料其实在别人桌上", actor=boss, at=later(21))
    assert again.status == "accepted"
    assert FirstAid.objects.get().state == "granted"
    assert running(again)["review"] == review
    assert FirstAid.objects.get().papers_due_on == running(again)["first_aid"] > later(21).date()
    assert again.case.status == "first_aid"


def test_twice_stale_and_without_a_reason(office, clerk):
    application = withdrawn(office)
    with pytest.raises(ValidationError):
        reopen.reopen(application, reason=" ", actor=clerk, at=later(3))
    with pytest.raises(services.StaleApplication):
        open_again(application, clerk, 3, version=application.version - 1)
    again = open_again(application, clerk, 3, key="a")
    assert open_again(application, clerk, 3, key="a").version == again.version
    with pytest.raises(acts.TransitionNotAllowed):
        open_again(application, clerk, 3, key="b")
