"""How long things are kept: rules are rows with a first day, entered some days ahead, and superseded, never changed."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.retention import kinds, signals
from foundation.retention.kinds import Kind, Term
from foundation.retention.models import KeepingRule

# What is deleted does not come back: whoever keeps offices has a week to look at a new rule and to object.
NOTICE = timedelta(days=7)
LONGEST = 100 * 365  # days; more is a slip of the hand
INITIAL_FROM = date(2026, 11, 1)  # before the first version of any notice that promises it


def in_force(kind: str, on: date) -> KeepingRule | None:
    """The rule of that day; where no row says anything yet, the one that the site comes with, not saved."""
    rule = KeepingRule.objects.in_force(kind, on)
    return rule or _initial(kinds.get(kind))


def term(kind: str, at: datetime) -> Term | None:
    """How long `kind` is kept by the rule of that day, None while nothing goes."""
    rule = in_force(kind, timezone.localdate(at))
    return rule.term if rule else None


def last_day(kind: str, at: datetime) -> date | None:
    """The last day of which something is over its term, None while nothing goes."""
    kept = term(kind, at)
    return kept.before(timezone.localdate(at)) if kept else None


def forget(kind: str, at: datetime) -> int:
    """Delete the rows of a kind that are past the term of that day. Returns how many; none while no rule lets any go."""
    kept = term(kind, at)
    return sum(rows.delete()[0] for rows in kinds.get(kind).over(at, kept)) if kept else 0


def _initial(kind: Kind) -> KeepingRule | None:
    if kind.initial is None:
        return None
    first = kind.initial
    return KeepingRule(
        kind=kind.code,
        amount=first.amount,
        unit=first.unit,
        document=first.document,
        clause=first.clause,
        valid_from=INITIAL_FROM,
    )


def load_initial() -> int:
    """Write the rule that the site comes with for each kind that has no row yet. Safe to repeat. Returns how many."""
    known = set(KeepingRule.objects.values_list("kind", flat=True))
    missing = [_initial(kind) for kind in kinds.every() if kind.code not in known]
    return len(KeepingRule.objects.bulk_create([rule for rule in missing if rule]))


@transaction.atomic
def plan_rule(rule: KeepingRule, *, actor, today: date) -> KeepingRule:
    """Enter a rule that begins in a week or later. Raises PermissionDenied, ValidationError."""
    _check_may(actor)
    kind = kinds.get(rule.kind)
    errors = {}
    term = rule.term
    if term is None:
        errors["amount"] = _("写保存多久。")
    elif term.days < kind.shortest:
        errors["amount"] = _("最短 %(days)d 天，怕手误。") % {"days": kind.shortest}
    elif term.days > LONGEST:
        errors["amount"] = _("最长 100 年，怕手误。")
    if rule.valid_from < today + NOTICE:
        errors["valid_from"] = _("最早 %(day)s：要留一周给大家看。") % {"day": today + NOTICE}
    if errors:
        raise ValidationError(errors)
    return _write(rule, actor, "retention.plan")


@transaction.atomic
def stop(kind: str, *, document: str, actor, today: date) -> KeepingRule:
    """From today on nothing of this kind goes: takes no waiting, for it deletes nothing. `document`: why.

    Not for what was promised to be deleted. Raises PermissionDenied, ValidationError.
    """
    _check_may(actor)
    if kinds.get(kind).initial:
        raise ValidationError(_("这一样答应过到期就删，不能停。可以另定期限。"))
    if not document.strip():
        raise ValidationError({"document": _("写清楚为什么。")})
    if not (now := in_force(kind, today)) or now.amount is None:
        raise ValidationError(_("现在本来就不删。"))
    KeepingRule.objects.standing().filter(kind=kind, valid_from=today).update(
        withdrawn_at=timezone.now(), withdrawn_by=actor
    )
    return _write(
        KeepingRule(kind=kind, amount=None, document=document, valid_from=today), actor, "retention.stop"
    )


@transaction.atomic
def withdraw(pk: int, *, actor, today: date) -> KeepingRule:
    """Take back a rule that has not begun. Raises PermissionDenied, ValidationError."""
    _check_may(actor)
    rule = KeepingRule.objects.standing().select_for_update(of=("self",)).filter(pk=pk).first()
    if rule is None or rule.valid_from <= today:
        raise ValidationError(_("已经起用了，撤不回。可以另定一条。"))
    rule.withdrawn_at, rule.withdrawn_by = timezone.now(), actor
    rule.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _tell(rule, actor, "retention.withdraw")
    return rule


def _check_may(actor):
    if not actor.has_perm("retention.add_keepingrule"):
        raise PermissionDenied


def _write(rule, actor, action):
    rule.set_by = actor
    rule.full_clean(exclude=["withdrawn_by"])
    rule.save(force_insert=True)
    _tell(rule, actor, action)
    return rule


def _tell(rule, actor, action):
    log(rule, action, user=actor, data={"rule": str(rule), "from": rule.valid_from.isoformat()})
    signals.changed.send(sender=KeepingRule, rule=rule, actor=actor)
