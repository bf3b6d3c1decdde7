"""说明超期原因: a clock of ours that ran out has a reason, said by whoever ended it or by the office."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.choices import LateReason
from aid.clock_rules import OFFICE_KINDS
from aid.models import Application, Deadline
from aid.services.perform import Change, perform
from foundation.accounts.models import User


def explain_late(
    application: Application,
    *,
    clock: int,
    code: str,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """ValidationError for a clock that did not run out, one that has its reason, and without words."""
    if not text.strip():
        raise ValidationError({"text": _("写清楚是怎么回事。")})

    def write(change: Change) -> None:
        found = change.application.deadlines.filter(pk=clock, kind__in=OFFICE_KINDS).first()
        if found is None or not found.was_missed(change.at):
            raise ValidationError({"clock": _("这个期限没有超期。")})
        if found.late_reason:
            raise ValidationError({"clock": _("这个期限的原因已经写过了。")})
        keep(change, found, code)

    return perform(
        application, "explain_late", write, actor=actor, version=version, key=key, note=text, at=at
    )


def keep(change: Change, clock: Deadline, code: str) -> None:
    """The reason stands at the clock, and with the act that says it."""
    if code not in LateReason.values:
        raise ValidationError({"code": _("选一样。")})
    Deadline.objects.filter(pk=clock.pk).update(late_reason=code)
    change.data.update(late_clock=clock.kind, late_reason=code, late_due_on=clock.due_on.isoformat())
