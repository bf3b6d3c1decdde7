"""The pages that one who joins a group fills in, and what comes of them."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from aid import roster
from aid.models import Group
from aid.services import ClaimantFacts
from intake import forms
from intake.forms.joining import AccountForm
from intake.pages import CALL, CONTACT, PAPERS, WHO_YOU_ARE, Step

MEMBERS = [
    Step("you", _("您是谁"), _("您是谁？"), forms.YouForm, why=WHO_YOU_ARE),
    Step(
        "account",
        _("您的账"),
        _("这是您的账，对吗？"),
        AccountForm,
        intro=_("带头的人替您写过的，已经填在下面，不对就改。改了以后，带头的人看得到。"),
        why=_("账各算各的，日子也各算各的。"),
    ),
    CONTACT,
    CALL,
    replace(PAPERS, intro=_("没有也能加入，以后可以补。")),
]


def lacks_proof(walk):
    """Whether whoever joins has named a phone, and has not shown yet that it is in their hand.

    Name and phone of a workmate are known to the foreman as well: whoever has them must not become that worker.
    """
    draft, you = walk.draft, walk.find("you")
    has_named_one = bool(draft.group_id and you and walk.is_done(you))
    return has_named_one and draft.answers.get("proved") != draft.phone_index


def row_of(walk):
    """What the representative wrote of whoever fills in `walk`, found by name and whole phone; {} when nothing.

    Nothing before they have shown that the phone is theirs.
    """
    if lacks_proof(walk):
        return {}
    you = walk.find("you")
    said = (you and walk.cleaned(you)) or {}
    group = Group.objects.filter(pk=walk.draft.group_id, draft__isnull=False).select_related("draft").first()
    if not said or group is None:
        return {}
    key = roster.person_key(said["name"], said["phone"])
    rows = group.draft.answers.get("roster") or []
    return next(
        (row for row in rows if roster.person_key(row.get("name", ""), row.get("phone", "")) == key), {}
    )


def values_of(answers):
    """The checked answers as they are kept with those who joined."""
    you, account = answers["you"], answers["account"]
    amount, left_on = account.get("amount_owed"), account.get("left_on")
    return {
        **{name: you[name] for name in ("name", "phone", "id_type", "id_number")},
        "amount_owed": str(amount) if amount else "",
        "reckoning": account.get("reckoning", ""),
        "left_on": left_on.isoformat() if left_on else "",
        **forms.ContactForm.rules(answers["contact"]),
        **forms.CallForm.rules(answers.get("call", {})),
    }


def facts_of(kept, shared):
    """The worker of `kept` ({at, receipt_code, values}); `shared`: what all have in common, by ClaimantFacts' names."""
    values = dict(kept["values"])
    reckoning, amount, left_on = (values.pop(name) for name in ("reckoning", "amount_owed", "left_on"))
    facts = {
        name: value
        for name, value in shared.get("facts", {}).items()
        if name not in ("reckoning", "own", "card")
    }
    common = {name: value for name, value in shared.items() if name != "facts"}
    if left_on:
        common |= {"left_on": date.fromisoformat(left_on), "still_working": False}
    return ClaimantFacts(
        **{
            **common,
            **values,
            "amount_owed": Decimal(amount) if amount else None,
            "facts": {**facts, **({"reckoning": reckoning} if reckoning else {})},
            "confirmed_at": datetime.fromisoformat(kept["at"]),
            "receipt_code": kept["receipt_code"],
        }
    )


# What workmates have in common: the job, not the person.
SHARED = (
    *("work_kind", "pay_type", "workplace", "project", "employer", "foreman", "employer_phone"),
    *("owed_from", "owed_to", "still_working", "left_on", "facts"),
)


def shared_of(person):
    """The same of a worker who is in the group already: a claimant or its facts."""
    return {name: getattr(person, name) for name in SHARED}
