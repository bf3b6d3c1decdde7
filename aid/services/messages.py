"""What is sent to the person, and only when they allowed it; what colleagues find in their inbox."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from aid import absence, reach, sla
from aid.acts import Act
from aid.models import Application, Claimant
from foundation.accounts.models import User
from foundation.notices.services import queue, queue_all


def tell(
    application: Application,
    act: Act,
    *,
    due: date | None = None,
    people: Iterable[Claimant] | None = None,
) -> None:
    """Queue the SMS that `act` names to each who takes part, within the transaction. Nothing without their leave.

    `people`: those who take part, for a caller that has them. The text holds the number and where to ask, never the
    matter: the phone may be shared.
    """
    if not act.message:
        return
    context = _context(application, due)
    state = f"aid.{act.code}:{application.pk}:{application.version}"
    told = {
        f"{state}:{person.pk}": person
        for person in (application.claimants.taking_part() if people is None else people)
        if person.gets_sms
    }
    queue_all(
        {key: person.phone for key, person in told.items()},
        about={key: reach.about(person) for key, person in told.items()},
        channel="sms",
        template=act.message,
        context=context,
        office=application.office,
        language=application.language,
    )


def _context(application: Application, due: date | None) -> dict[str, str]:
    return {"reference": application.reference, **({"due": f"{due.month}月{due.day}日"} if due else {})}


def tell_person(
    application: Application, person: Claimant, template: str, *, key: str, due: date | None = None
) -> None:
    """Queue one SMS to one of the workers, within the transaction. Nothing without their leave."""
    if person.gets_sms:
        queue(
            key=f"aid.{template}:{key}",
            channel="sms",
            to=person.phone,
            template=template,
            context=_context(application, due),
            about=reach.about(person),
            office=application.office,
            language=application.language,
        )


# What says that it is somebody's turn, who can open it therefore.
_LEADS_THERE = {"staff_assigned", "staff_reminded", "staff_reviewer", "staff_next_yes", "staff_sent_back"}


def tell_colleague(application: Application, user: User, template: str) -> None:
    """Put a message into the inbox of `user`, within the transaction, once for each state of the application.

    While they are away it lies with who stands in as well. It leads to the application, unless they cannot see it any more.
    """
    is_theirs = template in _LEADS_THERE
    for one in {user, absence.responsible_for(user, sla.today_in_shanghai())}:
        queue(
            key=f"aid.{template}:{application.pk}:{application.version}:{one.pk}",
            channel="staff",
            to=one,
            template=template,
            context={"reference": application.reference},
            office=application.office,
            link=reverse("applications:inspect", args=[application.pk]) if is_theirs else "",
        )
