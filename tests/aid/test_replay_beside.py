"""What tests/aid/test_replay_together.py says, with what is done beside the course as well.

Workmates join, aid comes before the papers, claims are filed and were not after all, somebody is visited, papers are
issued, the whole is held: after each act the rows, the clocks and the counts are what the events say.
"""

import random
from datetime import timedelta

import pytest

from aid.models import FirstAid, VisitTask
from aid.services import approve, first_aid, hold, issue, join_group, limitation, visits
from tests.aid.factories import facts
from tests.aid.test_replay import agrees
from tests.aid.test_replay_together import World, replayed_members, stored_members, together

pytestmark = pytest.mark.django_db
WHY = "看过工资条，法院下周就开庭。"


class Beside(World):
    joined = 0

    def steps(self, a):
        found = super().steps(a)
        # One in three is of these: there are more of the others.
        return self.beside(a) if self.chance.random() < 0.35 else found

    def beside(self, a):
        at, chance, clerk, reviewer, approver = self.at, self.chance, self.clerk, self.reviewer, self.approver
        person = a.claimants.get(position=self.places(a)[0])
        planned = a.visit_tasks.planned().first()
        visit = planned.pk if planned else 0
        day = at.date() + timedelta(days=chance.choice([0, 0, 1]))
        self.joined += 1
        newcomer = facts(name="后来", phone=f"1390001{self.joined:04}", id_type="none", id_number="")
        words = {"kind": "letter", "to": "某区劳动监察大队", "title": "公函", "text": "请提供检查的情况。"}
        return {
            "join_group": lambda: join_group(a, newcomer, at=at),
            "ask_first_aid": lambda: first_aid.ask(a, ground="advance", words=WHY, actor=reviewer, at=at),
            "propose_first_aid": lambda: first_aid.propose(a, note=WHY, actor=reviewer, at=at),
            "endorse_first_aid": lambda: approve.endorse_first_aid(a, actor=approver, at=at),
            "grant_first_aid": lambda: first_aid.grant(a, ground="advance", actor=approver, at=at),
            "grant_first_aid_last": lambda: first_aid.grant(a, ground="advance", actor=self.boss, at=at),
            "refuse_first_aid": lambda: first_aid.refuse(a, text=WHY, actor=approver, at=at),
            "first_aid_papers": lambda: first_aid.settle(a, note="材料都来了", actor=clerk, at=at),
            "end_first_aid": lambda: first_aid.end(a, text="约好的材料一直没有补来。", actor=approver, at=at),
            "file_claim": lambda: limitation.file_claim(
                a, filed_on=at.date(), filed_with="某区仲裁委", actor=clerk, at=at,
                claimants=chance.choice([None, [person]]),
            ),
            "unfile_claim": lambda: limitation.unfile_claim(a, reason="听错了", actor=clerk, at=at),
            "plan_visit": lambda: visits.plan_visit(
                a, claimant=person, officer=clerk, day=day, place="老街", purpose="sign", actor=clerk, at=at
            ),
            "finish_visit": lambda: visits.finish_visit(
                a, visit=visit, outcome=chance.choice(["done", "missed"]), result="去过", actor=clerk, at=at
            ),
            "replan_visit": lambda: visits.replan_visit(
                a, visit=visit, day=day + timedelta(days=1), why="那天不在", actor=clerk, at=at
            ),
            "cancel_visit": lambda: visits.cancel_visit(a, visit=visit, why="他来了", actor=clerk, at=at),
            "issue_paper": lambda: issue.issue_paper(a, actor=clerk, at=at, **words),
            "hold": lambda: hold.hold(a, reason="要查", actor=self.boss, at=at),
            "lift_hold": lambda: hold.lift(a, reason="查完了", actor=self.boss, at=at),
        }  # fmt: skip


# What becomes of aid before the papers by each act.
_FIRST = {
    "grant_first_aid": "granted",
    "refuse_first_aid": "refused",
    "first_aid_papers": "settled",
    "end_first_aid": "ended",
}


def replayed_beside(events):
    """What the events alone say."""
    visits_, papers, is_held, aid, yes_by, joined = {}, [], False, None, [], 0
    for event in events:
        data = event.data
        match event.action:
            case "plan_visit" | "replan_visit":
                visits_[data["visit"]] = "planned", data["visit_on"]
            case "finish_visit":
                visits_[data["visit"]] = data["outcome"], visits_[data["visit"]][1]
            case "cancel_visit":
                visits_[data["visit"]] = "cancelled", visits_[data["visit"]][1]
            case "issue_paper":
                papers.append(data["number"])
            case "hold" | "lift_hold":
                is_held = event.action == "hold"
            case "join_group":
                joined += 1
            case "ask_first_aid" | "propose_first_aid":
                aid, yes_by = "asked", []
            case "endorse_first_aid":
                yes_by = [*yes_by, event.actor_id]
        aid = _FIRST.get(event.action, aid)
    return {
        "visits": visits_,
        "papers": papers,
        "held": is_held,
        "aid": (aid, yes_by),
        "joined": joined,
    }


def stored_beside(application, began_with):
    aid = FirstAid.objects.filter(application=application).first()
    return {
        "visits": {
            one.pk: (one.state, one.day.isoformat())
            for one in VisitTask.objects.filter(application=application)
        },
        "papers": list(application.issued.order_by("pk").values_list("number", flat=True)),
        "held": application.is_held,
        "aid": (aid.state, aid.yes_by) if aid else (None, []),
        "joined": application.claimants.count() - began_with,
    }


@pytest.mark.parametrize("seed", range(8))
def test_every_history_with_what_is_done_beside_gives_the_stored_state(seed):
    world, done = Beside(random.Random(seed)), []
    began_with = {one.pk: one.claimants.count() for one in world.both}
    world.begin()
    for _step in range(50):
        world.at += timedelta(hours=world.chance.choice([1, 1, 2, 5, 20]))
        if name := world.try_one() or world.try_one() or world.try_one():
            done.append(name)
            for one in world.both:
                agrees(one)
                events = list(one.events.order_by("number"))
                assert replayed_members(events) == stored_members(one), done
                assert replayed_beside(events) == stored_beside(one, began_with[one.pk]), done
            together(*world.both)
    assert len(done) > 8, done
