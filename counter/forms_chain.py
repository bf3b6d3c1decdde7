"""A yes in the middle of a chain, and where the chain stands."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aid import approval
from aid.status import Status
from counter.forms import NOTE, ActForm
from foundation.accounts.models import Role


@dataclass(frozen=True)
class Link:
    """One of a chain: `who` said yes, or "" while it is still to come. `is_now`: it is their turn."""

    role: str
    who: str = ""
    is_now: bool = False


def links(application):
    """The chain of the decision that is waited for; none where the approver alone decides. Reads prefetched events."""
    if application.status != Status.REVIEWING:
        return []
    said, proposer = [], None
    for event in application.events.all():
        if event.action == "review":
            said, proposer = [], event
        elif event.action == "endorse":
            said.append(event)
    to_come = [application.next_yes, *application.yes_after]
    if proposer is None or len(said) + len(to_come) < 2:
        return []
    chain = proposer.data.get("chain", approval.DEFAULT)
    done = [Link(_label(role), event.actor_label) for role, event in zip(chain, said, strict=False)]
    waits = [Link(_label(role), is_now=not n) for n, role in enumerate(to_come)]
    return [Link(gettext("审查意见"), proposer.actor_label), *done, *waits]


def _label(role):
    return str(Role(role).label)


def said_of(event):
    """What an event says of the chain, in words: whom it waits for."""
    chain = (event.data or {}).get("chain", [])
    waits = (event.data or {}).get("next_yes") or (chain[0] if len(chain) > 1 else "")
    return [gettext("接下来等：%(role)s") % {"role": _label(waits)}] if waits else []


class _EndorseForm(ActForm):
    note = forms.CharField(label=_("给下一位的话"), required=False, max_length=1000, widget=NOTE)


class EndorseForm(_EndorseForm):
    action = "endorse"
    verb = _("同意，交给下一位")
    intro = _("照审查意见办。这类申请后面还有人要同意，他同意了决定才成立；不同意的，用“退回审查”。")


class EndorseFirstAidForm(_EndorseForm):
    action = "endorse_first_aid"
    verb = _("同意，交给下一位")
    intro = _("同意先行援助。后面还有人要同意，请马上告诉他：这件事等不了。")


def why_not(act, application, user):
    """In words, why this yes is not this officer's to say now; "" where it is, or where another reason stands."""
    subject = approval.subject_of(act, application)
    if subject is None:
        return ""
    if user.pk in subject.yes_by:
        return gettext("您在这条审批链里已经同意过了，一个人只同意一次。")
    if not approval.fits(act, application, user) and subject.next_yes:
        return gettext("现在等%(role)s同意，不是这一步。") % {"role": _label(subject.next_yes)}
    return ""
