"""What the acts of groups, of concerns and of visits need, and what must be there before: for test_workflow.py."""

import uuid
from datetime import timedelta

from aid import files
from aid.acts import By
from aid.models import (
    Application,
    BodyNotice,
    BulkItem,
    BulkRun,
    CareNote,
    ClockWarning,
    Concern,
    Deadline,
    Decision,
    Evidence,
    InformedBody,
    Letter,
    RedactedCopy,
    Share,
    Suspension,
    Termination,
    VisitCopy,
    VisitTask,
    Watch,
    Wish,
)
from foundation.accounts.models import Role
from tests.aid.factories import NOON, clerk
from tests.aid.photos import checked_photo
from tests.laws.page_factories import region

WORDS = "他的工资上个月已经全部付清了。"


def needs(action, application, at):
    """The arguments of `action`; None for an act that is none of these."""
    maker = _MAKERS.get(action)
    return maker(application, at) if maker else None


def _share(application, state):
    who = clerk(application.office, Role.REVIEWER)
    decision = None
    if state != Share.State.ADVISED:
        decision = application.decisions.first() or Decision.objects.create(
            application=application, kind="grant", decided_on=NOON.date()
        )
    return Share.objects.get_or_create(
        claimant=application.claimants.last(),
        defaults={
            "application": application,
            "state": state,
            "reasons": ["other"],
            "law": "法律援助法",
            "text": WORDS,
            "advised_by": who,
            "advised_at": NOON,
            "decision": decision,
        },
    )[0]


def _advise(application, at):
    return {"positions": [1], "reasons": ["other"], "text": WORDS, "law": "法律援助法"}


def _part(application, at):
    return {"refused": [_share(application, Share.State.ADVISED).pk]}


def _order(application, at):
    share = _share(application, Share.State.REFUSED)
    Wish.objects.create(
        application=application, claimant=share.claimant, kind=Wish.Kind.OBJECTION, asked_at=NOON
    )
    return {"text": "收条不是本人签的"}


def _anew(application, at):
    share = _share(application, Share.State.ORDERED)
    type(share.claimant).objects.filter(pk=share.claimant_id).update(refused_at=NOON)
    return {"positions": [share.claimant.position], "outcome": "grant", "text": "重新查过，钱没有付清。"}


def _anew_in_a_chain(application, at):
    needs = _anew(application, at)
    Share.objects.filter(application=application).update(yes_after=["supervisor"])
    return needs


def _returned(application, at):
    places = _anew(application, at)["positions"]
    Share.objects.filter(application=application).update(yes_by=[0], proposed="grant")
    return {"positions": places, "reason": "转账记录再对一遍"}


def _serve_one(application, at):
    share = _share(application, Share.State.REFUSED)
    type(share.claimant).objects.filter(pk=share.claimant_id).update(refused_at=NOON)
    return {
        "claimant": share.claimant_id,
        "served_on": at.date(),
        "how": "by_hand",
        "to": "self",
        "proof": "signed",
    }


def _body(application):
    place = region()
    Application.objects.filter(pk=application.pk).update(region=place)
    who = clerk(application.office, Role.SUPERVISOR)
    Concern.objects.get_or_create(
        application=application,
        defaults={"kinds": ["impact"], "why": "x", "marked_by": who, "marked_at": NOON},
    )
    listed = {"kind": "inspection", "valid_from": NOON.date() - timedelta(days=99), "source": "名单"}
    return InformedBody.objects.get_or_create(name="某区劳动监察大队", region=place, defaults=listed)[0]


def _send(application, at):
    return {"body": _body(application), "way": "fax", "text": "12 人，一共 3 万元。"}


def _notice(application, at):
    sent = BodyNotice.objects.create(
        application=application,
        body=_body(application),
        body_name="某区劳动监察大队",
        text="12 人",
        people=12,
        way="fax",
        sent_at=NOON,
        sent_by=clerk(application.office, Role.SUPERVISOR),
        due_on=NOON.date(),
    )
    return {"notice": sent.pk, "on": at.date(), "answer": "收到了"}


def _watched(application):
    who = clerk(application.office, Role.SUPERVISOR)
    Watch.objects.get_or_create(
        application=application,
        ended_at=None,
        defaults={"watcher": who, "why": "x", "next_on": NOON.date(), "started_by": who, "started_at": NOON},
    )


def _start(application, at):
    return {"watcher": clerk(application.office, Role.SUPERVISOR), "why": "怕聚集", "next_on": at.date()}


def _check(application, at):
    _watched(application)
    return {"seen": "平静", "next_on": at.date()}


def _end(application, at):
    _watched(application)
    return {"why": "付清了"}


def _end_care(application, at):
    who = clerk(application.office, Role.SUPERVISOR)
    note = CareNote.objects.create(
        application=application, kind="health", text="腿伤", added_by=who, added_at=NOON
    )
    return {"care": note.pk}


def _plan(application, at):
    return {
        "claimant": application.claimants.first(),
        "officer": clerk(application.office, Role.SUPERVISOR),
        "day": at.date(),
        "place": "幸福路",
        "purpose": "sign",
    }


def _visit(application):
    who = clerk(application.office, Role.SUPERVISOR)
    return VisitTask.objects.create(
        application=application,
        claimant=application.claimants.first(),
        officer=who,
        planned_by=who,
        day=NOON.date(),
        position=1,
        place="幸福路",
        purpose="sign",
    ).pk


def _taken(application, at):
    """The visit that somebody has on a telephone."""
    task = VisitTask.objects.get(pk=_visit(application))
    VisitCopy.objects.create(
        application=application, task=task, officer=task.officer, taken_at=at, until=at + timedelta(days=3)
    )
    return task.pk


def one_of_each(application):
    """A row of each kind that these leave with an application, and of what other agencies are asked."""
    _share(application, Share.State.REFUSED)
    _notice(application, NOON)
    _watched(application)
    _end_care(application, NOON)
    _taken(application, NOON)
    who = clerk(application.office, Role.RECEPTIONIST)
    Suspension.objects.create(
        application=application,
        clock=application.deadlines.first(),
        reason="away_check",
        waits_for="某中心",
        since=NOON.date(),
    )
    Letter.objects.create(
        application=application,
        claimant=application.claimants.first(),
        kind=Letter.Kind.COLLECT,
        from_office=application.office,
        to="某中心",
        facts="x",
        asked="y",
        due_on=NOON.date(),
        sent_at=NOON,
        sent_by=who,
    )
    Termination.objects.create(
        application=application, reason="asked", report="x", reported_by=who, reported_at=NOON
    )
    ClockWarning.objects.create(
        application=application,
        deadline=application.deadlines.first(),
        kind="review",
        due_on=NOON.date(),
        step="soon",
        told=who,
        at=NOON,
    )
    run = BulkRun.objects.create(actor=who, act="remind", key=uuid.uuid4(), asked_at=NOON)
    BulkItem.objects.create(run=run, application=application, version=application.version)
    original, copy = (Evidence.objects.create(application=application, kind="iou", size=1) for _ in range(2))
    RedactedCopy.objects.create(original=original, copy=copy)


def _late(application, at):
    clock = application.deadlines.filter(kind="review").first()
    before = NOON - timedelta(days=1)
    Deadline.objects.filter(pk=clock.pk).update(due_at=before, due_on=before.date(), paused_since=None)
    return {"clock": clock.pk, "code": "staff", "text": WORDS}


_MAKERS = {
    "explain_late": _late,
    "advise_member": _advise,
    "grant_part": _part,
    "order_member": _order,
    "decide_member": _anew,
    "endorse_member": _anew_in_a_chain,
    "return_member": _returned,
    "serve_member": _serve_one,
    "mark_concern": lambda application, at: {"kinds": ["impact"], "why": "上了电视"},
    "send_notice": _send,
    "answer_notice": _notice,
    "start_watch": _start,
    "check_watch": _check,
    "end_watch": _end,
    "add_care": lambda application, at: {"kind": "health", "text": "腿伤"},
    "end_care": _end_care,
    "plan_visit": _plan,
    "finish_visit": lambda application, at: {
        "visit": _visit(application),
        "outcome": "done",
        "result": "见到了",
    },
    "redact_paper": lambda application, at: {
        "paper": files.keep(checked_photo(), kind="iou", application=application, added_by=By.STAFF),
        "boxes": {1: [[0, 0, 500, 500]]},
        "reason": "给对方看",
    },
    "recall_visit": lambda application, at: {"visit": _taken(application, at), "why": "手机丢了"},
    "replan_visit": lambda application, at: {
        "visit": _visit(application),
        "day": at.date() + timedelta(days=2),
        "why": "他那天不在",
    },
    "cancel_visit": lambda application, at: {"visit": _visit(application), "why": "人不在"},
}
