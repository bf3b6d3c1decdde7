"""The one way to search: `search(query)`. Whatever engine answers, callers see the same `Results`."""

import logging
import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from foundation.content.kept import kept
from foundation.content.searchable import SENSITIVE, SearchDocument
from search.engines import COUNT_LIMIT, Engine, answer
from search.highlight import Segment, highlight, snippet
from search.kinds import labels
from search.models import SearchQuery
from search.query import Query, parse, sounds_like
from search.vocabulary import vocabulary

log = logging.getLogger(__name__)
PER_PAGE = 10
LOGGED_LENGTH = 40


@dataclass(frozen=True)
class Hit:
    kind: str
    title: list[Segment]
    snippet: list[Segment]
    url: str
    facts: list[str]
    extra: dict[str, str]
    is_past: bool
    locale: str

    @property
    def kind_label(self) -> str:
        return str(labels().get(self.kind, ""))

    @property
    def title_text(self) -> str:
        return "".join(part.text for part in self.title)

    @property
    def snippet_text(self) -> str:
        return "".join(part.text for part in self.snippet)


@dataclass(frozen=True)
class Results:
    """`total` and `by_kind` are exact up to `COUNT_LIMIT`; `is_bounded` when there may be more."""

    query: str
    total: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    kind: str = ""
    page: int = 1
    pages: int = 1
    degraded: bool = False  # the chosen engine could not answer, another did
    is_empty: bool = False  # nothing that could be searched for
    is_bounded: bool = False
    was_trimmed: bool = False
    was_story: bool = False
    heard_as: str = ""
    page_beyond: bool = False
    is_sensitive: bool = False  # what was asked or found may be read by somebody in danger
    was_relaxed: bool = False  # no document has half of what was asked; these have a part


def search(query: str, *, kind: str = "", page: int = 1, locale: str = "") -> Results:
    """Public pages and stations that answer `query`, best first, `PER_PAGE` to a page.

    An unknown `kind` searches all; a page beyond the last shows the last and says so.
    """
    asked = parse(query)
    locale = locale or settings.LANGUAGE_CODE
    kind = kind if kind in labels() else ""
    said: dict[str, Any] = {
        "was_trimmed": asked.trimmed,
        "was_story": asked.story,
        "heard_as": asked.heard_as,
    }
    if asked.is_empty:
        return Results(asked.text, suggestions=list(vocabulary().popular), is_empty=True, kind=kind, **said)
    ask = _kept_answer if vocabulary().has(asked.text) and page == 1 else _answer
    found, degraded = ask(asked, kind, page, locale)
    is_sensitive = words_of_danger(asked.folded) or _mostly_sensitive(found.hits)
    return replace(found, degraded=degraded, is_sensitive=is_sensitive, **said)


def words_of_danger(folded: str) -> bool:
    """Whether what was typed speaks of what others must not see on a shared phone."""
    return any(word in folded for word in vocabulary().danger)


def _mostly_sensitive(hits: list[Hit]) -> bool:
    """Whether the best hit, or half of those shown, say so of themselves."""
    flags = [SENSITIVE in hit.extra for hit in hits]
    return bool(flags) and (flags[0] or 2 * sum(flags) >= len(flags))


def _answer(asked: Query, kind: str, page: int, locale: str) -> tuple[Results, bool]:
    return answer(lambda engine: _found(engine, asked, kind, page, locale))


# The words of our own dictionary: asked for most, and nobody's own.
_kept_answer = kept(_answer)


def _found(engine: Engine, asked: Query, kind: str, page: int, locale: str) -> Results:
    today = timezone.localdate()
    by_kind = engine.counts(asked, locale=locale, today=today)
    relaxed = not by_kind and len(asked.clauses) > 1
    if relaxed:
        by_kind = engine.counts(asked, locale=locale, today=today, relaxed=True)
    total = by_kind.get(kind, 0) if kind else sum(by_kind.values())
    pages = max(1, -(-total // PER_PAGE))
    shown = min(max(page, 1), pages)
    documents = []
    if total:
        documents = engine.ranked(
            asked,
            kind=kind,
            locale=locale,
            today=today,
            limit=PER_PAGE,
            offset=(shown - 1) * PER_PAGE,
            relaxed=relaxed,
        )
    phrases = asked.phrases
    return Results(
        query=asked.text,
        total=total,
        by_kind=by_kind,
        hits=[_hit(document, phrases, today) for document in documents],
        suggestions=[] if total else _nearby(asked),
        kind=kind,
        page=shown,
        pages=pages,
        is_bounded=sum(by_kind.values()) >= COUNT_LIMIT,
        page_beyond=page > pages,
        was_relaxed=relaxed and total > 0,
    )


def _hit(document: SearchDocument, phrases: tuple[str, ...], today: date) -> Hit:
    return Hit(
        kind=document.kind,
        title=highlight(document.title, phrases),
        snippet=snippet(document.body, phrases),
        url=document.url,
        facts=list(document.facts),
        extra=document.extra,
        is_past=bool(document.until and document.until < today),
        locale=document.locale,
    )


def _nearby(asked: Query) -> list[str]:
    """What to try when nothing was found: words that sound alike, then the questions people ask."""
    return [*sounds_like(asked.folded), *vocabulary().popular][:6]


_NUMBERS = re.compile(r"\d(?:[\s-]?\d){3,}x?")
_KEPT_NUMBERS = {"12348", "12333", "12345", "12351", "12368"}


def scrub(folded: str) -> str:
    """What may be kept of a question: no long numbers, and nothing of a text that tells a story."""
    if len(folded) > LOGGED_LENGTH:
        return "（长句）"
    return _NUMBERS.sub(lambda m: m[0] if m[0] in _KEPT_NUMBERS else "#", folded)


def record(results: Results, *, locale: str) -> None:
    """Count a question. Losing the count never loses the answer."""
    asked = parse(results.query)
    text = scrub(asked.folded)
    if not text or settings.READ_ONLY:
        return
    day = timezone.localdate()
    asked_before = SearchQuery.objects.filter(day=day, text=text, locale=locale)
    try:
        if not asked_before.update(times=F("times") + 1, hits=results.total):
            with transaction.atomic():
                SearchQuery.objects.create(day=day, text=text, locale=locale, hits=results.total)
    except DatabaseError as error:
        log.warning("search question not counted: %s", type(error).__name__)
