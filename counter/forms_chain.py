"""A yes in the middle of a chain, and where the chain stands."""

from dataclasses import dataclass, replace

from django import forms
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from aid import approval, choices
from aid.status import Status
from counter.forms import NOTE, ActForm
from foundation.accounts.models import Role


@dataclass(frozen=True)
class Link:
    """One of a chain: `who` said yes, or "" while it is still to come. `is_now`: it is their turn.

    `begins`: it is no yes, but what all the others are said to.
    """

    role: str
    who: str = ""
    is_now: bool = False
    begins: bool = False


@dataclass(frozen=True)
class Chain:
    """`of`: what waits for it, "" for the decision of the whole. `said`: what was proposed, or that it was given back."""

    links: tuple
    of: str = ""
    said: str = ""


def chains(application):
    """Of more than one: the chains that are waited for. Reads prefetched events, terminations and shares."""
    found = []
    if application.status == Status.REVIEWING:
        found.append(_chain(application, application, _DECISION))
    for one in application.terminations.all():
        if one.decided_at is None:
            found.append(_chain(application, one, _END, gettext("终止援助")))
    people = {person.pk: person.position for person in application.claimants.all()}
    same = {}  # who stands at the same place of it, for the same outcome, is shown together
    for share in application.shares.all():
        if share.state == share.State.ORDERED:
            place = people[share.claimant_id]
            same.setdefault(_chain(application, share, _MEMBER, place=place), []).append(place)
    for chain, places in same.items():
        numbers = "、".join(map(str, sorted(places)))
        found.append(chain and replace(chain, of=gettext("%(numbers)s 号，重新决定") % {"numbers": numbers}))
    return [chain for chain in found if chain]


# What begins a chain and what the first of it is called, what begins it anew, and what moves it on.
_DECISION = ("review", gettext_lazy("审查意见"), "", "endorse")
_END = ("report_end", gettext_lazy("报告"), "", "endorse_end")
_MEMBER = ("order_member", gettext_lazy("责令改正"), "return_member", "endorse_member")


def _chain(application, subject, codes, of="", place=None):
    begins, called, anew, moves = codes
    said, proposer, chain, words = [], None, approval.DEFAULT, ""
    for event in application.events.all():
        if place is not None and place not in event.data.get("positions", [place]):
            continue
        if event.action in (begins, anew):
            said, chain = [], event.data.get("chain", approval.DEFAULT)
            proposer = event if event.action == begins else proposer
            words = gettext("前面提议的退回了，从头走。") if event.action == anew else ""
        elif event.action == moves:
            said.append(event)
            words = _proposal(event) or words
    to_come = [subject.next_yes, *subject.yes_after]
    if proposer is None or len(said) + len(to_come) < 2:
        return None
    done = [Link(_label(role), event.actor_label) for role, event in zip(chain, said, strict=False)]
    waits = [Link(_label(role), is_now=not n) for n, role in enumerate(to_come)]
    return Chain((Link(str(called), proposer.actor_label, begins=True), *done, *waits), of, words)


def _proposal(event):
    match event.data.get("outcome"):
        case choices.Advice.GRANT:
            return gettext("提议给予援助。")
        case choices.Advice.REFUSE:
            return gettext("提议不予援助。")
    return ""


def proposed(application, places):
    """What the last who proposed something for these of the roster wrote; "" where nobody has."""
    of_them = [
        event.note
        for event in application.events.all()
        if event.action == "endorse_member" and set(places) & set(event.data["positions"])
    ]
    return of_them[-1] if of_them else ""


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


class EndorseEndForm(_EndorseForm):
    action = "endorse_end"
    verb = _("同意，交给下一位")
    intro = _("照报告终止援助。这里还要后面的人同意才终止；不同意的，用“不终止，接着援助”。")


def why_not(act, application, user):
    """In words, why this yes is not this officer's to say now; "" where it is, or where another reason stands."""
    subjects = approval.subjects_of(act, application)
    if not subjects or any(approval.is_next(act, one, user) for one in subjects):
        return ""
    if all(user.pk in one.yes_by for one in subjects):
        return gettext("您在这条审批链里已经同意过了，一个人只同意一次。")
    if roles := list(dict.fromkeys(_label(one.next_yes) for one in subjects if one.next_yes)):
        return gettext("现在等%(role)s同意，不是这一步。") % {"role": "、".join(roles)}
    return ""
