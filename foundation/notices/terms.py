"""How long messages to colleagues are kept, and what would go now. Those to a person go with their application."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.notices.models import Channel, Message, State
from foundation.retention import kinds, services
from foundation.retention.kinds import Kind, Plan, Term

TO_STAFF = "staff_message"


def _over(at: datetime, term: Term):
    """What was sent or given up; to members of staff alone: inside the site, and of their accounts by e-mail."""
    last = term.before(timezone.localdate(at))
    found = Message.objects.filter(channel__in=[Channel.STAFF, Channel.EMAIL], about="")
    return found.filter(state__in=[State.SENT, State.DEAD], created_at__date__lte=last)


def forget(at: datetime) -> int:
    """Delete what is over its term. Returns how many; none while there is no rule."""
    term = services.term(TO_STAFF, at)
    return _over(at, term).delete()[0] if term else 0


kinds.add(
    Kind(
        TO_STAFF,
        _("给同事的消息（站内、邮件）"),
        since=_("生成那天"),
        plan=lambda at, term, user: Plan(_over(at, term).count()),
        shortest=30,
    )
)
