"""Blind indexes: find a sealed value again without opening any.

HMAC-SHA256 under a key of its own. The purpose is part of the input, so that a phone number and an identity
number written alike do not match. Equal values give equal indexes: store one only where it is searched.
"""

import hashlib
import hmac
from collections.abc import Callable

from foundation.vault import spelling
from foundation.vault.keyring import index_key

_READERS: dict[str, Callable[[str], str]] = {
    "phone": spelling.phone,
    "phone_tail": spelling.phone_tail,
    "id_number": spelling.id_number,
    "name": spelling.folded,
    "spelt": spelling.spelt,
    "employer": spelling.folded,
}


def blind_index(value: str, purpose: str) -> str:
    """64 hex characters for `value` in the index `purpose`; '' for an empty value.

    Phones, papers and names are compared as foundation.vault.spelling reads them, anything else as a line of text.
    """
    read = _READERS.get(purpose, spelling.line)(value or "")
    if not read:
        return ""
    return hmac.new(index_key(), f"{purpose}\x00{read}".encode(), hashlib.sha256).hexdigest()
