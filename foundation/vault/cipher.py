"""One sealed value: version byte, key id byte, 12-byte nonce, AES-256-GCM ciphertext with its tag.

What is authenticated with it says where it belongs: the binding (for a field "app.Model.field") and the row, by a
random id of its own. Copied into another column, or another row, it does not open there. Version 1 was bound to its
column alone.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from foundation.vault.errors import Tampered
from foundation.vault.keyring import keyring

UNBOUND, BOUND = 1, 2
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = 2


def seal(plaintext: bytes, binding: str, row: str = "") -> bytes:
    """`plaintext` under the newest key, for one row; without `row` as before rows were bound."""
    ring = keyring()
    header = bytes([BOUND if row else UNBOUND, ring.current_id])
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + _aead(ring.current).encrypt(nonce, plaintext, _place(header, binding, row))


def unseal(token: bytes, binding: str, row: str = "") -> bytes:
    """The plaintext of `token`. Raises Tampered, UnknownKey."""
    if len(token) < HEADER_BYTES + NONCE_BYTES + TAG_BYTES or token[0] not in (UNBOUND, BOUND):
        raise Tampered(f"{binding}: not a sealed value")
    header, nonce, body = token[:2], token[2:14], token[14:]
    key = keyring().key(key_id_of(token))
    try:
        return _aead(key).decrypt(nonce, body, _place(header, binding, row))
    except InvalidTag:
        raise Tampered(f"{binding}: the sealed value was changed or belongs elsewhere") from None


def _place(header: bytes, binding: str, row: str) -> bytes:
    return header + (f"{binding}:{row}" if header[0] == BOUND else binding).encode()


@lru_cache(maxsize=8)
def _aead(key: bytes) -> AESGCM:
    return AESGCM(key)


def is_bound(token: bytes) -> bool:
    return token[:1] == bytes([BOUND])


def key_id_of(token: bytes) -> int:
    return token[1]
