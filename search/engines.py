"""What any engine does, which one is chosen (settings.SEARCH_ENGINE), and who answers when it cannot.

PostgreSQL keeps every document, whichever engine is chosen: it answers when the other cannot, and it remembers what
has been indexed.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from foundation.content.searchable import SearchDocument
from search.patience import ENGINE_SECONDS, JOB_SECONDS, Breaker, at_most
from search.query import Query

log = logging.getLogger(__name__)
POSTGRESQL = "search.postgres.PostgresEngine"
# By the name in SEARCH_ENGINE; a dotted name of another class stands for itself.
ENGINES = {
    "postgres": POSTGRESQL,
    "elasticsearch": "search.cluster.ElasticsearchEngine",
    "opensearch": "search.cluster.OpenSearchEngine",
}
COUNT_LIMIT = 1000
FACETS = ("kind", "topic", "region", "year", "law")
NEWEST = "new"
Answer = TypeVar("Answer")
Key = tuple[str, str, str]  # kind, pk and locale of a document


class Unavailable(Exception):
    """The engine cannot answer now: no connection, no answer in time. Whoever raises it has not waited long."""


@dataclass(frozen=True)
class Ask:
    """One question. `locale`: what it lacks is found in the source language; what is over on `today` comes last.

    `filters`: values by facet, one of each facet must fit. `region`: where the visitor is; it ranks and hides nothing.
    Half of `query.required` must be met; `relaxed`, or in a story, one of `query.strong` is enough.
    """

    query: Query
    locale: str
    today: date
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""  # best first; NEWEST: the latest date first
    region: str = ""
    limit: int = 10
    offset: int = 0
    relaxed: bool = False


@dataclass(frozen=True)
class Found:
    """`facets`: facet → value → documents that have it and fit the filters of all other facets.

    PostgreSQL looks at COUNT_LIMIT documents and no more; others count exactly.
    """

    total: int = 0
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    documents: list[SearchDocument] = field(default_factory=list)


class Engine(Protocol):
    """Keeps documents and finds them again. Each method may raise `Unavailable`; `write` and `remove` may be repeated.

    Made without arguments, once for a process and all its threads.
    """

    def write(self, documents: Sequence[SearchDocument]) -> int:
        """Add or replace them. How many were not there just so."""

    def remove(self, *, kind: str, pk: str, locale: str = "") -> int:
        """Forget a document, without `locale` in every language. How many there were."""

    def find(self, ask: Ask) -> Found:
        """A stretch of what answers, with the counts, in one request. Translations of one thing are one."""

    def suggest(self, prefix: str, *, locale: str, limit: int) -> list[str]:
        """Titles that begin with `prefix`, then those that have it; the wording of laws last."""

    def similar(self, text: str, *, locale: str, limit: int, but: str = "") -> list[SearchDocument]:
        """What is like this public text, the likest first. `but`: `translation_of` of what is left out."""


def facet_values(document: SearchDocument) -> dict[str, tuple[str, ...]]:
    """By what a document is counted and filtered. A place is in what it lies in: 360702, 360700, 360000."""
    code = document.region
    regions = dict.fromkeys([code, code[:4] + "00", code[:2] + "0000"]) if code else ()
    return {
        "kind": (document.kind,),
        "topic": document.topics,
        "region": tuple(regions),
        "year": (str(document.date.year),) if document.date else (),
        "law": document.laws,
    }


def chosen_path() -> str:
    return ENGINES.get(settings.SEARCH_ENGINE, settings.SEARCH_ENGINE)


def is_postgresql() -> bool:
    return chosen_path() == POSTGRESQL


@lru_cache(maxsize=8)
def _made(path: str) -> Engine:
    return import_string(path)()


@lru_cache(maxsize=8)
def _breaker(path: str, act: str) -> Breaker:
    """Asking and writing fail apart: a full disk is read-only."""
    return Breaker(f"{path.rpartition('.')[2]}, {act}")


def forget() -> None:
    """Make them anew: their settings have changed."""
    _made.cache_clear()
    _breaker.cache_clear()


def kept() -> list[Engine]:
    """The chosen engine, then PostgreSQL."""
    return [_made(path) for path in dict.fromkeys([chosen_path(), POSTGRESQL])]


def others() -> list[Engine]:
    """The chosen engine, when it is another than PostgreSQL."""
    return [] if is_postgresql() else [_made(chosen_path())]


def postgresql() -> Engine:
    return _made(POSTGRESQL)


def is_stood_in_for(act: str = "asked") -> bool:
    """Whether the chosen engine has failed so often in this process that PostgreSQL answers, or that jobs wait."""
    return _breaker(chosen_path(), act).is_open


def answer(question: Callable[[Engine], Answer]) -> tuple[Answer, bool]:
    """What the chosen engine says in time, else what PostgreSQL does; and whether that stood in."""
    if is_postgresql():
        return question(postgresql()), False
    try:
        return _tried(question, "asked", ENGINE_SECONDS), False
    except Unavailable:
        return question(postgresql()), True


def tell(act: Callable[[Engine], object]) -> None:
    """Let a job bring something to the chosen engine. Raises Unavailable, at once when it has failed often."""
    _tried(act, "written", JOB_SECONDS)


def _tried(act: Callable[[Engine], Answer], how: str, seconds: float) -> Answer:
    breaker = _breaker(chosen_path(), how)
    if not breaker.lets_through():
        raise Unavailable("left alone for a while")
    try:
        with at_most(seconds):
            found = act(_made(chosen_path()))
    except Unavailable as error:
        why = f"{type(error.__cause__ or error).__name__} {error}"
        log.warning("%s: %s", breaker.name, why)
        breaker.failed(why)
        raise
    breaker.answered()
    return found
