"""What one paper is about, where there are several of a kind: one of a group judged apart, a letter to another agency."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aid.choices import REMEDY
from aid.paperwork import letters, values


@dataclass(frozen=True)
class About:
    """What one paper is about. `key`: words that change when that changes. `subject`: what it says is read from, where
    that is not the application. `claimant`: whose alone it is. `said`: which one it is, where there are several."""

    key: str
    subject: Any = None
    claimant: Any = None
    said: str = ""


def apart(*states):
    """About each one of a group of whom was decided apart from the others, in one of these states of a Share."""

    def several(application):
        shares = [one for one in application.shares.all() if one.state in states]
        if not shares:
            return []
        people = {one.pk: one for one in application.claimants.all()}
        made = {one.pk: one for one in application.decisions.all()}
        # Who was granted by the decision of the whole stands in its paper.
        found = [one for one in shares if one.is_refused or made[one.decision_id].is_apart]
        return [_about_share(one, people[one.claimant_id]) for one in found]

    return several


def _about_share(share, person):
    said = _("%(position)d 号 %(name)s") % {"position": person.position, "name": person.masked_name}
    return About(f"share:{share.pk}", share, person, said)


def share_facts(share, people):
    """One decision may be of several: each reads of themselves alone."""
    application, made = share.application, share.decision
    words = {
        "received_on": values.day(application.received_on),
        "decided_on": values.day(made.decided_on),
        "text": share.text,
        "law": "",
        "remedy": "",
        "reasons": [],
        "people": [],
    }
    if share.is_refused:
        words |= {"law": share.law, "remedy": made.remedy or str(REMEDY), "reasons": share.reasons_said}
    return words


def letters_of(application):
    """About each letter to another agency that is not over."""
    found = [one for one in application.letters.all() if one.state != one.State.CLOSED]
    return [About(f"letter:{one.pk}", one, said=f"{one.get_kind_display()} · {one.to}") for one in found]


def letter_facts(letter, people):
    said = letters.values(letter)
    return {
        "to": said["to"],
        "kind": said["kind"],
        "facts": said["facts"],
        "text": said["asked"],
        "person": [f"{label}：{value}" for _code, label, value in said["person"]],
        "due_on": values.day(said["due_on"]),
    }


_SIGNS = "零一二三四五六七八九"


def in_signs(number: int) -> str:
    """1 to 999 as it is written: 一, 十二, 二十, 一百零五, 一百一十."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    said = f"{_SIGNS[hundreds]}百" if hundreds else ""
    if tens:
        said += ("" if tens == 1 and not hundreds else _SIGNS[tens]) + "十"
    elif hundreds and ones:
        said += "零"
    return said + (_SIGNS[ones] if ones else "")
