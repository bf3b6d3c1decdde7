"""What somebody said and nobody has answered: its first line, for lists, hidden as all else of a row is."""

import re

from aid.models import Wish
from foundation.vault.hiding import hide_numbers
from foundation.vault.masking import mask_name

LONGEST = 48  # characters of a line


def first_lines(applications):
    """{key: the first line} of the last thing said in each; of what was read `with_all` and along, in one query."""
    asked = {one.pk: one for one in applications if one.said_at}
    if not asked:
        return {}
    last = Wish.objects.open().filter(application__in=asked)
    last = last.order_by("application_id", "-asked_at", "-pk").distinct("application_id")
    return {wish.application_id: first_line(wish.text, _names(asked[wish.application_id])) for wish in last}


def _names(application):
    """The names that stand in full in what the application holds."""
    return [*(person.name for person in application.claimants.all()), application.helper_name]


def first_line(text, names):
    """The numbers are hidden before the line is cut, or half of one would stay."""
    text = hide_numbers(text)
    for name in sorted(filter(None, names), key=len, reverse=True):
        spelt = r"\s*".join(re.escape(sign) for sign in name if not sign.isspace())
        text = re.sub(spelt, mask_name(name), text, flags=re.IGNORECASE)
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
