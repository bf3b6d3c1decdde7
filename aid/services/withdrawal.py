"""撤回: it can be undone until the next day is over, because an employer may have done it, or words at the gate.

Until then every clock runs on, so that undone it has cost nothing; then what is due of the office is called off. The
limitation is the person's own and is never touched.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.acts import TransitionNotAllowed
from aid.clock_rules import Kind
from aid.models import Application, Deadline
from aid.services import clocks
from aid.services.perform import Change, perform


def withdraw(application, *, actor=None, version=None, key="", note="", at=None) -> Application:
    """撤回: at any time before the decision, by the person (`actor` None) or by an officer who was asked to."""

    def write(change: Change) -> None:
        clock = clocks.start(change.application, Kind.UNDO, withdrawn_on=change.today)
        change.due = clock.due_on
        change.data["undo_until"] = clock.due_on.isoformat()

    return perform(application, "withdraw", write, actor=actor, version=version, key=key, note=note, at=at)


def undo_withdrawal(application, *, actor=None, version=None, key="", note="", at=None) -> Application:
    """恢复: back to where it stood, by the person or by an officer who was asked to. ValidationError when it is too late."""

    def write(change: Change) -> None:
        clock = change.application.deadlines.filter(kind=Kind.UNDO).running().first()
        if clock is None or change.at > clock.due_at:
            raise ValidationError(_("可以恢复的日子过了。还想办，请重新交一份，或者打 12348。"))
        clocks.meet(change.application, Kind.UNDO, at=change.at)
        withdrawn = change.application.events.filter(action="withdraw").order_by("-pk")[0]
        change.application.status = withdrawn.before

    return perform(
        application, "undo_withdrawal", write, actor=actor, version=version, key=key, note=note, at=at
    )


def close_withdrawal(application, *, at=None) -> Application:
    """The day is over: nothing is due any more. ValidationError while it can still be undone."""

    def write(change: Change) -> None:
        clock = change.application.deadlines.filter(kind=Kind.UNDO).running().first()
        if clock is None or change.at <= clock.due_at:
            raise ValidationError(_("还可以恢复。"))
        clocks.meet(change.application, Kind.UNDO, at=clock.due_at)
        clocks.cancel_all(change.application, at=change.at)

    return perform(application, "close_withdrawal", write, at=at)


def close_withdrawals(at: datetime) -> int:
    """Close those whose day is over. Returns how many."""
    over = Deadline.objects.running().filter(kind=Kind.UNDO, due_at__lt=at)
    closed = 0
    for application in Application.objects.filter(deadlines__in=over).iterator():
        try:
            close_withdrawal(application, at=at)
            closed += 1
        except (TransitionNotAllowed, ValidationError):
            continue  # undone at the last moment
    return closed
