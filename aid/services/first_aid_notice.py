"""Approvers are told in their inbox that somebody cannot wait: at once, and each morning while it is not decided."""

from collections import Counter
from datetime import datetime

from django.urls import reverse

from aid import sla
from aid.models import Application
from aid.status import UNDECIDED
from foundation.accounts.models import Membership, Office, Role, User
from foundation.accounts.scope import above
from foundation.notices.models import Message
from foundation.notices.services import queue

ASKED, WAITING = "staff_first_aid", "staff_first_aid_waits"


def tell(application: Application) -> None:
    """Within the transaction that asks. Who has not read the last one gets no second: the queue shows them all."""
    for user in approvers_of(application.office):
        if not Message.objects.inbox_of(user).unread().filter(template=ASKED).exists():
            _queue(
                user,
                ASKED,
                f"{application.pk}:{application.version}",
                application.office,
                {"reference": application.reference},
            )


def remind(at: datetime) -> int:
    """One message to each approver with requests that wait, once a day. Returns how many were told."""
    waiting = Application.objects.filter(first_aid_waits=True, status__in=UNDECIDED).select_related("office")
    counts: Counter[User] = Counter()
    for office, number in Counter(application.office for application in waiting).items():
        for user in approvers_of(office):
            counts[user] += number
    for user, count in counts.items():
        _queue(user, WAITING, sla.local_day(at).isoformat(), None, {"count": str(count)})
    return len(counts)


def approvers_of(office: Office) -> list[User]:
    """Who decides there: those of the office itself, else of the nearest one above it that has some."""
    held = Membership.objects.filter(
        role=Role.APPROVER, office__path__in=above(office.path), user__is_active=True
    ).select_related("user", "office")
    nearest = max((membership.office.path for membership in held), key=len, default="")
    return [membership.user for membership in held if membership.office.path == nearest]


def _queue(user: User, template: str, key: str, office: Office | None, context: dict) -> None:
    queue(
        key=f"aid.{template}:{key}:{user.pk}",
        channel="staff",
        to=user,
        template=template,
        context=context,
        office=office,
        link=reverse("applications:index") + "?show=urgent",
    )
