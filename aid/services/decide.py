"""The opinion and the decision: review, grant, refuse."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import choices, guardians
from aid.clock_rules import Kind
from aid.models import Application, Decision, NumberSeries
from aid.services import clocks
from aid.services.numbers import next_number
from aid.services.perform import Change, perform
from foundation.accounts.models import User


def review(
    application: Application,
    *,
    opinion: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """提出审查意见. Whoever gives it cannot decide."""
    if not opinion.strip():
        raise ValidationError({"opinion": _("写下审查意见。")})
    return perform(
        application, "review", lambda change: None, actor=actor, version=version, key=key, note=opinion, at=at
    )


def grant(
    application: Application,
    *,
    text: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """同意援助: from this day three days to name who does the case."""

    def write(change: Change) -> None:
        if guardians.of(change.application, change.today) == guardians.NEEDED:
            raise ValidationError(guardians.WHY)
        _decide(change, Decision.Kind.GRANT, text=text.strip())
        # After first aid somebody may have been named already.
        if not change.application.deadlines.filter(kind=Kind.ASSIGN, cancelled_at=None).exists():
            clocks.start(change.application, Kind.ASSIGN, granted_on=change.today)

    return perform(application, "grant", write, actor=actor, version=version, key=key, note=text, at=at)


def refuse(
    application: Application,
    *,
    reasons: Iterable[str],
    text: str,
    law: str,
    remedy: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
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

    def write(change: Change) -> None:
        decision = _decide(
            change,
            Decision.Kind.REFUSE,
            text=text.strip(),
            reasons=sorted(set(reasons)),
            law=law.strip()[:200],
            remedy=remedy.strip() or str(choices.REMEDY),
        )
        change.data.update(reasons=decision.reasons, law=decision.law)
        clocks.cancel_all(change.application, at=change.at)

    return perform(application, "refuse", write, actor=actor, version=version, key=key, note=text, at=at)


def _decide(change: Change, kind: str, **what: object) -> Decision:
    """Write the decision with its number; the office's clocks up to it are met."""
    decision = Decision.objects.create(
        application=change.application,
        kind=kind,
        number=next_number(change.application.office, NumberSeries.Series.DECISION, change.today.year),
        decided_on=change.today,
        decided_by=change.actor,
        **what,
    )
    change.data.update(decision=decision.pk, number=decision.number)
    change.application.first_aid_waits = False  # the decision itself has come first
    clocks.meet(change.application, Kind.ACCEPT, Kind.REVIEW, at=change.at)
    return decision
