"""One sealed value: version byte, key id byte, 12-byte nonce, AES-256-GCM ciphertext with its tag.

The binding (for a field "app.Model.field") is authenticated with it, so that a value copied into another
column does not open there.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from foundation.vault.errors import Tampered
from foundation.vault.keyring import keyring

VERSION = 1
NONCE_BYTES = 12
TAG_BYTES = 16
HEADER_BYTES = 2


def seal(plaintext: bytes, binding: str) -> bytes:
    """`plaintext` under the newest key."""
    ring = keyring()
    header = bytes([VERSION, ring.current_id])
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + AESGCM(ring.current).encrypt(nonce, plaintext, header + binding.encode())


def unseal(token: bytes, binding: str) -> bytes:
    """The plaintext of `token`. Raises Tampered, UnknownKey."""
    if len(token) < HEADER_BYTES + NONCE_BYTES + TAG_BYTES or token[0] != VERSION:
        raise Tampered(f"{binding}: not a sealed value")
    header, nonce, body = token[:2], token[2:14], token[14:]
    key = keyring().key(key_id_of(token))
    try:
        return AESGCM(key).decrypt(nonce, body, header + binding.encode())
    except InvalidTag:
        raise Tampered(f"{binding}: the sealed value was changed or belongs elsewhere") from None


def key_id_of(token: bytes) -> int:
    return token[1]
