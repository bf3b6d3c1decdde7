"""审批链 of the end of aid, and of some of a group decided anew: each yes another person's, in turn, of what was proposed."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import acts, services
from aid.models import Application, ApprovalChain, Decision, Share, Termination, Wish
from aid.policies import application_policy
from aid.services import anew, approve, shares, terminate, wishes
from counter import forms_chain
from counter.forms_share import DecideMemberForm, EndorseMemberForm, ReturnMemberForm
from foundation.accounts.models import Office, Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.test_shares import partly
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
Lane = ApprovalChain.Lane
TOLD = "您自己请了律师，按规定援助终止。"
AGAIN = "重新查过，钱没有付，给予援助。"
YES = ("endorse_end", "terminate", "endorse_member", "decide_member")


@pytest.fixture
def office():
    office = OfficeFactory(parent=OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT))
    office.region = RegionFactory(code="360702")
    office.save()
    return office


@pytest.fixture
def people(office):
    roles = {
        "lawyer": Role.CASEWORKER,
        "receptionist": Role.RECEPTIONIST,
        "reviewer": Role.REVIEWER,
        "approver": Role.APPROVER,
        "second": Role.APPROVER,
        "boss": Role.SUPERVISOR,
        "judge": Role.SUPERVISOR,
    }
    return {name: officer(office, role) for name, role in roles.items()}


def chain(office, lane, *roles, since=date(2026, 1, 1)):
    named = dict(zip(("second", "third", "fourth"), roles, strict=False))
    return ApprovalChain.objects.create(
        region=office.region, lane=lane, valid_from=since, source="x", **named
    )


def again(application):
    return Application.objects.get(pk=application.pk)


def turns(application, people):
    rows = Application.objects.filter(pk=application.pk)
    found = {name: rows.with_turn_of(user, NOON).get().turn for name, user in people.items()}
    return {name: turn for name, turn in found.items() if turn in YES}


def reported(office, people, rows=()):
    case = ApplicationFactory(office=office, assigned=True, assignee=people["lawyer"])
    for row in rows:
        chain(office, *row)
    return terminate.report(
        case, reason="own_lawyer", text="他自己请了律师，昨天当面说的。", actor=people["lawyer"], at=NOON
    )


def ordered(office, people, *positions, rows=()):
    """Of six three get aid; of the others these object, and are right."""
    group = partly(ApplicationFactory(office=office, claimants=workmates(6), accepted=True))
    for row in rows:
        chain(office, *row)
    for position in positions or (5,):
        who = group.claimants.get(position=position)
        wishes.ask(group, who, Wish.Kind.OBJECTION, text="我没收到钱", at=NOON)
    shares.order_member(again(group), text="转账记录是别人的。", actor=people["judge"], at=NOON)
    return again(group)


# --- each act of either chain, by whom and when ------------------------------------------------------------


def endorse_end(application, actor, **more):
    return approve.endorse_end(application, actor=actor, at=NOON, **more)


def end(application, actor, **more):
    return terminate.terminate(application, text=TOLD, actor=actor, at=NOON, **more)


def endorse_member(application, actor, positions=(5,), outcome="grant", **more):
    return anew.endorse_member(
        application, positions=positions, outcome=outcome, text=AGAIN, actor=actor, at=NOON, **more
    )


def decide_member(application, actor, positions=(5,), outcome="grant", **more):
    return shares.decide_member(
        application, positions=positions, outcome=outcome, text=AGAIN, actor=actor, at=NOON, **more
    )


BOTH = pytest.mark.parametrize(
    ("lane", "begin", "middle", "last"),
    [
        (Lane.END, reported, endorse_end, end),
        (Lane.MEMBER, ordered, endorse_member, decide_member),
    ],
    ids=["end", "member"],
)


@BOTH
def test_without_a_row_the_approver_alone_says_it(office, people, lane, begin, middle, last):
    application = begin(office, people)
    assert set(turns(application, people)) == {"approver", "second"}
    with pytest.raises(PermissionDenied):
        middle(application, people["approver"])
    with pytest.raises(PermissionDenied):
        last(application, people["boss"])
    assert last(application, people["approver"]).events.last().actor == people["approver"]


@BOTH
def test_each_link_in_turn_and_nobody_out_of_it(office, people, lane, begin, middle, last):
    chain(office, lane, "approver", "approver", "supervisor")
    application = begin(office, people)
    steps = [("approver", middle), ("second", middle), ("boss", last)]
    said = []
    for name, act in steps:
        application = again(application)
        waits = {"approver", "second"} - set(said) if act is middle else {"boss", "judge"}
        if lane == Lane.MEMBER:
            waits -= {"judge"}  # who ordered it does not decide it
        assert set(turns(application, people)) == waits
        for other, user in people.items():
            wrong = last if act is middle else middle
            with pytest.raises(PermissionDenied):  # not this yes, whoever it is
                wrong(application, user)
            if other not in waits:  # the wrong role, or the same person once more
                with pytest.raises(PermissionDenied):
                    act(application, user)
        act(application, people[name], key=name)
        assert act(again(application), people[name], key=name).events.filter(key=name).count() == 1
        said.append(name)
    assert not Application.objects.in_chain()


@BOTH
def test_a_stale_form_says_no_yes(office, people, lane, begin, middle, last):
    chain(office, lane, "approver", "supervisor")
    application = begin(office, people)
    old = application.version
    passed = middle(application, people["approver"], version=old)
    assert list(Application.objects.in_chain()) == [passed]
    for act, name in ((middle, "second"), (last, "boss")):
        with pytest.raises((services.StaleApplication, PermissionDenied)):
            act(passed, people[name], version=old)
    with pytest.raises(services.StaleApplication):
        last(passed, people["boss"], version=old)
    assert last(again(passed), people["boss"], version=passed.version).version == passed.version + 1


@BOTH
def test_what_began_by_the_old_row_ends_by_it(office, people, lane, begin, middle, last):
    row = chain(office, lane, "approver", "supervisor")
    application = begin(office, people)
    row.delete()
    chain(office, lane, "approver")
    with pytest.raises(PermissionDenied):
        last(application, people["approver"])
    passed = middle(application, people["approver"])
    chain(office, lane, "approver", "approver", "supervisor", since=date(2026, 2, 1))
    assert last(passed, people["boss"])


@BOTH
def test_without_a_row_of_its_own_it_goes_as_its_lane(office, people, lane, begin, middle, last):
    application = begin(office, people, rows=[(Lane.GREEN, "supervisor")])
    assert set(turns(application, people)) == {"boss", *(["judge"] if lane == Lane.END else [])}
    ApprovalChain.objects.all().delete()
    application = begin(office, people, rows=[(Lane.GREEN, "supervisor"), (lane, "approver")])
    assert set(turns(application, people)) == {"approver", "second"}


@BOTH
def test_the_page_names_who_said_yes_and_why_it_is_not_yours(office, people, lane, begin, middle, last):
    chain(office, lane, "approver", "supervisor")
    passed = middle(begin(office, people), people["approver"])
    [shown] = forms_chain.chains(again(passed))
    proposer = "lawyer" if lane == Lane.END else "judge"
    assert [link.who for link in shown.links] == [str(people[proposer]), str(people["approver"]), ""]
    assert [link.is_now for link in shown.links] == [False, False, True]
    assert [link.begins for link in shown.links] == [True, False, False]  # which is no yes
    assert shown.of
    code = "endorse_end" if lane == Lane.END else "endorse_member"
    assert "只同意一次" in forms_chain.why_not(acts.find(code), passed, people["approver"])
    assert "督导" in forms_chain.why_not(acts.find(code), passed, people["second"])


def test_the_page_tells_apart_what_was_proposed_of_whom(office, people):
    chain(office, Lane.MEMBER, "approver", "supervisor")
    group = ordered(office, people, 2, 5, 6)
    endorse_member(again(group), people["approver"], positions=(2,), outcome="grant")
    endorse_member(again(group), people["approver"], positions=(5, 6), outcome="refuse")
    shown = {one.of: one.said for one in forms_chain.chains(again(group))}
    assert shown == {"2 号，重新决定": "提议给予援助。", "5、6 号，重新决定": "提议不予援助。"}
    anew.return_member(again(group), positions=[5], reason="再问", actor=people["boss"], at=NOON)
    shown = {
        one.of: (one.said, [link.is_now for link in one.links]) for one in forms_chain.chains(again(group))
    }
    assert shown["5 号，重新决定"] == ("前面提议的退回了，从头走。", [False, True, False])
    assert shown["6 号，重新决定"] == ("提议不予援助。", [False, False, True])
    endorse_member(again(group), people["approver"], positions=(5,), outcome="refuse")
    assert {one.of for one in forms_chain.chains(again(group))} == {"2 号，重新决定", "5、6 号，重新决定"}


# --- what is its own ---------------------------------------------------------------------------------------


def test_whose_turn_it_is_may_say_that_aid_goes_on(office, people):
    chain(office, Lane.END, "approver", "supervisor")
    passed = endorse_end(reported(office, people), people["approver"])
    with pytest.raises(PermissionDenied):  # it is with the next
        terminate.keep_on(passed, text="没有请", actor=people["second"], at=NOON)
    kept = terminate.keep_on(passed, text="没有请", actor=people["boss"], at=NOON)
    assert (kept.status, Termination.objects.get().ends) == ("granted", False)
    assert not Application.objects.in_chain()
    anew_reported = terminate.report(
        kept, reason="own_lawyer", text="这回是真的请了律师了。", actor=people["lawyer"], at=NOON
    )
    assert set(turns(anew_reported, people)) == {"approver", "second"}  # from the first on


def test_who_reported_says_no_yes_whatever_roles_they_hold(office, people):
    chain(office, Lane.END, "approver", "supervisor")
    both = officer(office, Role.CASEWORKER, Role.APPROVER, Role.SUPERVISOR)
    case = ApplicationFactory(office=office, assigned=True, assignee=both)
    case = terminate.report(case, reason="asked", text="他说不用了，当面说的。", actor=both, at=NOON)
    for act in (endorse_end, end):
        with pytest.raises(PermissionDenied):
            act(case, both)
    case = endorse_end(case, people["approver"])
    with pytest.raises(PermissionDenied):
        end(case, both)


def test_those_before_fix_what_is_decided(office, people):
    chain(office, Lane.MEMBER, "approver", "supervisor")
    passed = endorse_member(ordered(office, people), people["approver"])
    with pytest.raises(ValidationError, match="先退回"):
        decide_member(passed, people["boss"], outcome="refuse")
    back = anew.return_member(passed, positions=[5], reason="转账再对", actor=people["boss"], at=NOON)
    share = Share.objects.get(state="ordered")
    assert (share.next_yes, share.yes_after, share.yes_by, share.proposed) == (
        "approver", ["supervisor"], [], "",
    )  # fmt: skip
    with pytest.raises(ValidationError, match="没有可以退回的"):
        anew.return_member(back, positions=[5], reason="转账再对", actor=people["approver"], at=NOON)
    passed = endorse_member(back, people["approver"], outcome="refuse")
    decided = decide_member(passed, people["boss"], outcome="refuse")
    assert decided.decisions.filter(is_apart=True).get().kind == Decision.Kind.REFUSE
    assert decided.status == "granted"  # of the others nothing changes


def test_the_next_reads_what_was_proposed_in_the_form(office, people):
    chain(office, Lane.MEMBER, "approver", "supervisor")
    passed = endorse_member(ordered(office, people, 5, 6), people["approver"])
    form = DecideMemberForm(application=again(passed))
    assert [form.initial[name] for name in ("positions", "outcome", "text")] == ["5", "grant", AGAIN]
    first = EndorseMemberForm(application=again(passed))
    assert (first.initial["positions"], "outcome" in first.initial) == ("6", False)
    assert ReturnMemberForm(application=again(passed)).initial["positions"] == "5"


def test_of_several_each_goes_at_its_own_pace(office, people):
    chain(office, Lane.MEMBER, "approver", "supervisor")
    group = ordered(office, people, 2, 5, 6)
    group = endorse_member(group, people["approver"], positions=[2, 5])
    assert turns(group, people) == {
        "approver": "endorse_member",
        "second": "endorse_member",
        "boss": "decide_member",
    }
    with pytest.raises(ValidationError, match="6 号现在等审批人"):
        decide_member(group, people["boss"], positions=[5, 6])
    with pytest.raises(ValidationError, match="2 号现在等督导"):
        endorse_member(group, people["second"], positions=[2, 6])
    group = decide_member(group, people["boss"], positions=[2])
    assert len(forms_chain.chains(again(group))) == 2
    with pytest.raises(ValidationError, match="还没有重新决定"):
        end(terminate.report(group, reason="asked", text="他们说不用了，来说的。", actor=officer(office, Role.DISPATCHER), at=NOON), people["approver"])  # fmt: skip


def test_who_said_yes_does_not_judge_the_objection_against_it(office, people):
    chain(office, Lane.END, "supervisor", "approver")
    passed = endorse_end(reported(office, people), people["boss"])
    ended = end(passed, people["approver"])
    ended = wishes.ask(ended, ended.claimant, Wish.Kind.OBJECTION, text="没有请", at=NOON)
    ended = again(ended)
    allowed = lambda name: application_policy.user_has_permission_for_instance(people[name], "uphold", ended)
    assert (allowed("boss"), allowed("judge")) == (False, True)
