"""What any engine does, which one is chosen (settings.SEARCH_ENGINE), and who answers when it cannot.

PostgreSQL keeps every document, whichever engine is chosen: it answers when the other cannot, and it remembers what
has been indexed.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from foundation.content.searchable import SearchDocument
from search.query import Query

log = logging.getLogger(__name__)
POSTGRESQL = "search.postgres.PostgresEngine"
COUNT_LIMIT = 1000
Answer = TypeVar("Answer")


class Unavailable(Exception):
    """The engine cannot answer now: no connection, no answer in time. Whoever raises it has not waited long."""


class Engine(Protocol):
    """Keeps documents and finds them again. Each method may raise `Unavailable`; `write` and `remove` may be repeated.

    Made without arguments, once for a process and all its threads.
    """

    def write(self, documents: Sequence[SearchDocument]) -> int:
        """Add or replace them. How many were not there just so."""

    def remove(self, *, kind: str, pk: str, locale: str = "") -> int:
        """Forget a document, without `locale` in every language. How many there were."""

    def counts(self, query: Query, *, locale: str, today: date, relaxed: bool = False) -> dict[str, int]:
        """Documents by kind, at most COUNT_LIMIT looked at. What `locale` lacks counts in the source language.

        Half of `query.required` must be met; `relaxed`, or in a story, one of `query.strong` is enough.
        """

    def ranked(
        self,
        query: Query,
        *,
        kind: str,
        locale: str,
        today: date,
        limit: int,
        offset: int,
        relaxed: bool = False,
    ) -> list[SearchDocument]:
        """A stretch of what `counts` counts, of one kind unless `kind` is empty. Best first, what is over last."""


@lru_cache(maxsize=8)
def _made(path: str) -> Engine:
    return import_string(path)()


def kept() -> list[Engine]:
    """The chosen engine, then PostgreSQL."""
    return [_made(path) for path in dict.fromkeys([settings.SEARCH_ENGINE, POSTGRESQL])]


def answer(question: Callable[[Engine], Answer]) -> tuple[Answer, bool]:
    """What the first engine that can answer says, and whether it stood in for another."""
    *chosen, last = kept()
    for engine in chosen:
        try:
            return question(engine), False
        except Unavailable as error:
            log.warning(
                "%s cannot answer: %s", type(engine).__name__, type(error.__cause__ or error).__name__
            )
    return question(last), bool(chosen)
