"""How long it is kept who signed in from where, and what would go now."""

from datetime import datetime

from axes.models import AccessAttempt, AccessLog
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds, services
from foundation.retention.kinds import Initial, Kind, Plan, Term, Unit

SIGN_INS = "sign_in"


def _over(at: datetime, term: Term):
    last = term.before(timezone.localdate(at))
    return [model.objects.filter(attempt_time__date__lte=last) for model in (AccessAttempt, AccessLog)]


def forget_sign_ins(at: datetime) -> int:
    """Delete what is over its term. Returns how many rows."""
    term = services.term(SIGN_INS, at)
    return sum(rows.delete()[0] for rows in _over(at, term)) if term else 0


kinds.add(
    Kind(
        SIGN_INS,
        _("工作人员登录的记录"),
        since=_("那一次登录"),
        plan=lambda at, term, user: Plan(sum(rows.count() for rows in _over(at, term))),
        initial=Initial(200, Unit.DAYS, "本站的设计"),
        shortest=30,
    )
)
