"""From a complete application to a person who does the case: review, grant, refuse, assign."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import choices
from aid.models import Assignment, Deadline
from aid.services import clocks
from aid.services.messages import tell_colleague
from aid.services.step import perform
from foundation.accounts.models import Office, Role, User

Kind = Deadline.Kind


def review(application, *, opinion, actor, version=None, key="", at=None):
    """提出审查意见. Whoever gives it cannot decide."""
    if not opinion.strip():
        raise ValidationError({"opinion": _("写下审查意见。")})
    return perform(
        application, "review", lambda step: None, actor=actor, version=version, key=key, note=opinion, at=at
    )


def grant(application, *, text="", actor, version=None, key="", at=None):
    """同意援助: from this day three days to name who does the case."""

    def write(step):
        _decide(step, text.strip())
        clocks.start(step.application, Kind.ASSIGN, granted_on=step.today)

    return perform(application, "grant", write, actor=actor, version=version, key=key, note=text, at=at)


def refuse(application, *, reasons, text, law, remedy="", actor, version=None, key="", at=None):
    """不予援助: in writing, with reasons (codes of RefusalReason and words) and what can be done about it.

    ValidationError without a reason, words or law. `law`: the articles the refusal rests on, at most 200
    characters. `remedy` is by default the lawful one.
    """
    if unknown := set(reasons) - set(choices.RefusalReason.values):
        raise ValidationError(
            {"reasons": _("没有这个理由：%(codes)s") % {"codes": "、".join(sorted(unknown))}}
        )
    errors = {}
    if not reasons:
        errors["reasons"] = _("至少选一个理由。")
    if len(text.strip()) < 10:
        errors["text"] = _("把理由写清楚，至少 10 个字，让当事人看得懂。")
    if not law.strip():
        errors["law"] = _("写明依据哪条法律。")
    if errors:
        raise ValidationError(errors)

    def write(step):
        _decide(step, text.strip())
        step.application.refusal_reasons = sorted(set(reasons))
        step.application.remedy = remedy.strip() or str(choices.REMEDY)
        step.data.update(reasons=step.application.refusal_reasons, law=law.strip()[:200])
        clocks.cancel_all(step.application, at=step.at)

    return perform(application, "refuse", write, actor=actor, version=version, key=key, note=text, at=at)


def _decide(step, text):
    step.application.decided_on = step.today
    step.application.decided_by = step.actor
    step.application.decision_text = text
    clocks.meet(step.application, Kind.ACCEPT, Kind.REVIEW, at=step.at)


def assign(application, *, assignee, reason="", actor, version=None, key="", at=None):
    """指派承办人. ValidationError unless `assignee` is a caseworker of the office, above or below it."""

    def write(step):
        _name(step, assignee, reason.strip())
        clocks.meet(step.application, Kind.ASSIGN, at=step.at)

    return perform(application, "assign", write, actor=actor, version=version, key=key, note=reason, at=at)


def reassign(application, *, assignee, reason, actor, version=None, key="", at=None):
    """换承办人, with the reason. ValidationError without one, or for the person who has it already."""
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么换人。")})

    def write(step):
        current = step.application.assignments.current().select_for_update(of=("self",)).first()
        if current and current.assignee_id == assignee.pk:
            raise ValidationError({"assignee": _("已经是这位承办人。")})
        step.application.assignments.current().update(ended_at=step.at)
        if current:
            tell_colleague(step.application, current.assignee, "staff_taken_over")
        _name(step, assignee, reason.strip())

    return perform(application, "reassign", write, actor=actor, version=version, key=key, note=reason, at=at)


def caseworkers_for(office):
    """Who can be named for a case of `office`: caseworkers of it, of the offices above and below it."""
    paths = [office.path[:end] for end in range(Office.steplen, len(office.path) + 1, Office.steplen)]
    near = Office.objects.filter(path__startswith=office.path) | Office.objects.filter(path__in=paths)
    return (
        User.objects.filter(is_active=True, memberships__role=Role.CASEWORKER, memberships__office__in=near)
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )


def _name(step, assignee, reason):
    if not caseworkers_for(step.application.office).filter(pk=assignee.pk).exists():
        raise ValidationError({"assignee": _("这个人不是本机构的承办人。")})
    Assignment.objects.create(
        application=step.application,
        assignee=assignee,
        assigned_by=step.actor,
        assigned_at=step.at,
        reason=reason,
    )
    tell_colleague(step.application, assignee, "staff_assigned")
    step.data["assignee"] = assignee.pk
