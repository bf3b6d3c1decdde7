"""期限中止: the review clock stands still while another body checks, and goes on when it has answered.

Source: 《法律援助法》第四十三条 leaves the days of a supplement out (read 2026-11-21). That those of a check by an
agency elsewhere are left out too is in the procedure rules (程序规定, wording to be checked before release): pages
say so. The limitation of a worker never stands still.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.clock_rules import Kind
from aid.models import Application, Suspension
from aid.services import clocks, pauses
from aid.services.perform import Change, perform
from foundation.accounts.models import User

Reason = Suspension.Reason
LONGEST = timedelta(days=92)


def suspend(
    application: Application,
    *,
    reason: str,
    waits_for: str,
    due_on: date,
    text: str,
    basis: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """审查期限停下来: from today, for `waits_for`, who answers by `due_on`. While one stands: another day is set.

    ValidationError without words, for a reason of the office's own without its `basis`, for a day that is not after
    today or more than three months away.
    """
    errors = {}
    if reason not in Reason.values:
        errors["reason"] = _("从列出的里面选一个。")
    if reason == Reason.OTHER and not basis.strip():
        errors["basis"] = _("写明依据哪一条；没有依据的，期限不能停。")
    if not waits_for.strip():
        errors["waits_for"] = _("写清楚等谁。")
    if not text.strip():
        errors["text"] = _("写清楚要核查什么。")
    if errors:
        raise ValidationError(errors)

    def write(change: Change) -> None:
        begin(change, reason=reason, waits_for=waits_for, due_on=due_on, text=text, basis=basis)

    return perform(application, "suspend", write, actor=actor, version=version, key=key, note=text, at=at)


def begin(
    change: Change, *, reason: str, waits_for: str, due_on: date, text: str, basis: str = ""
) -> Suspension:
    """The same in an act that is being done."""
    app = change.application
    if not change.today < due_on <= change.today + LONGEST:
        raise ValidationError({"due_on": _("最晚日期要在今天以后，三个月以内。")})
    standing = app.suspensions.running().first()
    since = standing.since if standing else change.today
    clock = clocks.start(app, Kind.AWAITED, since=since, chosen=due_on)
    pauses.stop(change)
    change.data.update(
        suspended=str(reason), waits_for=waits_for.strip()[:120], due_on=clock.due_on.isoformat()
    )
    said = {
        "reason": reason,
        "basis": basis.strip()[:200],
        "waits_for": waits_for.strip()[:120],
        "text": text.strip()[:2000],
    }
    suspension = standing or Suspension(application=app, clock=clock, since=since)
    for name, value in said.items():
        setattr(suspension, name, value)
    suspension.save()
    return suspension


def resume(
    application: Application,
    *,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """接着走: what came of it, or that it is not waited for any longer. ValidationError without words or suspension."""
    if not text.strip():
        raise ValidationError({"text": _("写清楚对方怎么说的，或者为什么不等了。")})

    def write(change: Change) -> None:
        if not change.application.suspensions.running().exists():
            raise ValidationError(_("审查期限没有停着，请看看现在到哪一步。"))
        end(change)

    return perform(application, "resume", write, actor=actor, version=version, key=key, note=text, at=at)


def end(change: Change) -> None:
    """The same in an act that is being done. Done twice it is done once."""
    clocks.meet(change.application, Kind.AWAITED, at=change.at)
    pauses.go_on(change)
