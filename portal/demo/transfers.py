"""What the demo's reception desk hands to others: to a body outside, and to an office of ours that has not answered yet."""

from django.contrib.auth import get_user_model

from aid.services import transfer
from aid.services.places import elsewhere_of
from foundation.accounts.models import Office


def _clerk():
    return get_user_model().objects.get(username="receptionist")


def refer_out(application, at):
    transfer.offer(
        application,
        to=elsewhere_of(application).agency,
        reason="活是在那边干的。",
        actor=_clerk(),
        at=at,
    )


def end(application, at):
    transfer.end(application, ack="那边窗口的陈主任电话里说接了。", actor=_clerk(), at=at)


def offer(application, at):
    transfer.offer(
        application,
        office=Office.objects.get(code="ts-qinzhou-aid"),
        reason="人已经回秦州，证据也在那边。",
        actor=_clerk(),
        at=at,
    )
