"""What tests/aid/test_replay.py says of one application, said of two that are merged and parted, and of a group.

Some of the group leave, are refused apart, object and are decided anew, through a chain or not; the claim of one of them
is sent once more, done under the group, and goes its own way again; both change offices, stand still, are asked for by
letter. After each act both are what their events say, and what was merged stands again where it stood.
"""

import random
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import members, services
from aid.acts import TransitionNotAllowed, find
from aid.models import Application, ApprovalChain, Tie, Wish
from aid.services import (
    anew,
    approve,
    cooperation,
    serve,
    shares,
    suspend,
    terminate,
    ties,
    transfer,
    wishes,
)
from aid.status import Status
from foundation.accounts.models import Office, Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.test_replay import LEFT, REFUSAL, agrees
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
WORDS = "重新查过，逐笔对了转账记录。"
# What leads to a decision, and to one of some of the group.
_ONWARD = {
    "accept", "advise_member", "review", "endorse", "grant", "grant_part", "object", "order_member", "endorse_member",
    "return_member", "decide_member", "order_grant",
}  # fmt: skip
# Without them half of all walks would end early, or never come to a decision.
_RARELY = (
    "merge",
    "unmerge",
    "reroute",
    "change_reps",
    "report_end",
    "withdraw",
    "refer_out",
    "offer_there",
    "ask_supplement",
    "suspend",
    "terminate",
    "refuse",
    "lapse",
)


class World:
    """A group and the claim of one of them sent again; everybody of the bureau acts at either office."""

    def __init__(self, chance):
        self.chance, self.at = chance, NOON
        bureau = OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT)
        place = RegionFactory(code="360702")
        self.offices = []
        for _n in range(2):
            office = OfficeFactory(parent=Office.objects.get(pk=bureau.pk))
            office.region = place
            office.save()
            officer(office, Role.RECEPTIONIST)
            self.offices.append(office)
        bureau = Office.objects.get(pk=bureau.pk)
        roles = (Role.RECEPTIONIST, Role.REVIEWER, Role.APPROVER, Role.DISPATCHER)
        self.clerk, self.reviewer, self.approver, self.reporter = (officer(bureau, role) for role in roles)
        self.boss, self.judge = (officer(bureau, Role.SUPERVISOR) for _ in range(2))
        for lane in ("green", "member", "end"):
            if chance.random() < 0.4:
                ApprovalChain.objects.create(
                    region=place, lane=lane, second="approver", third="supervisor",
                    valid_from=NOON.date() - timedelta(days=9), source="x",
                )  # fmt: skip
        number = chance.choice([1, 4, 4])
        people = {"claimants": workmates(number)} if number > 1 else LEFT
        first = ApplicationFactory(office=self.offices[0], **people)
        self.at += timedelta(hours=2)
        one = first.claimants.last()
        facts = {name: getattr(one, name) for name in ("name", "phone", "id_type", "id_number")}
        second = ApplicationFactory(office=self.offices[0], at=self.at, **facts, **LEFT)
        self.both = [first, second]
        self.stood = None

    def begin(self):
        """Half of all walks begin with what chance comes to seldom: somebody refused apart objects; or they are merged."""
        first, at = self.both[0], self.at
        if self.chance.random() < 0.4:
            ties.merge(self.both[1], other=first.reference, reason="同一笔", actor=self.clerk, at=at)
            self.stood = None
        if first.claimants.count() > 1 and self.chance.random() < 0.7:
            services.accept(first, actor=self.clerk, at=at)
            shares.advise_member(first, positions=[2, 3], actor=self.reviewer, at=at, **REFUSAL)
            reviewed = services.review(
                first, opinion="看过", advice="part", check="exempt", actor=self.reviewer, at=at
            )
            if not reviewed.is_last_yes:
                approve.endorse(first, actor=self.approver, at=at)
            decider = self.approver if reviewed.is_last_yes else self.boss
            shares.grant_part(first, refused=self.against(first), actor=decider, at=at)
            for place in (2, 3):
                who = first.claimants.get(position=place)
                wishes.ask(first, who, Wish.Kind.OBJECTION, text="没付清", at=at)
        self.both = [Application.objects.get(pk=one.pk) for one in self.both]

    def places(self, a):
        return [self.chance.choice([one.position for one in a.claimants.all()])]

    def steps(self, a):
        """{name: act} of what may be tried on `a`."""
        at, chance = self.at, self.chance
        clerk, reviewer, approver, boss, judge = (
            self.clerk,
            self.reviewer,
            self.approver,
            self.boss,
            self.judge,
        )
        some = self.places(a)
        person = a.claimants.get(position=some[0])
        outcome = chance.choice(["grant", "refuse", "refuse", "refuse"])
        letter = a.letters.filter(state__in=("sent", "acknowledged")).first()
        there = self.offices[1 - self.offices.index(a.office)]
        judged = {"positions": some, "outcome": chance.choice(["grant", "refuse"]), "text": WORDS}
        due = at.date() + timedelta(days=9)
        advice = (
            "part" if a.shares.advised().exists() else chance.choice(["grant", "grant", "grant", "refuse"])
        )
        asks = a.wishes.open().filter(kind=Wish.Kind.OBJECTION).values_list("claimant", flat=True)
        whose = [chance.choice(asks)] if asks and chance.random() < 0.5 else []
        twin = self.both[0].reference
        return {
            "accept": lambda: services.accept(a, actor=clerk, at=at),
            "advise_member": lambda: shares.advise_member(
                a, positions=some, advice=outcome, actor=reviewer, at=at, **REFUSAL
            ),
            "review": lambda: services.review(
                a, opinion="看过", advice=advice, check="exempt", actor=reviewer, at=at
            ),
            "endorse": lambda: approve.endorse(a, actor=approver, at=at),
            "grant": lambda: services.grant(a, actor=approver, at=at),
            "grant_last": lambda: services.grant(a, actor=boss, at=at),
            "grant_part": lambda: shares.grant_part(a, refused=self.against(a), actor=approver, at=at),
            "grant_part_last": lambda: shares.grant_part(a, refused=self.against(a), actor=boss, at=at),
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
            "suspend": lambda: suspend.suspend(
                a, reason="away_check", waits_for="某县", due_on=due, text="几口人", actor=reviewer, at=at
            ),
            "resume": lambda: suspend.resume(a, text="查过了", actor=reviewer, at=at),
            "leave_group": lambda: services.leave_group(a, claimant=person, at=at),
            "undo_leaving": lambda: services.undo_leaving(a, claimant=person, at=at),
            "change_reps": lambda: services.change_reps(a, representatives=[person], actor=clerk, at=at),
            "object": lambda: wishes.ask(a, person, Wish.Kind.OBJECTION, text="没付清", at=at),
            "uphold": lambda: wishes.uphold(a, text="付清了", whose=whose, actor=judge, at=at),
            "order_member": lambda: shares.order_member(a, text="不对", whose=whose, actor=judge, at=at),
            "order_review": lambda: wishes.order_review(a, text="收条不对", actor=judge, at=at),
            "order_grant": lambda: wishes.order_grant(a, text="收条不对", actor=judge, at=at),
            "endorse_member": lambda: anew.endorse_member(a, actor=approver, at=at, **judged),
            "return_member": lambda: anew.return_member(a, positions=some, reason="再看", actor=boss, at=at),
            "decide_member": lambda: shares.decide_member(a, actor=approver, at=at, **judged),
            "decide_member_last": lambda: shares.decide_member(a, actor=boss, at=at, **judged),
            "report_end": lambda: terminate.report(
                a, reason="asked", text="他说不用了，昨天当面说的。", actor=self.reporter, at=at
            ),
            "endorse_end": lambda: approve.endorse_end(a, actor=approver, at=at),
            "terminate": lambda: terminate.terminate(a, text=WORDS, actor=approver, at=at),
            "terminate_last": lambda: terminate.terminate(a, text=WORDS, actor=boss, at=at),
            "keep_on": lambda: terminate.keep_on(a, text="没有请", actor=approver, at=at),
            "keep_on_last": lambda: terminate.keep_on(a, text="没有请", actor=boss, at=at),
            "serve": lambda: serve.serve(
                a, served_on=at.date(), how="by_hand", to="self", proof="signed", actor=clerk, at=at
            ),
            "serve_member": lambda: serve.serve_member(
                a, claimant=person.pk, served_on=at.date(), how="by_hand", to="self", proof="signed",
                actor=clerk, at=at,
            ),
            "refer_out": lambda: transfer.offer(a, to="某市中心", reason="在那里", actor=clerk, at=at),
            "offer_there": lambda: transfer.offer(a, office=there, reason="在那里", actor=clerk, at=at),
            "accept_transfer": lambda: transfer.accept(a, actor=clerk, at=at),
            "decline_transfer": lambda: transfer.decline(a, reason="不归", actor=clerk, at=at),
            "recall_transfer": lambda: transfer.recall(a, reason="不接", actor=clerk, at=at),
            "reroute": lambda: transfer.reroute(a, office=there, reason="改派", actor=boss, at=at),
            "coop_ask": lambda: cooperation.ask(
                a, kind="check_means", suspends=chance.random() < 0.5, office=there, facts="欠薪",
                asked="几口人", due_on=due, actor=reviewer, at=at,
            ),
            "coop_ack": lambda: cooperation.acknowledge(a, letter=letter, actor=clerk, at=at),
            "coop_answer": lambda: cooperation.answer(a, letter=letter, text="查过", actor=clerk, at=at),
            "coop_close": lambda: cooperation.close(a, letter=letter, note="不等", actor=reviewer, at=at),
            "merge": lambda: ties.merge(a, other=twin, reason="同一笔", actor=clerk, at=at),
            "unmerge": lambda: ties.unmerge(a, reason="不是", actor=boss, at=at),
        }  # fmt: skip

    def against(self, a):
        return list(a.shares.advised().values_list("pk", flat=True))

    def try_one(self):
        """Something on one of them, most often what the table lets be done. Returns its name; "" when it was refused."""
        a = self.chance.choice(self.both)
        steps = self.steps(a)
        fitting = [name for name in steps if a.status in find(_code(name)).sources]
        onward = [name for name in fitting if _code(name) in _ONWARD]
        among = self.chance.choices((fitting, onward or fitting, list(steps)), (5, 8, 1))[0]
        name = self.chance.choice(among)
        if name in _RARELY and self.chance.random() < 0.8:
            name = self.chance.choice(fitting)
        before = [self.standing(one) for one in self.both]
        try:
            steps[name]()
        except (ValidationError, PermissionDenied, TransitionNotAllowed, AttributeError) as refused:
            if isinstance(refused, AttributeError) and not name.startswith("coop_"):
                raise  # only a letter that is not there
            name = ""
        self.both = [Application.objects.get(pk=one.pk) for one in self.both]
        if not name:
            assert [self.standing(one) for one in self.both] == before
        if name == "merge":
            self.stood = before[1]
        elif name == "unmerge" and self.stood:
            self.stands_again()
        elif name.startswith("coop_") and a.pk == self.both[1].pk:
            self.stood = None  # answered meanwhile, it waits no more
        return name

    @staticmethod
    def standing(one):
        """All that undoing must bring back; the limitation may have been met meanwhile."""
        running = one.deadlines.running().exclude(kind="limitation").order_by("kind")
        return {
            "version": one.version,
            "events": one.events.count(),
            "status": one.status,
            "clocks": list(running.values_list("kind", "due_on", "paused_since", "paused_days")),
            "next": (one.next_due_at, one.next_due_kind),
        }

    def stands_again(self):
        now = self.standing(self.both[1])
        for name in ("status", "clocks", "next"):
            assert now[name] == self.stood[name], name


def _code(name):
    return "refer_out" if name == "offer_there" else name.removesuffix("_last")


def replayed_members(events):
    """Of the roster, by place, what the events alone say."""
    left, advised, refused, anew_, objects = set(), set(), set(), {}, set()
    for event in events:
        data = event.data
        places = data.get("positions", [])
        match event.action:
            case "leave_group":
                left.add(data["position"])
            case "undo_leaving":
                left.discard(data["position"])
            case "advise_member":
                advised = advised | set(places) if data["advice"] == "refuse" else advised - set(places)
            case "grant_part":
                refused, advised = refused | set(places), set()
            case "object":
                objects |= set(data["objectors"])
            case "uphold" | "order_member" | "order_review" | "order_grant":
                objects -= set(data["objectors"])
        match event.action:
            case "order_review" | "order_grant":
                refused -= set(places)
                anew_ = {place: row for place, row in anew_.items() if place not in places}
            case "order_member":
                anew_ |= {place: (data["chain"], [], "") for place in places}
            case "return_member":
                anew_ |= {place: (data["chain"], [], "") for place in places}
            case "endorse_member":
                for place in places:
                    chain, said, _proposed = anew_[place]
                    anew_[place] = (chain[1:], [*said, event.actor_id], data["outcome"])
            case "decide_member":
                for place in places:
                    del anew_[place]
                refused -= set(places) if data["outcome"] == "grant" else set()
    return {"left": left, "advised": advised, "refused": refused, "anew": anew_, "objects": objects}


def stored_members(application):
    place = {one.pk: one.position for one in application.claimants.all()}
    rows = application.shares.all()
    return {
        "left": {one.position for one in application.claimants.all() if one.withdrawn_at},
        "advised": {place[share.claimant_id] for share in rows if share.state == "advised"},
        "refused": {one.position for one in application.claimants.all() if one.refused_at},
        "anew": {
            place[share.claimant_id]: ([share.next_yes, *share.yes_after], share.yes_by, share.proposed)
            for share in rows
            if share.state == "ordered"
        },
        "objects": {
            place[wish.claimant_id] for wish in application.wishes.open() if wish.kind == Wish.Kind.OBJECTION
        },
    }


def together(first, second):
    """Of the two: whether the one is done under the other, by the events of either and by what is stored."""
    last = [_last(second, "merge", "unmerge") == "merge", _last(first, "take_in", "let_go") == "take_in"]
    is_under = second.status == Status.MERGED
    assert last == [is_under, is_under]
    assert sorted(Tie.objects.values_list("application", "kind")) == (
        sorted([(second.pk, "into"), (first.pk, "holds")]) if is_under else []
    )
    if is_under:
        assert second.office_id == first.office_id
        assert (second.next_due_at, second.limitation_on) == (None, None)
        running = [clock.due_on for one in (first, second) for clock in one.deadlines.running() if clock.kind == "limitation" and clock.claimant.takes_part]  # fmt: skip
        assert first.limitation_on == min(running, default=None)


def _last(application, *codes):
    found = application.events.filter(action__in=codes).order_by("-number").first()
    return found.action if found else ""


@pytest.mark.parametrize("seed", range(10))
def test_every_history_of_a_group_and_of_what_is_merged_gives_the_stored_state(seed):
    world, done = World(random.Random(seed)), []
    world.begin()
    for _step in range(45):
        world.at += timedelta(hours=world.chance.choice([1, 1, 2, 5, 20]))
        if name := world.try_one() or world.try_one() or world.try_one():
            done.append(name)
            for one in world.both:
                agrees(one)
                assert replayed_members(one.events.order_by("number")) == stored_members(one), done
                people = list(one.claimants.all())
                totals = members.totals(one, people)
                assert totals.people == sum(totals.by_state.values()) == len(people)
                if office := _office_by_events(one):
                    assert one.office_id == office
            together(*world.both)
    assert len(done) > 5, done


def _office_by_events(application):
    moved = application.events.filter(action__in=("accept_transfer", "reroute")).order_by("-number").first()
    # What was merged went along with the other, whose events say so.
    return moved.data["office"] if moved and application.status != Status.MERGED and not application.events.filter(action="unmerge").exists() else None  # fmt: skip
