"""终止援助: aid that was granted ends before its case does. Two people: one reports, another decides; or a chain
(aid.approval), each of which may say that it goes on.

Source: 《法律援助法》第四十八条 (the reasons, and that the caseworker reports them), 第四十九条 (objection), in force
2022-01-01, read 2026-11-21. That the decision is sent within three days is in the procedure rules (程序规定), not
read yet: an office practice here.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import approval
from aid.clock_rules import Kind
from aid.models import Application, EndReason, NumberSeries, Termination
from aid.services import apart, approve, clocks, suspend
from aid.services.numbers import next_number
from aid.services.perform import Change, perform
from foundation.accounts.models import User

SHORTEST = 10


def report(
    application: Application,
    *,
    reason: str,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """报告应当终止的情形: nothing ends by it. ValidationError without a reason of the law and words, and while one waits."""
    if reason not in EndReason.values:
        raise ValidationError({"reason": _("从法律援助法第四十八条的情形里选一个。")})
    if len(text.strip()) < SHORTEST:
        raise ValidationError({"text": _("写清楚是什么情况、怎么知道的，至少 10 个字。")})

    def write(change: Change) -> None:
        if change.application.terminations.open().exists():
            raise ValidationError(_("已经有人报告过，等审批人决定。"))
        found = Termination(
            application=change.application,
            reason=reason,
            report=text.strip(),
            reported_by=change.actor,
            reported_at=change.at,
        )
        change.data.update(approve.begin(change.application, found, approval.Of.END, change.today))
        found.save(force_insert=True)
        change.data["end_reason"] = str(reason)

    return perform(application, "report_end", write, actor=actor, version=version, key=key, note=text, at=at)


def terminate(
    application: Application,
    *,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """终止援助, as reported: with a number and words for the person; to be served within three days. The limitation runs on."""
    if len(text.strip()) < SHORTEST:
        raise ValidationError({"text": _("把理由写清楚，至少 10 个字，让当事人看得懂。")})

    def write(change: Change) -> None:
        app = change.application
        apart.must_be_decided(change)
        found = _settle(change, ends=True, text=text)
        found.number = next_number(app.office, NumberSeries.Series.DECISION, change.today.year)
        found.save()
        change.data.update(end_reason=found.reason, number=found.number)
        suspend.end(change)
        clocks.cancel_all(app, at=change.at)
        clocks.start(app, Kind.SEND_END, decided_on=change.today)

    return perform(application, "terminate", write, actor=actor, version=version, key=key, note=text, at=at)


def keep_on(
    application: Application,
    *,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """不终止: what was reported is no reason to end it. ValidationError without words."""
    if not text.strip():
        raise ValidationError({"text": _("写清楚为什么不终止。")})

    def write(change: Change) -> None:
        change.data["end_reason"] = _settle(change, ends=False, text=text).reason

    return perform(application, "keep_on", write, actor=actor, version=version, key=key, note=text, at=at)


def _settle(change: Change, *, ends: bool, text: str) -> Termination:
    found = change.application.terminations.open().select_for_update(of=("self",)).first()
    if found is None:
        raise ValidationError(_("没有等决定的报告，请看看现在到哪一步。"))
    found.ends, found.text = ends, text.strip()
    found.decided_by, found.decided_at = change.actor, change.at
    found.save()
    return found
