"""What was sent to the people of a case, and whether it left: for the case page."""

from dataclasses import dataclass

from aid import reach
from aid.models import Word
from aid.services import one_time
from foundation.notices import waiting
from foundation.notices.models import Channel, Message, State
from foundation.notices.services import UNSENDABLE
from foundation.notices.templates import registry

SHOWN = 10


@dataclass(frozen=True)
class Told:
    """One message. `why`: why it has not left, and when it is tried again. `tone` as of a clock. `may_resend`: another try may do.

    `otherwise`: the word by which the person was told instead."""

    message: Message
    what: str
    why: str
    tone: str
    may_resend: bool
    otherwise: Word | None = None


def of(message, now, otherwise=None):
    """One message, read `with_channel`. `otherwise`: how the person was told instead."""
    return Told(
        message,
        registry.labels().get(message.template, message.template),
        waiting.why(message, now),
        {State.DEAD: "late", State.FAILED: "today", State.SENT: "good"}.get(message.state, "waiting"),
        message.state == State.DEAD and message.error not in UNSENDABLE and not otherwise,
        otherwise,
    )


def messages(people, now, words=()):
    """The newest to each of `people`, claimants of one application; what did not leave first."""
    whose = [reach.about(person) for person in people]
    sent = Message.objects.filter(about__in=whose, channel=Channel.SMS).exclude(template=one_time.TEMPLATE)
    found = list(sent.with_channel().order_by("-created_at", "-pk")[:SHOWN])
    otherwise = {one.instead_of_id: one for one in words if one.instead_of_id}
    told = [of(message, now, otherwise.get(message.pk)) for message in found]
    return sorted(told, key=lambda one: one.message.state != State.DEAD or one.otherwise is not None)
