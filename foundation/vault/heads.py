"""How far the chained logs went, noted outside the database: one signed line each, in a file that only grows.

Who owns the database can cut the end off a chain, or take a whole one away, without breaking it; what was noted
here is then no longer there. Each line is signed together with the one before it.
"""

import fcntl
import hmac
import json
import os
import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from foundation.vault.chain import Head, canonical, sign
from foundation.vault.errors import Tampered, UnknownKey
from foundation.vault.keyring import audit_keyring

SLICE = 500
BEGINNING = "begun"  # the first line: a file without it was emptied


class Log(Protocol):
    """A log whose rows are chained. `name` is what the file calls it."""

    name: str

    def first_break(self) -> str:
        """Walk all of it; '' when it is whole."""

    def heads(self) -> Iterator[Head]:
        """Where each of its chains ends now."""

    def gone(self, noted: list[Head]) -> list[Head]:
        """Those of `noted` that are not there as noted, and were not let go by a rule."""


_LOGS: dict[str, Log] = {}


def register(log: Log) -> None:
    """For `AppConfig.ready()` of whoever keeps a chained log."""
    _LOGS[log.name] = log


def logs() -> list[Log]:
    return list(_LOGS.values())


def path() -> Path:
    return Path(settings.AUDIT_HEADS_DIR) / "heads.jsonl"


def noted() -> Iterator[tuple[str, Head]]:
    """All that was noted, oldest first: (name of the log, head). Raises Tampered."""
    if path().exists():
        with path().open(encoding="utf-8") as file:
            yield from ((line["log"], Head(line["number"], line["hash"], line["of"])) for line in _read(file))


def _read(file) -> Iterator[dict]:
    before = ""
    for number, text in enumerate(file, start=1):
        try:
            line = json.loads(text)
            mac = line.pop("mac")
            right = sign(before.encode() + canonical(line), line["key_id"])
            whole = hmac.compare_digest(mac, right)
        except (ValueError, KeyError, TypeError, AttributeError, UnknownKey):
            whole = False
        if not whole:
            raise Tampered(f"line {number} of {path()} is not as it was written")
        before = mac
        yield {**line, "mac": mac}


def note() -> list[str]:
    """Add the heads that have moved since they were noted. Returns them, as the system log says them.

    Raises Tampered, OSError.
    """
    path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path(), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        before, last = "", {}
        for line in _read(file):
            before, last[line["log"], line["of"]] = line["mac"], (line["number"], line["hash"])
        moved = [] if before else [(BEGINNING, Head(0, secrets.token_hex(32)))]
        for log in logs():
            ends = ((log.name, head) for head in log.heads())
            moved += [
                (name, head) for name, head in ends if last.get((name, head.of)) != (head.number, head.hash)
            ]
        for name, head in moved:
            line = _line(name, head)
            before = sign(before.encode() + canonical(line), line["key_id"])
            file.write(json.dumps({**line, "mac": before}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return [f"{name} {head}" for name, head in moved]


def _line(name: str, head: Head) -> dict:
    return {
        "at": timezone.now().isoformat(timespec="seconds"),
        "log": name,
        "of": head.of,
        "number": head.number,
        "hash": head.hash,
        "key_id": audit_keyring().current_id,
    }


def first_loss() -> str:
    """What was noted and is not there any more, or '' when all is."""
    try:
        return _first_loss()
    except Tampered as error:
        return str(error)


def _first_loss() -> str:
    lines, anything = noted(), False
    while some := list(islice(lines, SLICE)):
        anything = True
        for log in logs():
            for head in log.gone([head for name, head in some if name == log.name]):
                return f"{log.name}: {head} was noted, and is not there: the log was cut or rewritten"
    if not anything:
        return f"nothing is noted in {path()}: it was taken away, or `manage.py sign_logs` was never run"
    return ""


def first_problem() -> str:
    """Walk every log and compare it with what was noted; '' when all is whole."""
    for log in logs():
        if problem := log.first_break():
            return f"{log.name}: {problem}"
    return first_loss()
