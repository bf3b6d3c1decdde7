"""What the vault itself has noted outside the database: the access log, and which fields are bound to their rows."""

import hashlib
from collections.abc import Iterator

from django.db import transaction

from foundation.vault import chain, pruning
from foundation.vault.chain import Head
from foundation.vault.errors import Tampered
from foundation.vault.models import AccessEntry, BoundField
from foundation.vault.services import record_access

CHUNK = 2000


class AccessLog:
    name = "access"

    def first_break(self) -> str:
        try:
            return chain.first_break(_in_order(), gaps=pruning.gaps())
        except Tampered as error:
            return str(error)

    def heads(self) -> Iterator[Head]:
        yield from map(_head, AccessEntry.objects.order_by("-number")[:1])

    def gone(self, noted: list[Head]) -> list[Head]:
        there = AccessEntry.objects.filter(number__in=[head.number for head in noted])
        hashes = dict(there.values_list("number", "hash"))
        lost = [head for head in noted if hashes.get(head.number) != head.hash]
        return [head for head in lost if head.number in hashes or not pruning.covers(head)] if lost else []


class BoundFields:
    """No chain: each label is there or not, and none is taken back."""

    name = "bound"

    def first_break(self) -> str:
        return ""

    def heads(self) -> Iterator[Head]:
        for label in BoundField.objects.order_by("label").values_list("label", flat=True):
            yield Head(1, hashlib.sha256(label.encode()).hexdigest(), label)

    def gone(self, noted: list[Head]) -> list[Head]:
        there = set(BoundField.objects.values_list("label", flat=True))
        return [head for head in noted if head.of not in there]


def _in_order():
    return AccessEntry.objects.order_by("number").iterator(chunk_size=CHUNK)


def _head(entry: AccessEntry) -> Head:
    return Head(entry.number, entry.hash)


@transaction.atomic
def sign() -> str:
    """Where the log still ends unsigned: walk it once more, and add an entry that signs for what was found.

    Returns what was found, '' when there was nothing to do.
    """
    last = AccessEntry.objects.order_by("-number").first()
    if last is None or last.key_id != chain.UNSIGNED:
        return ""
    found = (
        chain.first_break(_in_order(), signed_end=False, gaps=pruning.gaps())
        or f"{last.number} entries, whole"
    )
    record_access(None, "vault.sign_log", last, found)
    return found
