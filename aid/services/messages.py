"""What is sent to the person, and only when they allowed it; what colleagues find in their inbox."""

from django.urls import reverse

from foundation.notices.services import queue

_TEMPLATES = {
    "submit": "received",
    "ask_supplement": "supplement",
    "grant": "decided",
    "refuse": "decided",
    "assign": "assigned",
    "withdraw": "withdrawn",
    "lapse": "lapsed",
    "refer_out": "moved",
}


def tell(application, action, *, due=None):
    """Queue the SMS for `action` to each claimant, within the transaction. Nothing without their leave.

    The text holds the number and where to ask, never the matter: the phone may be shared.
    """
    if not application.may_sms or action not in _TEMPLATES:
        return
    context = {"reference": application.reference}
    if due is not None:
        context["due"] = f"{due.month}月{due.day}日"
    for claimant in application.claimants.all():
        queue(
            key=f"aid.{action}:{application.pk}:{application.version}:{claimant.pk}",
            channel="sms",
            to=claimant.phone,
            template=_TEMPLATES[action],
            context=context,
            office=application.office,
            language=application.language,
        )


def tell_colleague(application, user, template):
    """Put a message into the inbox of `user`, within the transaction, once for each state of the application.

    It leads to the application, unless they cannot see it any more.
    """
    is_theirs = template == "staff_assigned"
    queue(
        key=f"aid.{template}:{application.pk}:{application.version}:{user.pk}",
        channel="staff",
        to=user,
        template=template,
        context={"reference": application.reference},
        office=application.office,
        link=reverse("applications:inspect", args=[application.pk]) if is_theirs else "",
    )
