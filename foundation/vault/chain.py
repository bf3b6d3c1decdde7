"""Chains of rows: each is signed together with the one before it, by a key that the database does not hold.

A chain that was written before there was a key (`key_id` 0) is hashed with SHA-256. It is known by the first signed
row that follows, and a chain that ends without a signature counts as broken. See docs/decisions/0040.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from foundation.vault.errors import UnknownKey
from foundation.vault.keyring import audit_keyring

UNSIGNED = 0


@dataclass(frozen=True)
class Head:
    """How far a chain goes: its last number and the hash there. `of`: which chain, where a log has many."""

    number: int
    hash: str
    of: str = ""

    def __str__(self) -> str:
        return f"{self.of + ':' if self.of else ''}{self.number}:{self.hash}"


def signature(values: dict[str, Any], key_id: int) -> str:
    """HMAC-SHA-256, in hex, over the canonical JSON of `values` (keys sorted); SHA-256 for what is unsigned.

    Raises UnknownKey.
    """
    if key_id == UNSIGNED:
        return hashlib.sha256(canonical(values)).hexdigest()
    return sign(canonical({**values, "key_id": key_id}), key_id)


def sign(text: bytes, key_id: int) -> str:
    return hmac.new(audit_keyring().key(key_id), text, hashlib.sha256).hexdigest()


def canonical(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def append(row: Any, after: tuple[int, str] | None) -> None:
    """Give a row that is not saved yet its place after (number, hash) of the last one, and sign it."""
    number, row.prev_hash = after or (0, "")
    row.number = number + 1
    row.key_id = audit_keyring().current_id
    row.hash = signature(row.covered(), row.key_id)


@dataclass(frozen=True)
class Gap:
    """Rows that a rule let go: up to which number, the hashes before the first and of the last, and the last one's key."""

    last: int
    prev_hash: str
    hash: str
    key_id: int


def first_break(
    rows: Iterable[Any],
    after: tuple[int, str] | None = None,
    *,
    signed_end: bool = True,
    gaps: Mapping[int, Gap] | None = None,
) -> str:
    """What is wrong with the first bad row of `rows` (in order of number), or '' for a whole chain.

    `gaps`: what may be missing, by the number of the first.
    """
    number, prev_hash = after or (0, "")
    key_id = None
    for row in rows:
        number += 1
        while row.number > number and gaps and (gap := gaps.get(number)):
            if gap.prev_hash != prev_hash:
                return f"what was pruned from entry {number} on does not follow the one before it"
            number, prev_hash, key_id = gap.last + 1, gap.hash, gap.key_id
        if row.number != number:
            return f"entry {number} is missing: the next one there is {row.number}"
        if row.prev_hash != prev_hash:
            return f"entry {number} does not follow the one before it"
        if row.key_id == UNSIGNED and key_id:
            return f"entry {number} is not signed, though the one before it is"
        try:
            if not hmac.compare_digest(row.hash, signature(row.covered(), row.key_id)):
                return f"entry {number} was changed"
        except UnknownKey:
            return f"entry {number} is signed by key {row.key_id}, which AUDIT_KEYS does not hold"
        prev_hash, key_id = row.hash, row.key_id
    if signed_end and key_id == UNSIGNED:
        return f"entry {number} is the last and not signed: `manage.py sign_logs` was never run, or the end was cut"
    return ""
