"""Partial grant: some of a group get aid, others do not, each for reasons of their own."""

import random
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import members, services
from aid.members import MemberState
from aid.models import Application, Claimant, Decision, Share, Wish
from aid.services import shares, wishes
from aid.turns import of as turns_of
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, clerk, officer, workmates
from tests.aid.rows import LAW
from tests.aid.walk import reviewed

pytestmark = pytest.mark.django_db
WHY = "他是这个班组的承包人，要的不是自己的工钱。"
WHY_NOT_ME = "他的工资上个月已经全部付清，有转账记录。"


@pytest.fixture
def group(office):
    return ApplicationFactory(office=office, claimants=workmates(6, may_sms=True), accepted=True)


def advise(group, positions, text=WHY, **more):
    more.setdefault("actor", clerk(group.office, Role.REVIEWER))
    return shares.advise_member(
        group, positions=positions, reasons=["not_eligible"], text=text, law=LAW, at=NOON, **more
    )


def decide(group, refused=None, **more):
    refused = group.shares.advised() if refused is None else refused
    more.setdefault("actor", clerk(group.office, Role.APPROVER))
    return shares.grant_part(group, refused=[one.pk for one in refused], at=NOON, **more)


def partly(group):
    advise(group, [2], WHY)
    advise(group, [5, 6], WHY_NOT_ME)
    reviewed(group, clerk(group.office, Role.REVIEWER), advice="part")
    decide(group)
    return Application.objects.get(pk=group.pk)


def state_of(application, position):
    return members.state_of(application, application.claimants.get(position=position))


def test_some_get_aid_and_each_refused_has_reasons_of_their_own(group):
    Message.objects.all().delete()
    group = partly(group)
    assert group.status == "granted"
    assert [str(state_of(group, n)) for n in range(1, 7)] == [
        "granted", "refused", "granted", "granted", "refused", "refused",
    ]  # fmt: skip
    assert Message.objects.filter(template="decided").count() == 6  # each one, once
    assert group.case.application == group
    part = members.of_decision(group.decision)
    assert [person.position for person in part.granted] == [1, 3, 4]
    assert [(person.position, share.text) for person, share in part.refused] == [
        (2, WHY), (5, WHY_NOT_ME), (6, WHY_NOT_ME),
    ]  # fmt: skip
    # The year of who is refused is their own, and still counts for the queue.
    assert group.deadlines.running().filter(kind="limitation").count() == 6


def test_what_is_advised_is_sealed(group):
    advise(group, [2])
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM aid_share")
        assert WHY not in str(cursor.fetchone()[0])


def test_nobody_is_refused_whom_no_reviewer_advised_against(group):
    advise(group, [2])
    other = ApplicationFactory(office=group.office, claimants=workmates(3), accepted=True)
    advise(other, [1])
    reviewed(group, clerk(group.office, Role.REVIEWER), advice="part")
    with pytest.raises(ValidationError, match="只有审查员建议过的人"):
        decide(group, other.shares.all())
    with pytest.raises(ValidationError, match="只有审查员建议过的人"):
        decide(group, [])
    assert not Claimant.objects.filter(refused_at__isnull=False).exists()


def test_the_approver_may_grant_against_the_advice_of_one(group):
    advise(group, [2, 3])
    reviewed(group, clerk(group.office, Role.REVIEWER), advice="part")
    decide(group, group.shares.filter(claimant__position=3))
    group = Application.objects.get(pk=group.pk)
    assert [str(state_of(group, n)) for n in (1, 2, 3)] == ["granted", "granted", "refused"]
    assert group.shares.count() == 1


def test_the_whole_is_not_granted_or_refused_over_what_was_advised_of_some(group):
    reviewer, approver = (clerk(group.office, role) for role in (Role.REVIEWER, Role.APPROVER))
    with pytest.raises(ValidationError, match="哪几个人"):
        reviewed(group, reviewer, advice="part")
    advise(group, [2])
    with pytest.raises(ValidationError, match="收回"):
        reviewed(group, reviewer, advice="grant")
    reviewed(group, reviewer, advice="part")
    with pytest.raises(ValidationError, match="给一部分人"):
        services.grant(group, actor=approver, at=NOON)
    with pytest.raises(ValidationError, match="两个人都这么看"):
        services.refuse(group, reasons=["not_eligible"], text=WHY, law=LAW, actor=approver, at=NOON)


def test_advice_is_taken_back_and_put_anew(group):
    advise(group, [2, 3])
    advise(group, [2], WHY_NOT_ME)
    shares.advise_member(
        group, positions=[3], advice="grant", actor=clerk(group.office, Role.REVIEWER), at=NOON
    )
    assert [(one.claimant.position, one.text) for one in group.shares.all()] == [(2, WHY_NOT_ME)]


@pytest.mark.parametrize("positions", [[], [7], [0], [2, 99]])
def test_who_is_not_in_the_roster_is_not_advised_against(group, positions):
    with pytest.raises(ValidationError):
        advise(group, positions)
    assert not Share.objects.exists()


def test_all_of_them_are_refused_by_the_act_for_all(group):
    with pytest.raises(ValidationError, match="所有的人都不给"):
        advise(group, [1, 2, 3, 4, 5, 6])
    advise(group, [1, 2, 3])
    with pytest.raises(ValidationError, match="所有的人都不给"):
        advise(group, [4, 5, 6])


@pytest.mark.parametrize("lacks", ["reasons", "text", "law"])
def test_a_refusal_has_reason_words_and_law(group, lacks):
    what = {"reasons": ["not_eligible"], "text": WHY, "law": LAW, lacks: "" if lacks != "reasons" else []}
    with pytest.raises(ValidationError) as wrong:
        shares.advise_member(group, positions=[2], actor=clerk(group.office, Role.REVIEWER), **what)
    assert lacks in wrong.value.error_dict


def test_whoever_advised_does_not_decide_and_no_other_role_does(group):
    both = officer(group.office, Role.REVIEWER, Role.APPROVER)
    advise(group, [2], actor=both)
    reviewed(group, clerk(group.office, Role.REVIEWER), advice="part")
    for actor in (both, officer(group.office, Role.RECEPTIONIST), officer(group.office, Role.SUPERVISOR)):
        with pytest.raises(PermissionDenied):
            decide(group, actor=actor)


def test_done_twice_with_one_key_it_is_done_once_and_an_old_page_does_nothing(group):
    advise(group, [2])
    reviewed(group, clerk(group.office, Role.REVIEWER), advice="part")
    version = Application.objects.get(pk=group.pk).version
    key = uuid.uuid4().hex
    one = list(group.shares.all())
    decide(group, one, key=key, version=version)
    decide(group, one, key=key, version=version)
    assert Decision.objects.filter(application=group).count() == 1
    with pytest.raises(services.StaleApplication):
        decide(group, one, version=version)
    with pytest.raises(services.TransitionNotAllowed):
        decide(group, one)


def test_after_a_grant_members_leave_and_the_last_one_does_not(group):
    group = partly(group)
    people = list(group.claimants.filter(refused_at=None))
    for person in people[1:]:
        services.leave_group(group, claimant=person, at=NOON)
    last = group.claimants.taking_part().get()
    with pytest.raises(ValidationError, match="办终止"):
        services.leave_group(group, claimant=last, at=NOON)


def test_who_left_before_and_comes_back_after_was_decided_on_too(group):
    left = group.claimants.get(position=4)
    services.leave_group(group, claimant=left, at=NOON)
    group = partly(group)
    assert str(state_of(group, 4)) == "left"
    services.undo_leaving(group, claimant=left, at=NOON + timedelta(hours=1))
    assert str(state_of(group, 4)) == "granted"


# --- an objection of one --------------------------------------------------------------------------------


def objected(group):
    group = partly(group)
    wishes.ask(group, group.claimants.get(position=5), Wish.Kind.OBJECTION, text="我没收到钱", at=NOON)
    return group


def test_whoever_was_refused_objects_and_is_granted_after_all(group):
    group = objected(group)
    boss = officer(group.office, Role.SUPERVISOR)
    shares.order_member(group, text="转账记录是别人的，重新看。", actor=boss, at=NOON)
    group = Application.objects.get(pk=group.pk)
    assert str(state_of(group, 5)) == "again"
    assert str(state_of(group, 6)) == "refused"
    another = officer(group.office, Role.APPROVER)
    assert "decide_member" in {turn.code for turn in turns_of(another, NOON)}
    assert group in Application.objects.waiting_for(another, NOON)
    with pytest.raises(ValidationError, match="等重新决定"):
        shares.decide_member(
            group, positions=[6], outcome="grant", text="重新查过，符合条件。", actor=another, at=NOON
        )
    shares.decide_member(
        group, positions=[5], outcome="grant", text="重新查过，钱没有付，给予援助。", actor=another, at=NOON
    )
    group = Application.objects.get(pk=group.pk)
    assert str(state_of(group, 5)) == "granted"
    # The decision of the whole stays what is printed and served; the new one stands beside it.
    assert not group.decision.is_apart
    assert group.decisions.count() == 2
    assert [p.position for p in members.of_decision(group.decision).granted] == [1, 3, 4]


def test_who_got_aid_has_nothing_to_object_to(group):
    group = partly(group)
    with pytest.raises(ValidationError, match="没有可以提异议的决定"):
        wishes.ask(group, group.claimants.get(position=1), Wish.Kind.OBJECTION, text="不服", at=NOON)


def test_an_upheld_refusal_stays(group):
    group = objected(group)
    wishes.uphold(group, text="查过，维持。", actor=officer(group.office, Role.SUPERVISOR), at=NOON)
    assert str(state_of(Application.objects.get(pk=group.pk), 5)) == "refused"


# --- the sums ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
def test_after_any_history_the_totals_are_the_sum_of_the_members(office, seed):
    chance = random.Random(seed)
    amounts = [Decimal(chance.randint(1, 10**7)) / 100 for _ in range(9)]
    people = [one for amount in amounts for one in workmates(1, amount_owed=amount)]
    people = [
        type(one)(**{**one.__dict__, "phone": f"139{n:08d}", "name": f"赵{n}"})
        for n, one in enumerate(people)
    ]
    group = ApplicationFactory(office=office, claimants=people, accepted=True)
    for step in range(14):
        one = group.claimants.get(position=chance.randint(1, 9))
        act = chance.choice(("leave", "return", "advise", "back", "decide", "order"))
        try:
            if act == "leave":
                services.leave_group(group, claimant=one, at=NOON)
            elif act == "return":
                services.undo_leaving(group, claimant=one, at=NOON)
            elif act == "advise":
                advise(group, [one.position])
            elif act == "back":
                advise(group, [one.position], advice="grant")
            elif act == "decide" and step > 6:
                advice = "part" if group.shares.advised().exists() else "grant"
                reviewed(group, clerk(office, Role.REVIEWER), advice=advice)
                decide(group)
            elif act == "order":
                wishes.ask(group, one, Wish.Kind.OBJECTION, text="不服", at=NOON)
                shares.order_member(group, text="重看", actor=clerk(office, Role.SUPERVISOR), at=NOON)
        except (ValidationError, services.TransitionNotAllowed):
            pass
        group = Application.objects.get(pk=group.pk)
        rows = list(group.claimants.all())
        found = members.totals(group, rows)
        states = [members.state_of(group, row) for row in rows]
        assert found.people == sum(found.by_state.values()) == 9
        assert found.asked == sum(
            (row.amount_owed for row, state in zip(rows, states, strict=True) if state != MemberState.LEFT),
            Decimal(0),
        )
        assert found.granted == sum(
            (r.amount_owed for r, state in zip(rows, states, strict=True) if state == MemberState.GRANTED),
            Decimal(0),
        )
        # Who takes part by the database is who takes part by the rule.
        assert set(group.claimants.taking_part()) == {row for row in rows if row.takes_part}


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("3", [3]),
        ("3、7，9-12号", [3, 7, 9, 10, 11, 12]),
        ("５ 至 ７", None),
        ("5至7", [5, 6, 7]),
        ("2 2,2", [2]),
    ],
)
def test_numbers_of_the_roster_are_read_as_people_write_them(typed, means):
    if means is None:
        with pytest.raises(ValueError, match=r"."):
            members.positions(typed)
    else:
        assert members.positions(typed) == means


@pytest.mark.parametrize("typed", ["三", "0", "7-3", "1-99999", "1;DROP", "-3"])
def test_what_is_no_number_of_a_roster_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        members.positions(typed)
