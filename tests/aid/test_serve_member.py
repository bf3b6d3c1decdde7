"""The refusal of one of a group: served to them alone, with their own days for objecting and their own answer."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import members, services
from aid.models import Application, Wish
from aid.services import reopen, serve, shares, terminate, wishes
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, clerk, officer, workmates
from tests.aid.test_shares import partly, state_of

pytestmark = pytest.mark.django_db
DAY = NOON.date()
HANDED = {"how": "by_hand", "to": "self", "proof": "signed"}


@pytest.fixture
def group(office):
    return partly(ApplicationFactory(office=office, claimants=workmates(6, may_sms=True), accepted=True))


@pytest.fixture
def boss(office):
    return officer(office, Role.SUPERVISOR)


def of(group, position):
    return group.claimants.get(position=position)


def served(group, position, on=DAY, *, at=NOON, **more):
    more.setdefault("actor", clerk(group.office, Role.RECEPTIONIST))
    return serve.serve_member(group, claimant=of(group, position), served_on=on, at=at, **{**HANDED, **more})


def objects(group, position, at=NOON):
    return wishes.ask(group, of(group, position), Wish.Kind.OBJECTION, text="不服", at=at)


def days_of(group, position):
    return group.deadlines.filter(kind="objection", claimant__position=position)


def test_the_days_of_one_run_from_the_day_it_was_served_to_them(group):
    late = NOON + timedelta(days=3)
    served(group, 2)
    group = served(group, 5, late.date(), at=late)
    assert days_of(group, 2).get().due_on == DAY + timedelta(days=15)
    assert days_of(group, 5).get().due_on == DAY + timedelta(days=18)
    assert not days_of(group, 6).exists()
    assert not group.deadlines.filter(kind="objection", claimant=None).exists()
    assert group.serving is None  # nobody has noted that of the grant
    assert members.serving_of(group, of(group, 2)).served_on == DAY
    assert wishes.objection_ends(group, of(group, 5)) == DAY + timedelta(days=18)
    assert wishes.objection_ends(group, of(group, 6)) == DAY + timedelta(days=15)
    event = group.events.filter(action="serve_member").last()
    assert (event.data["position"], event.data["served_how"]) == (5, "by_hand")


def test_the_grant_of_the_others_is_served_beside_it(group):
    served(group, 2)
    group = serve.serve(group, served_on=DAY, actor=clerk(group.office, Role.RECEPTIONIST), at=NOON, **HANDED)
    assert group.serving.claimant is None
    assert members.serving_of(group, of(group, 1)) == group.serving
    assert members.serving_of(group, of(group, 2)) != group.serving


def test_served_again_it_is_put_right(group):
    late = NOON + timedelta(days=2)
    served(group, 2, late.date(), at=late)
    group = served(group, 2, DAY, at=late, how="mail", proof="slip", proof_note="EMS 7")
    assert days_of(group, 2).get().due_on == DAY + timedelta(days=15)
    assert members.serving_of(group, of(group, 2)).how == "mail"


@pytest.mark.parametrize("position", [1, 7])
def test_who_was_not_refused_apart_has_nothing_to_be_served(group, position):
    if position == 7:
        other = ApplicationFactory(office=group.office)
        person = other.claimants.get()
    else:
        person = of(group, position)
    with pytest.raises(ValidationError):
        serve.serve_member(
            group, claimant=person, served_on=DAY, actor=clerk(group.office, Role.RECEPTIONIST), **HANDED
        )


@pytest.mark.parametrize("on", [DAY - timedelta(days=1), DAY + timedelta(days=1)])
def test_it_is_served_between_the_decision_and_today(group, on):
    with pytest.raises(ValidationError) as wrong:
        served(group, 2, on)
    assert "served_on" in wrong.value.error_dict


def test_by_role_by_state_repeated_and_from_an_old_page(group, office):
    for actor in (officer(office, Role.SUPERVISOR), officer(OfficeFactory(), Role.RECEPTIONIST)):
        with pytest.raises(PermissionDenied):
            served(group, 2, actor=actor)
    version = group.version
    served(group, 2, key="once", version=version)
    served(group, 2, key="once", version=version)
    assert group.servings.count() == 1
    with pytest.raises(services.StaleApplication):
        served(group, 2, version=version)
    undecided = ApplicationFactory(office=office, claimants=workmates(3), accepted=True)
    with pytest.raises(services.TransitionNotAllowed):
        served(undecided, 1)


def test_an_objection_ends_the_days_of_who_objects_alone(group):
    served(group, 2)
    served(group, 5)
    group = objects(group, 2, NOON + timedelta(days=1))
    assert days_of(group, 2).get().met_at
    assert days_of(group, 5).get().is_running
    assert group.deadlines.running().filter(kind="bureau").count() == 1
    # Who has objected needs no reminder any more.
    served(group, 2, at=NOON + timedelta(days=1))
    assert not days_of(group, 2).running().exists()


def test_whether_it_came_late_is_reckoned_from_their_own_day(group):
    late = NOON + timedelta(days=10)
    served(group, 5, late.date(), at=late)
    group = objects(group, 5, NOON + timedelta(days=20))
    assert "is_late" not in group.events.get(action="object").data
    group = objects(group, 2, NOON + timedelta(days=20))
    assert group.events.filter(action="object").last().data["is_late"]


def test_one_objection_is_upheld_and_the_other_ordered(group, boss):
    for position in (2, 5, 6):
        objects(group, position)
    wishes.uphold(group, text="查过，维持。", whose=[of(group, 2).pk], actor=boss, at=NOON)
    group = Application.objects.get(pk=group.pk)
    assert group.wishes.open().count() == 2
    assert group.deadlines.running().filter(kind="bureau").exists()
    assert group.events.get(action="uphold").data["positions"] == [2]
    shares.order_member(group, text="重新看。", whose=[of(group, 5).pk], actor=boss, at=NOON)
    with pytest.raises(ValidationError, match="没有提异议"):
        wishes.uphold(group, text="查过，维持。", whose=[of(group, 2).pk], actor=boss, at=NOON)
    wishes.uphold(group, text="查过，维持。", actor=boss, at=NOON)
    group = Application.objects.get(pk=group.pk)
    assert [str(state_of(group, n)) for n in (2, 5, 6)] == ["refused", "again", "refused"]
    assert not group.deadlines.running().filter(kind="bureau").exists()


def test_refused_once_more_it_is_served_once_more(group, boss):
    served(group, 5)
    objects(group, 5)
    shares.order_member(group, text="重新看。", actor=boss, at=NOON)
    later = NOON + timedelta(days=4)
    shares.decide_member(
        group, positions=[5], outcome="refuse", text="查过了，确实已经付清。",
        actor=officer(group.office, Role.APPROVER), at=later,
    )  # fmt: skip
    group = Application.objects.get(pk=group.pk)
    assert members.serving_of(group, of(group, 5)) is None
    with pytest.raises(ValidationError):
        served(group, 5, DAY, at=later)
    group = served(group, 5, later.date(), at=later)
    assert days_of(group, 5).running().get().due_on == date(2026, 12, 7)
    objects(group, 5, later + timedelta(days=1))
    assert not days_of(group, 5).running().exists()


def test_what_becomes_of_the_others_leaves_the_days_of_one_alone(group, boss):
    served(group, 5)
    reporter, approver = clerk(group.office, Role.DISPATCHER), clerk(group.office, Role.APPROVER)
    terminate.report(group, reason="means_changed", text="他们都有钱了，村里说的。", actor=reporter, at=NOON)
    group = terminate.terminate(group, text="经济状况变了，不再符合条件。", actor=approver, at=NOON)
    assert days_of(group, 5).get().is_running
    group = serve.serve(group, served_on=DAY, actor=reporter, at=NOON, **HANDED)
    assert group.deadlines.running().filter(kind="objection").count() == 2
    objects(group, 1)
    assert days_of(group, 5).get().is_running  # who objects to the end does not object for them
    wishes.uphold(group, text="查过，维持。", actor=boss, at=NOON)
    reopen.mend_end(group, reason="村里弄错了", actor=officer(group.office, Role.SUPERVISOR), at=NOON)
    assert days_of(group, 5).get().is_running
