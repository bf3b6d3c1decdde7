"""Blind indexes: find a sealed value again without opening any.

HMAC-SHA256 under a key of its own. The purpose is part of the input, so that a phone number and an identity
number written alike do not match. Equal values give equal indexes: store one only where it is searched.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable

from foundation.vault.keyring import index_key


def normalise_text(value: str) -> str:
    """Full-width forms made plain, spaces at the ends and runs of them gone, case ignored."""
    return " ".join(unicodedata.normalize("NFKC", value).split()).casefold()


def normalise_phone(value: str) -> str:
    """Digits alone, without 86, 0086 or +86 before a mainland mobile or area code. '' when there are none.

    >>> normalise_phone("＋86 139-0000-0000")
    '13900000000'
    """
    text = unicodedata.normalize("NFKC", value)
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0086"):
        digits = digits[4:]
    elif digits.startswith("86") and (len(digits) == 13 or text.strip().startswith("+")):
        digits = digits[2:]
    return digits


def normalise_id_number(value: str) -> str:
    """An identity number as printed: plain digits, capital X, nothing between."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", value).upper())


def phone_tail(value: str) -> str:
    """The last four digits, as asked for when looking up an application."""
    return normalise_phone(value)[-4:]


_NORMALISERS: dict[str, Callable[[str], str]] = {
    "phone": normalise_phone,
    "phone_tail": phone_tail,
    "id_number": normalise_id_number,
}


def blind_index(value: str, purpose: str) -> str:
    """64 hex characters for `value` in the index `purpose`; '' for an empty value.

    "phone", "phone_tail" and "id_number" are normalised as such, any other purpose as text.
    """
    normalised = _NORMALISERS.get(purpose, normalise_text)(value or "")
    if not normalised:
        return ""
    message = f"{purpose}\x00{normalised}".encode()
    return hmac.new(index_key(), message, hashlib.sha256).hexdigest()
