"""The acts of all applications as one of the chained logs: a chain for each application.

Whoever writes an act holds the lock of its application, so that nobody waits for anybody else's.
"""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import OuterRef, Subquery

from aid.models import Application, Event
from foundation.vault import chain
from foundation.vault.chain import Head
from foundation.vault.errors import VaultError
from foundation.vault.models import AccessEntry

CHUNK = 2000
FORGOTTEN = "aid.forget_application"


class EventLog:
    name = "acts"

    def first_break(self) -> str:
        events = Event.objects.order_by("application_id", "number").iterator(chunk_size=CHUNK)
        for pk, of_one in groupby(events, lambda event: event.application_id):
            try:
                problem = chain.first_break(of_one)
            except VaultError as error:
                problem = f"a note does not open: {error}"
            if problem:
                return f"application {pk}: {problem}"
        silent = Application.objects.filter(events=None).order_by("pk").values_list("pk", flat=True).first()
        return f"application {silent} has no act at all" if silent else ""

    def heads(self) -> Iterator[Head]:
        last = Event.objects.filter(application=OuterRef("pk")).order_by("-number")
        ends = Application.objects.annotate(
            last=Subquery(last.values("number")[:1]), end=Subquery(last.values("hash")[:1])
        )
        for pk, number, end in ends.order_by("pk").values_list("pk", "last", "end").iterator(CHUNK):
            if number:
                yield Head(number, end, str(pk))

    def gone(self, noted: list[Head]) -> list[Head]:
        keys = {head.of for head in noted}
        there = Event.objects.filter(application__in=keys, number__in={head.number for head in noted})
        hashes = {(str(pk), n): end for pk, n, end in there.values_list("application_id", "number", "hash")}
        lost = [head for head in noted if hashes.get((head.of, head.number)) != head.hash]
        let_go = _let_go({head.of for head in lost}) if lost else set()
        return [head for head in lost if head.of not in let_go]


def _let_go(keys: set[str]) -> set[str]:
    """Of these applications those that a rule let go, by the access log, and that are gone."""
    entries = AccessEntry.objects.filter(
        action=FORGOTTEN, object_label=Application._meta.label, object_id__in=keys
    )
    still = {str(pk) for pk in Application.objects.filter(pk__in=keys).values_list("pk", flat=True)}
    return set(entries.values_list("object_id", flat=True)) - still
