"""Brings the engines up to date: one thing after it changed, or everything from scratch. Runs in the worker."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.db import connection, transaction
from django.db.models import CharField, Model
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import Page

from foundation.content.searchable import SearchDocument
from search import engines, places
from search.engines import Engine, Key, Unavailable
from search.models import SearchEntry
from search.sources import declaring, documents_at, stretches

log = logging.getLogger(__name__)
SAID_EVERY = 5000
_WITHDRAWING = 20261130  # any number that nobody else takes


class Writer(Protocol):
    """The half of an engine that a rebuild needs."""

    def write(self, documents: Sequence[SearchDocument]) -> int: ...

    def remove(self, *, kind: str, pk: str, locale: str = "") -> int: ...


@dataclass(frozen=True)
class Rebuilt:
    """`unavailable`: there was an engine that could not be written; the next rebuild makes up for it. `phrases`: the
    last of which everything that was written has the places (search/places.py).
    """

    written: int
    unchanged: int
    removed: int
    unavailable: bool = False
    phrases: int = 0


def refresh(label: str, pk: str) -> None:
    """Index a thing as it is now; when nobody may find it any more, take it out.

    Raises Unavailable when the chosen engine cannot be reached; PostgreSQL has it by then.
    """
    model = apps.get_model(label)
    with _as_it_is():
        documents = documents_at(model, [pk])
        _bring(engines.postgresql(), model, pk, documents)
    if not engines.is_postgresql():
        engines.tell(lambda engine: _bring(engine, model, pk, documents))


def _bring(engine: Engine, model: type[Model], pk: str, documents: list[SearchDocument]) -> None:
    if documents:
        engine.write(documents)
    else:
        engine.remove(kind=model.search_kind.code, pk=pk)


@contextmanager
def _as_it_is() -> Iterator[None]:
    """What is read in here is still so when it is written: who withdraws something meanwhile waits, and then takes
    out what was written; who has begun to is waited for."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WITHDRAWING])
        yield


def _wait_for_writers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [_WITHDRAWING])


def withdraw(thing: Model) -> None:
    """Nobody may find it from now on: what has no entry is shown by no engine. Others are told by its job."""
    _wait_for_writers()
    SearchEntry.objects.filter(kind=thing.search_kind.code, object_id=str(thing.pk)).delete()


def withdraw_below(page: Page) -> None:
    """Neither the page nor anything below it."""
    _wait_for_writers()
    kinds = {model.search_kind.code for model in declaring() if issubclass(model, Page)}
    keys = Page.objects.filter(path__startswith=page.path).annotate(key=Cast("pk", CharField())).values("key")
    SearchEntry.objects.filter(kind__in=kinds, object_id__in=keys).delete()


def resting_on(label: str, lookup: str, pk: int) -> list[str]:
    """Keys of those things of a model that `lookup` finds from the row `pk`."""
    found = apps.get_model(label).objects.filter(**{lookup: pk}).values_list("pk", flat=True)
    return [str(key) for key in found.distinct()]


def pages_below(pk: int) -> list[tuple[str, str]]:
    """(label, key) of a page and of everything below it that is searched."""
    top = Page.objects.filter(pk=pk).first()
    if not top:
        return []
    return [
        (model._meta.label, str(below))
        for model in declaring()
        if issubclass(model, Page)
        for below in model.objects.filter(path__startswith=top.path).values_list("pk", flat=True)
    ]


def rebuild(*, to: Sequence[Writer] | None = None, say: Callable[[str], None] = log.info) -> Rebuilt:
    """Write every document, then drop what is no longer there. Safe to repeat, searchable all the while.

    `to`: by default the chosen engine. PostgreSQL always comes first and is never behind what may be shown; whoever
    rebuilds another one brings it what changed meanwhile (search/rebuilding.py).
    """
    started, kept = timezone.now(), list(engines.others() if to is None else to)
    places.keep()
    phrases = places.newest()
    reachable, written = list(kept), 0
    seen: set[int] = set()  # numbers instead of keys: a province has many documents
    for model, keys in stretches():
        with _as_it_is():
            batch = documents_at(model, keys)
            written += engines.postgresql().write(batch)
        before = len(seen)
        seen.update(hash((document.kind, document.pk, document.locale)) for document in batch)
        _write(batch, reachable)
        if before // SAID_EVERY < len(seen) // SAID_EVERY:
            seconds = (timezone.now() - started).total_seconds()
            say(f"{len(seen)} documents, {len(seen) / max(seconds, 0.001):.0f} a second")
    removed = 0
    # What was published meanwhile has its own job: it was not seen here and is not gone.
    older = SearchEntry.objects.filter(indexed_at__lt=started)
    for key in older.values_list("kind", "object_id", "locale").iterator():
        # What an engine cannot be told to forget, PostgreSQL remembers for the next rebuild.
        if hash(key) not in seen and reachable == kept:
            removed += _remove(key, reachable)
    places.keep()  # for PostgreSQL, the words that have become ours with what was written
    return Rebuilt(written, len(seen) - written, removed, reachable != kept, phrases)


def _write(batch: list[SearchDocument], reachable: list[Writer]) -> None:
    """An engine that cannot be reached is struck off."""
    for engine in list(reachable):
        try:
            engine.write(batch)
        except Unavailable:
            log.warning("%s cannot be written", type(engine).__name__)
            reachable.remove(engine)


def _remove(key: Key, reachable: list[Writer]) -> int:
    kind, pk, locale = key
    try:
        for engine in [*reachable, engines.postgresql()]:
            engine.remove(kind=kind, pk=pk, locale=locale)
    except Unavailable:
        return 0
    return 1
