"""How long it is kept who signed in from where."""

from axes.models import AccessAttempt, AccessLog
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds
from foundation.retention.kinds import Initial, Unit

SIGN_INS = "sign_in"


def _over(at, term):
    last = term.before(timezone.localdate(at))
    return [model.objects.filter(attempt_time__date__lte=last) for model in (AccessAttempt, AccessLog)]


kinds.of_rows(
    SIGN_INS,
    _("工作人员登录的记录"),
    since=_("那一次登录"),
    over=_over,
    initial=Initial(200, Unit.DAYS, "本站的设计"),
    shortest=30,
)
