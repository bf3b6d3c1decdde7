"""An application in the applicant's words: where it stands, what was done, what comes, by when."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aid import age, choices, workflow
from aid.workflow import By, Status
from foundation.content.templatetags.content_tags import listed


@dataclass(frozen=True)
class Stage:
    """tag and its tone (wait, good, bad, plain), heading, one or two sentences, what is missing."""

    tag: str
    tone: str
    heading: str
    text: str
    missing: tuple[str, ...] = ()
    missing_note: str = ""
    due_on: date | None = None
    due_text: str = ""
    provisional: bool = False


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
        action
        for action in workflow.actions_from(application.status)
        if workflow.TRANSITIONS[action].other == By.APPLICANT
    ]


def _clock(application, kind):
    return next((c for c in application.deadlines.all() if c.kind == kind and c.cancelled_at is None), None)


def age_note(concern):
    """What a young person is told before and after sending: that nobody is refused, and whom to bring along.

    Sources: see aid.age.
    """
    return {
        age.NOW_CHILD: _(
            "要工钱的人还不到 16 岁：照样可以申请，不会因为年纪不收。法律不许老板招不满 16 岁的人，错不在您。最好"
            "请爸妈或者别的监护人一起来办；一时找不到，就打 12348。"
        ),
        age.MINOR: _(
            "要工钱的人还不到 18 岁：靠自己干活挣钱过日子的，可以自己申请。不是的话，最好请爸妈或者别的监护人"
            "一起来办。不会因为年纪不收。"
        ),
    }.get(concern, "")


def stage(application):
    """What the status page says first."""
    return _STAGES[application.status](application)


def _submitted(application):
    clock = _clock(application, "accept")
    return Stage(
        _("已收到"),
        "good",
        _("收到了，等着受理"),
        _("工作人员会看您的申请，缺什么会一次告诉您。"),
        due_on=clock and clock.due_on,
        due_text=_("当天受理是我们的承诺；最晚这一天给您受理"),
        provisional=bool(clock and clock.provisional),
    )


def _accepted(application):
    clock = _clock(application, "review")
    return Stage(
        _("正在审查"),
        "plain",
        _("已经受理，正在审查"),
        _("看符不符合法律援助的条件。要工钱的事不查家里收入。"),
        due_on=clock and clock.due_on,
        due_text=_("最晚这一天告诉您结果；等您补材料的日子不算在内"),
        provisional=bool(clock and clock.provisional),
    )


def _supplementing(application):
    clock = _clock(application, "supplement")
    kinds = tuple(str(choices.PaperKind(kind).label) for kind in application.supplement_kinds)
    return Stage(
        _("等您补材料"),
        "wait",
        _("正在审查，还差材料"),
        _("补上以后，审查的日子接着算。到时候没补，就当作您撤回了申请。"),
        missing=kinds,
        missing_note=application.supplement_note,
        due_on=clock and clock.due_on,
        due_text=_("请在这一天以前补上"),
        provisional=bool(clock and clock.provisional),
    )


def _granted(application):
    clock = _clock(application, "assign")
    return Stage(
        _("同意援助"),
        "good",
        _("同意给您法律援助，不收钱"),
        _("接下来指派律师或法律工作者，他会跟您联系。"),
        due_on=clock and clock.due_on,
        due_text=_("最晚这一天指派好"),
        provisional=bool(clock and clock.provisional),
    )


def _refused(application):
    labels = (str(choices.RefusalReason(code).label) for code in application.refusal_reasons)
    reasons = pgettext("list", "；").join(labels)
    return Stage(
        _("不予援助"),
        "bad",
        _("这次没有批准"),
        _("理由：%(reasons)s。%(text)s") % {"reasons": reasons, "text": application.decision_text},
    )


def _withdrawn(application):
    return Stage(_("已撤回"), "plain", _("申请已经撤回"), _("以后还想申请，随时可以重新交。"))


def _transferred(application):
    return Stage(
        _("已转走"),
        "plain",
        _("已经转给别的机构办"),
        _("转给了：%(body)s。这不是不批准，那边会接着办。") % {"body": application.referred_to},
    )


def _assigned(application):
    return Stage(
        _("已指派"),
        "good",
        _("已经有人办您的事了"),
        _("承办人会按您留的方式联系您。等不到电话，就打下面的电话问。"),
    )


_STAGES = {
    Status.SUBMITTED: _submitted,
    Status.ACCEPTED: _accepted,
    Status.REVIEWING: _accepted,
    Status.SUPPLEMENTING: _supplementing,
    Status.GRANTED: _granted,
    Status.REFUSED: _refused,
    Status.WITHDRAWN: _withdrawn,
    Status.TRANSFERRED_OUT: _transferred,
    Status.ASSIGNED: _assigned,
}


def timeline(application):
    """What was done, in public words, then what is still to come. Notes of officers are not shown."""
    words = {
        "submit": _("已提交"),
        "accept": _("已受理"),
        "ask_supplement": _("请您补材料"),
        "add_supplement": _("补材料收到了"),
        "add_evidence": _("加交了材料"),
        "grant": _("同意援助"),
        "refuse": _("决定不予援助"),
        "assign": _("指派了承办人"),
        "reassign": _("换了承办人"),
        "withdraw": _("已撤回"),
        "lapse": _("没有按时补材料，当作撤回"),
        "refer_out": _("转给了别的机构"),
    }
    points = [
        Point(words[event.action], "done", event.at, _what(application, event))
        for event in application.events.all()
        if event.action in words
    ]
    return points + _to_come(application)


def _what(application, event):
    if event.action == "accept":
        papers = listed(choices.PaperKind(kind).label for kind in event.data.get("papers", []))
        office = application.office.name
        return _("%(office)s · 收到：%(papers)s") % {"office": office, "papers": papers} if papers else office
    return ""


def _to_come(application):
    review, assign = _clock(application, "review"), _clock(application, "assign")
    decide = _("审查，告诉您结果")
    name, handle, close = _("指派律师"), _("办案"), _("结案")
    due = review and review.due_on
    if application.status == Status.SUBMITTED:
        accept = _clock(application, "accept")
        return [
            Point(_("受理"), "now", by_on=accept and accept.due_on),
            Point(decide, "todo", by_on=due),
            *(Point(text, "todo") for text in (name, handle, close)),
        ]
    if application.status in (Status.ACCEPTED, Status.REVIEWING):
        return [Point(decide, "now", by_on=due), *(Point(text, "todo") for text in (name, handle, close))]
    if application.status == Status.SUPPLEMENTING:
        return [
            Point(_("等您补材料"), "now"),
            *(Point(text, "todo") for text in (decide, name, handle, close)),
        ]
    if application.status == Status.GRANTED:
        return [
            Point(name, "now", by_on=assign and assign.due_on),
            *(Point(text, "todo") for text in (handle, close)),
        ]
    if application.status == Status.ASSIGNED:
        return [Point(handle, "now"), Point(close, "todo")]
    return []
