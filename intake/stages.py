"""An application in the applicant's words: where it stands, what was done, what comes, by when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from aid import acts, age, choices, sla, workflow
from aid.acts import By
from aid.choices import AgentType
from aid.clock_rules import Kind
from aid.matters import LABOUR
from aid.workflow import Status
from foundation.content.templatetags.content_tags import listed


@dataclass(frozen=True)
class Stage:
    """tag and its tone (wait, good, bad, plain), heading, one or two sentences, what is missing.

    `is_late`: the day is over; `waits_for_them`: it was the person's to keep, not ours.
    """

    tag: str
    tone: str
    heading: str
    text: str
    missing: tuple[str, ...] = ()
    missing_note: str = ""
    due_on: date | None = None
    due_text: str = ""
    provisional: bool = False
    is_late: bool = False
    waits_for_them: bool = False


@dataclass(frozen=True)
class Point:
    """A place on the timeline: state is done, now or todo."""

    heading: str
    state: str
    at: datetime | None = None
    text: str = ""
    by_on: date | None = None


def own_actions(application):
    """The acts that the person may do from here."""
    return [
        act.code for act in workflow.APPLICATION.acts_from(application.status) if act.other == By.APPLICANT
    ]


def may_undo(application):
    """Whether the person may still take their withdrawal back."""
    clock = _clock(application, Kind.UNDO)
    return bool(
        application.status == Status.WITHDRAWN
        and clock
        and clock.is_running
        and timezone.now() <= clock.due_at
    )


def _clock(application, kind):
    """The clock of `kind` that counts: the last one started, unless it was cancelled."""
    found = [c for c in application.deadlines.all() if c.kind == kind and c.cancelled_at is None]
    return max(found, key=lambda clock: clock.pk, default=None)


def age_note(concern, matter, agent_type=""):
    """What a young person is told before and after sending: that nobody is refused, and whom to bring along.

    `agent_type`: by what right somebody else applies, a code of AgentType. Who may by law needs nobody else.

    Sources: see aid.age; 《法律援助法》第四十条 on who applies for a minor, read 2026-11-21.
    """
    if agent_type in (AgentType.STATUTORY, AgentType.RELATIVE):
        child_at_work = concern == age.NOW_CHILD and matter in LABOUR
        return (
            _("申请的人还不到 16 岁：照样收。法律不许老板招不满 16 岁的人，错不在他。")
            if child_at_work
            else ""
        )
    if concern in (age.NOW_CHILD, age.MINOR) and matter not in LABOUR:
        return _(
            "申请的人还不到 18 岁：照样收。最好请爸妈或者别的监护人一起来办；要是他们就是伤害您的人，请别的近亲属"
            "帮着申请，或者打 12348。"
        )
    return {
        age.NOW_CHILD: _(
            "申请的人还不到 16 岁：照样可以申请，不会因为年纪不收。法律不许老板招不满 16 岁的人，错不在您。最好"
            "请爸妈或者别的监护人一起来办；一时找不到，就打 12348。"
        ),
        age.MINOR: _(
            "申请的人还不到 18 岁：靠自己干活挣钱过日子的，可以自己申请。不是的话，最好请爸妈或者别的监护人"
            "一起来办。不会因为年纪不收。"
        ),
    }.get(concern, "")


# What a stage names that only the person reads: words of the decision.
_PRIVATE_FACTS = ("%(why)s", "%(reasons)s", "%(text)s")


def stage(application, *, for_owner=True):
    """What the status page says first. Whoever has shown only number and phone reads nothing personal."""
    row = acts.stage_of(application)
    clock = _clock(application, row.clock) if row.clock else None
    if row.clock == Kind.UNDO and not may_undo(application):
        clock = None
    due_text = row.due_text
    if row.clock == Kind.REVIEW and (standing := _checked_elsewhere(application)):
        clock, due_text = standing, _standing_still(application, for_owner)
    waiting = application.status == Status.SUPPLEMENTING
    told = waiting and for_owner
    kinds = [paper.kind for paper in application.wanted.all() if paper.is_open] if told else []
    is_kept = not for_owner and any(fact in str(row.text) for fact in _PRIVATE_FACTS)
    return Stage(
        row.tag,
        row.tone,
        row.heading,
        "" if is_kept else str(row.text) % acts.stage_facts(application),
        missing=tuple(choices.paper_names(kinds)),
        missing_note=application.supplement_note if told else "",
        due_on=clock and clock.due_on,
        due_text=due_text,
        provisional=bool(clock and clock.provisional),
        is_late=bool(clock and clock.due_on < sla.today_in_shanghai()),
        waits_for_them=waiting,
    )


def _checked_elsewhere(application):
    """The clock of another body's check, while it runs."""
    clock = _clock(application, Kind.AWAITED)
    return clock if clock and clock.met_at is None else None


def _standing_still(application, for_owner):
    """Who checks is told to the person alone."""
    standing = application.suspensions.running().first() if for_owner else None
    said = {"body": standing.waits_for if standing else _("别的机构")}
    return (
        _("%(body)s正在帮着核查，最晚这一天有回音。核查的日子不算在内，有了回音审查接着走；您的时效不受影响")
        % said
    )


def timeline(application, *, for_owner=True):
    """What was done, in public words, then what is still to come. Notes of officers are not shown."""
    done = [(event, acts.find(event.action)) for event in application.events.all()]
    points: list[Point] = []
    for event, act in done:
        # Workmates who join one after the other are one line.
        if act and act.said and not (points and act.code == "join_group" and points[-1].heading == act.said):
            what = _what(application, event) if for_owner else ""
            points.append(Point(act.said, "done", event.at, what))
    return points + _to_come(application)


def _what(application, event):
    if event.action == "accept":
        papers = listed(choices.paper_names(event.data.get("papers", [])))
        office = application.office.name
        return _("%(office)s · 收到：%(papers)s") % {"office": office, "papers": papers} if papers else office
    return ""


def _to_come(application):
    """The milestones from the one that is now; none when the application has ended without a grant.

    The status of a granted application stays; where its case has got further, the case says what is now.
    A clock that stands still promises no day.
    """
    milestones, here = [], None
    for flow in acts.workflows():
        record = flow.record_of(application)
        for milestone in flow.milestones:
            milestones.append(milestone)
            # After first aid the case has begun before the decision: what comes next is the decision.
            is_ahead = flow is not workflow.APPLICATION and application.status in workflow.UNDECIDED
            if record is not None and record.status in milestone.now and not is_ahead:
                here = milestone
    if here is None:
        return []
    ahead = milestones[milestones.index(here) + 1 :]
    return [
        Point(here.heading, "now", by_on=_day(application, here)),
        *(Point(one.heading, "todo", by_on=_day(application, one)) for one in ahead if not one.passing),
    ]


def _day(application, milestone):
    clock = _clock(application, milestone.clock) if milestone.clock else None
    return clock.due_on if clock and clock.paused_since is None else None


@dataclass(frozen=True)
class FirstAidNote:
    """What the person is told about 先行援助; `text` is what an officer wrote, for the owner alone."""

    heading: str
    text: str = ""
    due_on: date | None = None


def first_aid(application, *, for_owner=False):
    """None when it was never asked for, or when the application has ended."""
    aid = application.asked_first
    if aid is None or application.status not in workflow.OPEN:
        return None
    heading = {
        aid.State.ASKED: _("按急事收下了：先请人看要不要马上给您援助，缺的材料以后补。"),
        aid.State.GRANTED: _("已经先给您援助了。材料还要补。"),
        aid.State.REFUSED: _("这次不先行援助，您的申请照常审查。"),
        aid.State.SETTLED: _("已经先给您援助了，材料也补齐了。"),
    }.get(aid.state)
    if not heading:
        return None
    due_on = aid.papers_due_on if aid.state == aid.State.GRANTED else None
    return FirstAidNote(heading, aid.text if for_owner else "", due_on)
