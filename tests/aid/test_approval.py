"""审批链: dated rows say who says yes, one after the other; nobody says it twice; what is in the middle waits for the next."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import approval, services, sla, solo
from aid.models import Application, ApprovalChain, Concern, FirstAid
from aid.models.solo import SoloOffice
from aid.services import approve, first_aid
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, officer, workmates
from tests.aid.walk import reviewed
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
Lane = ApprovalChain.Lane


def later(days):
    return NOON + timedelta(days=days)


@pytest.fixture
def place(office):
    office.region = RegionFactory(code="360702")
    office.save()
    return office.region


def chain(place, lane, *roles, since=date(2026, 1, 1), **more):
    named = dict(zip(("second", "third", "fourth"), roles, strict=False))
    return ApprovalChain.objects.create(
        region=place, lane=lane, valid_from=since, source="机构的规定", **named, **more
    )


@pytest.fixture
def people(office):
    roles = {"reviewer": Role.REVIEWER, "approver": Role.APPROVER, "boss": Role.SUPERVISOR}
    return {name: officer(office, role) for name, role in roles.items()}


def waiting(application, people):
    """Whose turn the decision is."""
    rows = Application.objects.filter(pk=application.pk)
    return {
        name: one.turn
        for name, user in people.items()
        for one in rows.with_turn_of(user, NOON)
        if one.turn in ("endorse", "grant", "refuse", "endorse_first_aid", "grant_first_aid", "propose_first_aid")
    }  # fmt: skip


def test_where_no_row_holds_two_people_decide_as_before(office, people):
    application = reviewed(ApplicationFactory(office=office, accepted=True), people["reviewer"])
    assert waiting(application, people) == {"approver": "grant"}
    with pytest.raises(PermissionDenied):
        approve.endorse(application, actor=people["approver"], at=NOON)
    assert services.grant(application, actor=people["approver"], at=NOON).status == "granted"


def test_a_group_goes_through_three(office, place, people):
    chain(place, Lane.MAJOR, "approver", "supervisor")
    group = ApplicationFactory(office=office, accepted=True, claimants=workmates(10))
    group = reviewed(group, people["reviewer"])
    assert group.events.last().data["chain"] == ["approver", "supervisor"]
    assert waiting(group, people) == {"approver": "endorse"}
    for who in ("approver", "boss"):
        with pytest.raises(PermissionDenied):
            services.grant(group, actor=people[who], at=NOON)
    passed = approve.endorse(group, note="材料齐", actor=people["approver"], at=NOON, key="a")
    assert approve.endorse(group, actor=people["approver"], at=NOON, key="a").version == passed.version
    assert (passed.status, passed.next_yes, passed.is_last_yes) == ("reviewing", "supervisor", True)
    assert waiting(passed, people) == {"boss": "grant"}
    assert list(Application.objects.in_chain()) == [passed]
    with pytest.raises(PermissionDenied):
        approve.endorse(passed, actor=people["approver"], at=NOON)
    with pytest.raises(services.StaleApplication):
        services.grant(passed, actor=people["boss"], version=group.version, at=NOON)
    granted = services.grant(passed, actor=people["boss"], at=NOON)
    assert (granted.status, granted.decision.decided_by) == ("granted", people["boss"])
    assert not Application.objects.in_chain()


def test_nobody_says_yes_twice_whatever_roles_they_hold(office, place, people):
    chain(place, Lane.GREEN, "approver", "approver", "supervisor")
    all_of_them = officer(office, Role.APPROVER, Role.SUPERVISOR)
    application = reviewed(ApplicationFactory(office=office, accepted=True), people["reviewer"])
    one = approve.endorse(application, actor=all_of_them, at=NOON)
    with pytest.raises(PermissionDenied):
        approve.endorse(one, actor=all_of_them, at=NOON)
    two = approve.endorse(one, actor=people["approver"], at=NOON)
    with pytest.raises(PermissionDenied):
        services.grant(two, actor=all_of_them, at=NOON)
    assert waiting(two, {**people, "both": all_of_them}) == {"boss": "grant"}
    assert services.grant(two, actor=people["boss"], at=NOON).status == "granted"


def test_sent_back_from_the_middle_it_begins_anew(office, place, people):
    chain(place, Lane.GREEN, "approver", "supervisor")
    application = reviewed(ApplicationFactory(office=office, accepted=True), people["reviewer"])
    passed = approve.endorse(application, actor=people["approver"], at=NOON)
    with pytest.raises(PermissionDenied):  # it is with the next
        services.send_back(passed, reason="考勤再查", actor=people["approver"], at=NOON)
    back = services.send_back(passed, reason="考勤再查", actor=people["boss"], at=NOON)
    assert (back.status, waiting(back, people)) == ("accepted", {})
    again = reviewed(back, people["reviewer"])
    assert (again.next_yes, again.yes_after, again.yes_by) == ("approver", ["supervisor"], [])
    assert approve.endorse(again, actor=people["approver"], at=NOON).next_yes == "supervisor"


def test_a_refusal_goes_the_same_way(office, place, people):
    chain(place, Lane.GREEN, "approver", "supervisor")
    application = reviewed(
        ApplicationFactory(office=office, accepted=True), people["reviewer"], advice="refuse"
    )
    why = {"reasons": ["other"], "text": "查明工资已经全部付清了。", "law": "法律援助法"}
    with pytest.raises(PermissionDenied):
        services.refuse(application, actor=people["approver"], at=NOON, **why)
    passed = approve.endorse(application, actor=people["approver"], at=NOON)
    assert services.refuse(passed, actor=people["boss"], at=NOON, **why).status == "refused"


def test_rows_are_dated_and_the_nearest_place_wins(place):
    chain(place, Lane.GREEN, "approver", "supervisor", valid_to=date(2026, 11, 1))
    chain(place, Lane.GREEN, "supervisor", since=date(2026, 12, 1))
    day = NOON.date()
    assert approval.chain_of("360702", Lane.GREEN, day) == ["approver"]
    assert approval.chain_of("360702", Lane.GREEN, date(2026, 10, 1)) == ["approver", "supervisor"]
    assert approval.chain_of("360702", Lane.GREEN, date(2026, 12, 1)) == ["supervisor"]
    assert approval.chain_of("360702", Lane.MAJOR, date(2026, 12, 1)) == ["approver"]
    with pytest.raises(ValidationError, match="中间空了一位"):
        ApprovalChain(
            region=place, lane="major", fourth="supervisor", valid_from=day, source="x"
        ).full_clean()


def test_which_lane_it_is(office):
    green = ApplicationFactory(office=office, accepted=True)
    assert approval.lane_of(green) == Lane.GREEN
    green.lane = "usual"
    assert approval.lane_of(green) == Lane.ORDINARY
    Concern.objects.create(
        application=green, kinds=["impact"], why="x", marked_by=officer(office, Role.SUPERVISOR), marked_at=NOON
    )  # fmt: skip
    assert approval.lane_of(Application.objects.get(pk=green.pk)) == Lane.MAJOR


def test_what_began_by_the_old_row_ends_by_it(office, place, people):
    application = reviewed(ApplicationFactory(office=office, accepted=True), people["reviewer"])
    chain(place, Lane.GREEN, "approver", "supervisor")
    assert services.grant(application, actor=people["approver"], at=NOON).status == "granted"


# --- aid before the papers ----------------------------------------------------------------------------
def test_who_proposes_first_aid_does_not_grant_it(office, people):
    application = ApplicationFactory(office=office)
    both = officer(office, Role.REVIEWER, Role.APPROVER)
    with pytest.raises(PermissionDenied):  # nobody has proposed it
        first_aid.grant(application, ground="advance", actor=people["approver"], at=NOON)
    asked = first_aid.ask(application, ground="advance", actor=both, at=NOON)
    assert waiting(asked, {**people, "both": both}) == {"approver": "grant_first_aid"}
    with pytest.raises(PermissionDenied):
        first_aid.grant(asked, ground="advance", actor=both, at=NOON)
    assert (
        first_aid.grant(asked, ground="advance", actor=people["approver"], at=NOON).first_aid.state
        == "granted"
    )


def test_what_the_person_asked_an_officer_looks_at_first(office, people):
    application = ApplicationFactory(office=office)
    asked = first_aid.ask(application, ground="advance", person=application.claimant, at=NOON)
    assert waiting(asked, people) == {"reviewer": "propose_first_aid"}
    with pytest.raises(PermissionDenied):
        first_aid.grant(asked, ground="advance", actor=people["approver"], at=NOON)
    with pytest.raises(ValidationError):
        first_aid.propose(asked, note=" ", actor=people["reviewer"], at=NOON)
    with pytest.raises(services.StaleApplication):
        first_aid.propose(asked, note="真的急", actor=people["reviewer"], version=0, at=NOON)
    proposed = first_aid.propose(asked, note="真的急", actor=people["reviewer"], at=NOON)
    with pytest.raises(ValidationError, match="已经有人提议"):
        first_aid.propose(proposed, note="真的急", actor=officer(office, Role.RECEPTIONIST), at=NOON)
    assert waiting(proposed, people) == {"approver": "grant_first_aid"}


def test_its_chain_may_have_three(office, place, people):
    chain(place, Lane.FIRST_AID, "approver", "supervisor")
    officer(office, Role.RECEPTIONIST)  # else it is the supervisor's to give it to another office
    application = first_aid.ask(
        ApplicationFactory(office=office), ground="advance", actor=people["reviewer"], at=NOON
    )
    assert waiting(application, people) == {"approver": "endorse_first_aid"}
    passed = approve.endorse_first_aid(application, actor=people["approver"], at=NOON)
    assert FirstAid.objects.get().yes_by == [people["approver"].pk]
    assert waiting(passed, people) == {"boss": "grant_first_aid"}
    granted = first_aid.grant(passed, ground="advance", actor=people["boss"], at=NOON)
    assert granted.first_aid.decided_by == people["boss"]


@pytest.mark.usefixtures("place")
def test_in_an_office_of_one_it_is_the_same_setting_and_the_same_report(office):
    alone = officer(office, Role.REVIEWER, Role.APPROVER)
    boss = officer(office, Role.SUPERVISOR)
    today = sla.today_in_shanghai()
    solo.allow(office=office, reason="只有一个人", until=today + timedelta(days=30), actor=boss)
    asked = first_aid.ask(ApplicationFactory(office=office), ground="advance", actor=alone)
    granted = first_aid.grant(asked, ground="advance", actor=alone)
    setting = SoloOffice.objects.with_decisions().get()
    assert granted.events.last().data["alone"] == setting.pk
    assert setting.decided == 1
