"""What is sent to the person, and only when they allowed it."""

from foundation.notices.services import queue

_TEMPLATES = {
    "submit": "received",
    "ask_supplement": "supplement",
    "grant": "decided",
    "refuse": "decided",
    "assign": "assigned",
    "withdraw": "withdrawn",
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
            language=application.language,
        )
