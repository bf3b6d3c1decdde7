"""How long messages to colleagues are kept. Those to a person go with their application."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.notices.models import Channel, Message, State
from foundation.retention import kinds

TO_STAFF = "staff_message"


def _over(at, term):
    """What was sent or given up; to members of staff alone: inside the site, and of their accounts by e-mail."""
    last = term.before(timezone.localdate(at))
    found = Message.objects.filter(channel__in=[Channel.STAFF, Channel.EMAIL], about="")
    return [found.filter(state__in=[State.SENT, State.DEAD], created_at__date__lte=last)]


kinds.of_rows(TO_STAFF, _("给同事的消息（站内、邮件）"), since=_("生成那天"), over=_over, shortest=30)
