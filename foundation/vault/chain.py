"""The hash chain of the access log: what a row's hash covers, and where a chain breaks."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

COVERED = (
    "number",
    "at",
    "actor_id",
    "actor_label",
    "action",
    "object_label",
    "object_id",
    "purpose",
    "request_reference",
    "ip_hash",
    "prev_hash",
)


def entry_hash(entry: Any) -> str:
    """SHA-256, in hex, over the canonical JSON of the covered fields (keys sorted, time in UTC)."""
    values = {name: getattr(entry, name) for name in COVERED}
    values["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[Any]) -> str:
    """What is wrong with the first bad row of `entries` (in order of number), or '' for a whole chain."""
    prev_hash = ""
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return f"entry {number} is missing: the next one there is {entry.number}"
        if entry.prev_hash != prev_hash:
            return f"entry {number} does not follow the one before it"
        if entry.hash != entry_hash(entry):
            return f"entry {number} was changed"
        prev_hash = entry.hash
    return ""
