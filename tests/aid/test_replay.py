"""Whatever is done in whatever order: what is stored is what the events say, the clocks agree, and the counts.

Random walks through cooperation, termination, objection, transfer, opening again, the chain and first aid. An act that
is refused leaves no trace.
"""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.acts import TransitionNotAllowed, find
from aid.models import Application, ApprovalChain, Event, FirstAid, Letter, Wish
from aid.services import (
    approve,
    clocks,
    cooperation,
    first_aid,
    reopen,
    serve,
    suspend,
    terminate,
    transfer,
    wishes,
    withdrawal,
)
from aid.status import UNDECIDED, Status
from aid.workflow import APPLICATION
from foundation.accounts.models import Office, Role
from foundation.workdays.services import calendar_around
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
LEFT = {"left_on": date(2026, 9, 1), "owed_from": None, "owed_to": None}
REFUSAL = {"reasons": ["other"], "text": "查明工资已经全部付清了。", "law": "法律援助法"}
_SHORTEN = (
    "withdraw",
    "refer_out",
    "suspend",
    "end_first_aid",
    "ask_supplement",
)  # what leads away from a decision
_ANSWERED = ("recall_transfer", "decline_transfer", "end_transfer", "accept_transfer", "reroute")
ENDED = frozenset({Status.REFUSED, Status.WITHDRAWN, Status.TRANSFERRED_OUT, Status.TERMINATED})


class World:
    """One application, and everybody who does something to it."""

    def __init__(self, chance):
        self.chance, self.at = chance, NOON
        bureau = OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT)
        office = OfficeFactory(parent=bureau)
        office.region = RegionFactory(code="360702")
        office.save()
        self.there = OfficeFactory(parent=Office.objects.get(pk=bureau.pk))
        self.by = {role: officer(office, role) for role in (
            Role.RECEPTIONIST, Role.REVIEWER, Role.APPROVER, Role.DISPATCHER)}  # fmt: skip
        self.boss, self.judge = (officer(Office.objects.get(pk=bureau.pk), Role.SUPERVISOR) for _ in range(2))
        self.clerk_there = officer(self.there, Role.RECEPTIONIST, Role.REVIEWER)
        if chance.random() < 0.5:
            ApprovalChain.objects.create(
                region=office.region, lane="green", second="approver", third="supervisor",
                valid_from=date(2026, 1, 1), source="x",
            )  # fmt: skip
        self.application = ApplicationFactory(office=office, **LEFT)

    def letter(self, *states):
        return self.application.letters.filter(state__in=states).first()

    def due(self, days=9):
        return self.at.date() + timedelta(days=days)

    def steps(self):
        """{name: act} of what may be tried."""
        a, by, at, boss = self.application, self.by, self.at, self.boss
        clerk, reviewer, approver = by[Role.RECEPTIONIST], by[Role.REVIEWER], by[Role.APPROVER]
        advice = self.chance.choice(["grant", "grant", "refuse"])
        open_letter = self.letter("sent", "acknowledged")
        suspends = self.chance.random() < 0.5
        asked = {"facts": "欠薪", "asked": "家里几口人", "due_on": self.due(), "office": self.there}
        return {
            "accept": lambda: services.accept(a, actor=clerk, at=at),
            "review": lambda: services.review(
                a, opinion="看过", advice=advice, check="exempt", actor=reviewer, at=at
            ),
            "endorse": lambda: approve.endorse(a, actor=approver, at=at),
            "grant": lambda: services.grant(a, actor=approver, at=at),
            "grant_last": lambda: services.grant(a, actor=boss, at=at),
            "refuse": lambda: services.refuse(a, actor=approver, at=at, **REFUSAL),
            "refuse_last": lambda: services.refuse(a, actor=boss, at=at, **REFUSAL),
            "send_back": lambda: services.send_back(a, reason="再查", actor=approver, at=at),
            "ask_supplement": lambda: services.ask_supplement(
                a, kinds=["id"], text="身份证", repeat_reason="又少一样", actor=clerk, at=at
            ),
            "add_supplement": lambda: services.add_supplement(a, note="来了", at=at),
            "lapse": lambda: services.lapse(a, actor=clerk, at=at),
            "withdraw": lambda: services.withdraw(a, at=at),
            "undo_withdrawal": lambda: services.undo_withdrawal(a, at=at),
            "close_withdrawal": lambda: withdrawal.close_withdrawal(a, at=at),
            "reopen": lambda: reopen.reopen(a, reason="还要办", actor=clerk, at=at),
            "mend_refusal": lambda: reopen.mend_refusal(a, reason="看错了", actor=self.judge, at=at),
            "mend_end": lambda: reopen.mend_end(a, reason="看错了", actor=self.judge, at=at),
            "suspend": lambda: suspend.suspend(
                a, reason="away_check", waits_for="某县", due_on=self.due(), text="几口人", actor=reviewer, at=at
            ),
            "resume": lambda: suspend.resume(a, text="查过了", actor=reviewer, at=at),
            "coop_ask": lambda: cooperation.ask(
                a, kind="check_means", suspends=suspends, actor=reviewer, at=at, **asked
            ),
            "coop_answer": lambda: cooperation.answer(
                a, letter=open_letter, text="查过了", actor=self.clerk_there, at=at
            ),
            "coop_decline": lambda: cooperation.decline(
                a, letter=open_letter, text="不在这里", actor=self.clerk_there, at=at
            ),
            "coop_close": lambda: cooperation.close(
                a, letter=self.letter("sent", "acknowledged", "answered", "declined"), note="看过了",
                actor=reviewer, at=at,
            ),
            "refer_out": lambda: transfer.offer(a, to="某市中心", reason="在那里", actor=clerk, at=at),
            "recall_transfer": lambda: transfer.recall(a, reason="不接", actor=clerk, at=at),
            "end_transfer": lambda: transfer.end(a, ack="接了", actor=clerk, at=at),
            "report_end": lambda: terminate.report(
                a, reason="own_lawyer", text="他自己请了律师，昨天说的。", actor=by[Role.DISPATCHER], at=at
            ),
            "terminate": lambda: terminate.terminate(a, text="您自己请了律师，按规定终止。", actor=approver, at=at),
            "keep_on": lambda: terminate.keep_on(a, text="没有请", actor=approver, at=at),
            "serve": lambda: serve.serve(
                a, served_on=at.date(), how="by_hand", to="self", proof="signed", actor=clerk, at=at
            ),
            "object": lambda: wishes.ask(a, a.claimant, Wish.Kind.OBJECTION, text="没付清", at=at),
            "uphold": lambda: wishes.uphold(a, text="付清了", actor=self.judge, at=at),
            "order_review": lambda: wishes.order_review(a, text="收条不对", actor=self.judge, at=at),
            "order_grant": lambda: wishes.order_grant(a, text="收条不对", actor=self.judge, at=at),
            "ask_first_aid": lambda: first_aid.ask(a, ground="advance", actor=reviewer, at=at),
            "grant_first_aid": lambda: first_aid.grant(a, ground="advance", actor=approver, at=at),
            "end_first_aid": lambda: first_aid.end(a, text="约好的材料一直没有补来。", actor=approver, at=at),
        }  # fmt: skip

    def try_one(self):
        """Something, most often what the table lets be done next. Returns its name; "" when it was refused."""
        steps = self.steps()
        fitting = [
            name for name in steps if self.application.status in find(name.removesuffix("_last")).sources
        ]
        name = self.chance.choice(fitting if self.chance.random() < 0.9 else list(steps))
        if name in _SHORTEN and self.chance.random() < 0.7:
            name = self.chance.choice(fitting)
        before = (self.application.version, self.application.events.count())
        try:
            steps[name]()
        except (ValidationError, PermissionDenied, TransitionNotAllowed, AttributeError) as refused:
            if isinstance(refused, AttributeError) and not name.startswith("coop_"):
                raise  # only a letter that is not there
            name = ""
        self.application = Application.objects.get(pk=self.application.pk)
        if not name:
            assert (self.application.version, self.application.events.count()) == before
        return name


def replayed(events):
    """What the events alone say."""
    status, version, chain = "", 0, None
    counts = dict.fromkeys(("letters", "reports", "objections"), 0)
    offered = False
    letters, objectors = set(), set()
    for event in events:
        act = find(event.action)
        version += 0 if act.aside else 1
        if event.action in APPLICATION.acts:
            assert event.before == status or event.action == "submit", event.action
            status = event.after
        if event.action == "review":
            chain = [event.data.get("chain", ["approver"]), []]
        elif event.action == "endorse":
            chain = [chain[0][1:], [*chain[1], event.actor_id]]
            assert event.data["next_yes"] == chain[0][0]
        elif event.action == "coop_ask":
            letters.add(event.data["letter"])
        elif event.action in ("coop_answer", "coop_decline", "coop_close"):
            letters.discard(event.data["letter"])
        elif event.action in ("report_end", "terminate", "keep_on"):
            counts["reports"] += 1 if event.action == "report_end" else -1
        elif event.action == "object":
            objectors |= set(event.data["objectors"])
        elif event.action in ("uphold", "order_review", "order_grant", "order_member"):
            objectors -= set(event.data["objectors"])
        if event.action == "refer_out":
            offered = True
        elif event.action in _ANSWERED or (event.before != event.after and event.after not in UNDECIDED):
            offered = False
    counts["letters"], counts["objections"] = len(letters), len(objectors)
    return status, version, chain, offered, counts


def agrees(application):
    status, version, chain, offered, counts = replayed(application.events.order_by("number"))
    assert (application.status, application.version) == (status, version)
    assert (application.offer_due_on is not None) == offered
    if chain:
        assert ([application.next_yes, *application.yes_after], application.yes_by) == tuple(chain)
    assert counts == {
        "letters": application.letters.filter(
            state__in=(Letter.State.SENT, Letter.State.ACKNOWLEDGED)
        ).count(),
        "reports": application.terminations.open().count(),
        "objections": application.wishes.open().filter(kind=Wish.Kind.OBJECTION).count(),
    }
    all_running = list(application.deadlines.running())
    for clock in all_running:
        assert clocks.moved(clock, calendar_around(clock.due_on)) is None
    stored = (application.next_due_at, application.next_due_kind, application.limitation_on)
    clocks.refresh_next_due(application)
    assert (application.next_due_at, application.next_due_kind, application.limitation_on) == stored
    running = {clock.kind: clock for clock in all_running}
    # Of everybody, until their claim is filed; of what was merged by an act of the other as well.
    runs = {clock.claimant.position for clock in all_running if clock.kind == "limitation"}
    was_merged = application.events.filter(action="merge").exists()
    if not (was_merged and Event.objects.filter(action="file_claim").exists()):
        assert runs == {one.position for one in application.claimants.all()} - _filed(application)
    if status == Status.MERGED:  # the rest is done under the other
        assert set(running) <= {"limitation", "review"}
        return
    assert ("review" in running) == (
        status in UNDECIDED | ({status} if _may_be_undone(running, status) else set())
    )
    assert ("bureau" in running) == bool(counts["objections"])
    assert ("awaited" in running) == application.suspensions.running().exists()
    if status in ENDED and not _may_be_undone(running, status):
        assert set(running) <= {"limitation", "objection", "bureau", "send_end"}
    if status == Status.GRANTED:
        assert "assign" in running  # nobody was named
        assert application.case.status == "unassigned"
    aid = FirstAid.objects.filter(application=application).first()
    if aid and aid.state == "granted" and status in UNDECIDED:
        assert {"first_aid", "assign"} <= set(running)
        assert running["first_aid"].due_on == aid.papers_due_on


def _filed(application):
    """Places of the roster, by the events alone."""
    filed, there = set(), set()
    for event in application.events.order_by("number"):
        match event.action:
            case "submit":
                there = {one.position for one in application.claimants.all()} - _joined(application)
            case "join_group":
                there.add(event.data["position"])
            case "file_claim":
                filed |= set(event.data.get("of", there))
            case "unfile_claim":
                filed -= set(event.data["of"])
    return filed


def _joined(application):
    return {event.data["position"] for event in application.events.filter(action="join_group")}


def _may_be_undone(running, status):
    return status == Status.WITHDRAWN and "undo" in running


@pytest.mark.parametrize("seed", range(8))
def test_every_history_gives_the_stored_state_clocks_and_counts(seed):
    world = World(random.Random(seed))
    limitation = world.application.limitation_on
    done = []
    for _step in range(70):
        world.at += timedelta(hours=world.chance.choice([1, 1, 5, 20, 30]))
        if name := world.try_one():
            done.append(name)
            agrees(world.application)
        assert world.application.limitation_on == limitation, done
    assert len(done) > 8, done
