"""What the department orders of a group of whom some were judged apart: the refused, and the advised against."""

import pytest
from django.core.exceptions import ValidationError

from aid import members, services
from aid.models import Application, Share, Wish
from aid.services import first_aid, shares, terminate, wishes
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, clerk, officer, workmates
from tests.aid.rows import LAW
from tests.aid.test_shares import WHY, advise, decide, partly, state_of
from tests.aid.walk import given_first, reviewed

pytestmark = pytest.mark.django_db
TEXT = "查明终止得不对，给予援助。"


@pytest.fixture
def group(office):
    return ApplicationFactory(office=office, claimants=workmates(6, may_sms=True), accepted=True)


@pytest.fixture
def boss(office):
    return officer(office, Role.SUPERVISOR)


def ended(group):
    """Of six three get aid, 2, 5 and 6 do not; then the aid of the three ends."""
    group = partly(group)
    reporter, approver = clerk(group.office, Role.DISPATCHER), clerk(group.office, Role.APPROVER)
    terminate.report(group, reason="means_changed", text="他们都有钱了，村里说的。", actor=reporter, at=NOON)
    terminate.terminate(group, text="经济状况变了，不再符合条件。", actor=approver, at=NOON)
    return again(group)


def again(group):
    return Application.objects.get(pk=group.pk)


def objects(group, *positions):
    for position in positions:
        person = group.claimants.get(position=position)
        wishes.ask(group, person, Wish.Kind.OBJECTION, text="不服", at=NOON)


def states(group):
    return [str(state_of(again(group), n)) for n in range(1, 7)]


def test_who_was_refused_apart_and_does_not_object_stays_refused(group, boss):
    group = ended(group)
    objects(group, 1)
    wishes.order_grant(group, text=TEXT, actor=boss, at=NOON)
    assert states(group) == ["granted", "refused", "granted", "granted", "refused", "refused"]
    part = members.of_decision(again(group).decision)
    assert ([p.position for p in part.granted], part.refused) == ([1, 3, 4], [])


def test_who_was_refused_apart_and_objects_gets_aid_with_the_others(group, boss):
    group = ended(group)
    objects(group, 1, 5)
    wishes.order_grant(group, text=TEXT, actor=boss, at=NOON)
    group = again(group)
    assert states(group) == ["granted", "refused", "granted", "granted", "granted", "refused"]
    assert [p.position for p in members.of_decision(group.decision).granted] == [1, 3, 4, 5]
    first = group.decisions.first()
    assert [p.position for p, _share in members.of_decision(first).refused] == [2, 5, 6]
    assert group.events.get(action="order_grant").data["positions"] == [5]
    five = group.claimants.get(position=5)
    assert five in group.claimants.taking_part()
    with pytest.raises(ValidationError, match="没有可以提异议的决定"):
        wishes.ask(group, five, Wish.Kind.OBJECTION, text="不服", at=NOON)


def test_the_objection_of_the_refused_alone_brings_back_no_aid_of_the_others(group, boss):
    group = ended(group)
    objects(group, 5)
    with pytest.raises(ValidationError, match="重新审查"):
        wishes.order_grant(group, text=TEXT, actor=boss, at=NOON)
    assert again(group).status == "terminated"
    assert group.wishes.get().is_open
    wishes.order_review(group, text="重新看。", actor=boss, at=NOON)
    assert states(group) == ["in", "refused", "in", "in", "in", "refused"]
    # Examined with the others, they are judged apart again, or get aid.
    advise(group, [1])
    reviewed(group, clerk(group.office, Role.REVIEWER), advice="part")
    decide(group)
    assert states(group) == ["refused", "refused", "granted", "granted", "granted", "refused"]
    part = members.of_decision(again(group).decision)
    assert ([p.position for p in part.granted], [p.position for p, _s in part.refused]) == ([3, 4, 5], [1])


def test_a_grant_is_not_ordered_over_an_advice_that_nobody_decided(group, boss, office):
    advise(group, [2], WHY)
    given_first(group, actor=clerk(office, Role.APPROVER))
    first_aid.end(group, text="约好的材料一直没有补来。", actor=clerk(office, Role.APPROVER), at=NOON)
    objects(group, 2)
    with pytest.raises(ValidationError, match="还没有人决定"):
        wishes.order_grant(group, text=TEXT, actor=boss, at=NOON)
    assert not Application.objects.get(pk=group.pk).decisions.exists()
    wishes.order_review(group, text="重新看。", actor=boss, at=NOON)
    assert group.shares.advised().count() == 1


def test_all_of_a_refused_group_get_aid_by_the_order(group, boss, office):
    reviewed(group, clerk(office, Role.REVIEWER), advice="refuse")
    approver = clerk(office, Role.APPROVER)
    services.refuse(group, reasons=["other"], text=WHY, law=LAW, actor=approver, at=NOON)
    objects(group, 3)
    wishes.order_grant(group, text=TEXT, actor=boss, at=NOON)
    assert states(group) == ["granted"] * 6
    assert not Share.objects.exists()


def test_aid_does_not_end_while_the_objection_of_one_waits_for_a_decision(group, boss, office):
    group = partly(group)
    objects(group, 5)
    shares.order_member(group, text="重新看。", actor=boss, at=NOON)
    reporter, approver = clerk(office, Role.DISPATCHER), officer(office, Role.APPROVER)
    terminate.report(group, reason="means_changed", text="他们都有钱了，村里说的。", actor=reporter, at=NOON)
    with pytest.raises(ValidationError, match="还没有重新决定"):
        terminate.terminate(group, text="经济状况变了，不再符合条件。", actor=approver, at=NOON)
    shares.decide_member(
        group, positions=[5], outcome="grant", text="重新查过，给予援助。", actor=approver, at=NOON
    )
    terminate.terminate(group, text="经济状况变了，不再符合条件。", actor=approver, at=NOON)
    assert states(group) == ["terminated", "refused", "terminated", "terminated", "terminated", "refused"]
