"""The keys of this installation, read from settings once.

VAULT_KEYS is "1:base64,2:base64": ids from 1 to 255, 32 bytes each; the last encrypts, all decrypt. AUDIT_KEYS is
written alike: the last signs, all verify.
"""

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from foundation.vault.errors import BadKeyring, UnknownKey

KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class Keyring:
    keys: dict[int, bytes]
    current_id: int

    def __repr__(self) -> str:
        return f"<Keyring ids={sorted(self.keys)} current={self.current_id}>"

    @property
    def current(self) -> bytes:
        return self.keys[self.current_id]

    def key(self, key_id: int) -> bytes:
        try:
            return self.keys[key_id]
        except KeyError:
            raise UnknownKey(key_id) from None


@lru_cache(maxsize=8)
def parse_keyring(text: str, label: str = "VAULT_KEYS") -> Keyring:
    """The keyring `text` describes. Raises BadKeyring; its message names the id, never the key."""
    keys: dict[int, bytes] = {}
    key_id = 0
    for position, part in enumerate((p.strip() for p in text.split(",") if p.strip()), start=1):
        number, colon, encoded = part.partition(":")
        if not colon or not number.isascii() or not number.isdigit() or not 1 <= int(number) <= 255:
            raise BadKeyring(f"{label}: entry {position} must be ID:BASE64 with an id from 1 to 255.")
        key_id = int(number)
        if key_id in keys:
            raise BadKeyring(f"{label}: id {key_id} appears twice.")
        keys[key_id] = decode_key(encoded, f"{label}: key {key_id}")
    if not keys:
        raise BadKeyring(f"{label} is empty.")
    return Keyring(keys, key_id)


@lru_cache(maxsize=8)
def decode_key(encoded: str, label: str) -> bytes:
    """32 bytes from base64, standard or URL-safe. Raises BadKeyring with `label`."""
    try:
        key = base64.b64decode(encoded.strip().replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        raise BadKeyring(f"{label} is not valid base64.") from None
    if len(key) != KEY_BYTES:
        raise BadKeyring(f"{label} has {len(key)} bytes; {KEY_BYTES} are needed.")
    return key


def keyring() -> Keyring:
    return parse_keyring(settings.VAULT_KEYS)


def audit_keyring() -> Keyring:
    return parse_keyring(settings.AUDIT_KEYS, "AUDIT_KEYS")


def index_key() -> bytes:
    return decode_key(settings.VAULT_INDEX_KEY, "VAULT_INDEX_KEY")
