"""What a letter to another agency says: on paper, and on the page of whoever is asked."""

from typing import Any

from aid import sla
from aid.models import Claimant, Letter


def values(letter: Letter) -> dict[str, Any]:
    """What the letter says. Of the person what it shares, in clear: whoever prints it writes that down."""
    return {
        "reference": letter.application.reference,
        "case_number": letter.application.case_number,
        "kind": str(letter.get_kind_display()),
        "from_office": letter.from_office.name,
        "to": letter.to,
        "facts": letter.facts,
        "asked": letter.asked,
        "due_on": letter.due_on,
        "sent_on": sla.local_day(letter.sent_at),
        "sent_by": letter.sent_by.get_full_name(),
        "person": shared(letter, letter.claimant),
    }


def shared(letter: Letter, person: Claimant) -> list[tuple[str, str, str]]:
    """[(code, label, value)] of what the other side may know of the person, without what is empty."""
    found = [
        (code, str(Letter.Share(code).label), str(getattr(person, code))) for code in Letter.Share.values
    ]
    return [(code, label, value) for code, label, value in found if value and code in letter.shares]
