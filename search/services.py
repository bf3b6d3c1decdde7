"""The one way to search: `search(query)`. Whatever engine answers, callers see the same `Results`."""

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from foundation.content.kept import kept
from foundation.content.searchable import SENSITIVE, SearchDocument
from foundation.vault.findings import findings
from foundation.vault.hiding import hide_numbers
from search import askers
from search.engines import COUNT_LIMIT, FACETS, NEWEST, Ask, Engine, answer, is_postgresql
from search.highlight import Segment, highlight, snippet
from search.kinds import labels
from search.models import SearchEntry, SearchQuery
from search.postgres import holds
from search.query import Query, parse
from search.relaxing import NOTHING, Covered, covered, steps
from search.vocabulary import held, vocabulary

log = logging.getLogger(__name__)
PER_PAGE = 10
LOGGED_LENGTH, STORY = 40, "（长句）"
RARE = "（问的人少，不记）"
MOST_VALUES = 20
_NOTHING = Query("", "", ())
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")


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
    pk: str = ""
    score: float = 0

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
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    hits: list[Hit] = field(default_factory=list)
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
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
    covered: Covered = NOTHING  # by what is on a first page
    nearest: str = ""  # nothing of it is anywhere; these have this phrase of ours
    asked: Query = _NOTHING  # how the question was read

    @property
    def kind(self) -> str:
        """The type that is shown; "" for all and for several."""
        kinds = self.filters.get("kind", ())
        return kinds[0] if len(kinds) == 1 else ""


@held()
def search(
    query: str,
    *,
    kind: str = "",
    filters: Mapping[str, Iterable[str]] | None = None,
    sort: str = "",
    region: str = "",
    page: int = 1,
    locale: str = "",
) -> Results:
    """What is public and answers `query`, best first, `PER_PAGE` to a page.

    `filters`: values by facet; what is no facet, no kind or no code is left out. `region`: where the visitor is. A
    page beyond the last shows the last and says so.
    """
    asked = parse(query, is_there=holds)
    locale = locale or settings.LANGUAGE_CODE
    fits = _readable({**(filters or {}), **({"kind": [kind]} if kind else {})})
    said: dict[str, Any] = {
        "asked": asked,
        "was_trimmed": asked.trimmed,
        "was_story": asked.story,
        "heard_as": asked.heard_as,
    }
    if asked.is_empty:
        return Results(asked.text, is_empty=True, filters=fits, sort=sort, **said)
    ask = Ask(
        asked,
        locale,
        timezone.localdate(),
        filters=fits,
        sort=NEWEST if sort == NEWEST else "",
        region=region,
        limit=PER_PAGE,
        offset=(max(page, 1) - 1) * PER_PAGE,
    )
    usual = Ask(asked, locale, ask.today, region=region, limit=PER_PAGE)
    is_kept = vocabulary().has(asked.text) and ask == usual
    found, degraded = _kept_answer(asked.text, locale, region) if is_kept else _answer(ask)
    is_sensitive = words_of_danger(asked.folded) or _mostly_sensitive(found.hits)
    return replace(found, degraded=degraded, is_sensitive=is_sensitive, **said)


@held()
def look_up(query: str, *, locale: str) -> tuple[Query, Results]:
    """How `query` is read and the first page of `search`, kept by nobody: for editors who try words out."""
    asked = parse(query, is_there=holds)
    if asked.is_empty:
        return asked, Results(asked.text, is_empty=True)
    found, degraded = _answer(Ask(asked, locale, timezone.localdate(), limit=PER_PAGE))
    return asked, replace(found, degraded=degraded, heard_as=asked.heard_as)


def words_of_danger(folded: str) -> bool:
    """Whether what was typed speaks of what others must not see on a shared phone."""
    return any(word in folded for word in vocabulary().danger)


def _mostly_sensitive(hits: list[Hit]) -> bool:
    """Whether the best hit, or half of those shown, say so of themselves."""
    flags = [SENSITIVE in hit.extra for hit in hits]
    return bool(flags) and (flags[0] or 2 * sum(flags) >= len(flags))


def _readable(filters: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Each value once, of the facets there are."""
    fits = {}
    for facet in FACETS:
        values = dict.fromkeys(value for value in filters.get(facet, ()) if _CODE.fullmatch(value))
        known = [value for value in values if facet != "kind" or value in labels()][:MOST_VALUES]
        if known:
            fits[facet] = tuple(sorted(known))
    return fits


def _answer(ask: Ask) -> tuple[Results, bool]:
    return answer(lambda engine: _found(engine, ask))


@kept
def _kept_answer(text: str, locale: str, region: str) -> tuple[Results, bool]:
    """To the words of our own dictionary: asked for most, and nobody's own."""
    return _answer(Ask(parse(text), locale, timezone.localdate(), region=region, limit=PER_PAGE))


def _found(engine: Engine, ask: Ask) -> Results:
    for asked in steps(ask):
        found = engine.find(asked)
        if any(found.facets.values()) or not _finds_nothing(engine, asked):
            break
    else:
        asked = ask
    pages = max(1, -(-found.total // PER_PAGE))
    asked_page = ask.offset // PER_PAGE + 1
    if asked_page > pages:
        asked = replace(asked, offset=(pages - 1) * PER_PAGE)
        found = engine.find(asked) if found.total else found
    by_kind = found.facets.get("kind", {})
    phrases = asked.query.phrases
    documents = _still_there(found.documents)
    return Results(
        query=ask.query.text,
        total=found.total,
        by_kind=by_kind,
        facets=found.facets,
        hits=[_hit(document, phrases, ask.today) for document in documents],
        filters=dict(ask.filters),
        sort=ask.sort,
        page=min(asked_page, pages),
        pages=pages,
        is_bounded=sum(by_kind.values()) >= COUNT_LIMIT,
        page_beyond=asked_page > pages,
        was_relaxed=(asked.relaxed or asked.query.is_guess) and found.total > 0,
        covered=covered(ask.query, documents) if asked.offset == 0 else NOTHING,
        nearest="" if asked.query is ask.query else asked.query.text,
    )


def _still_there(documents: list[SearchDocument]) -> list[SearchDocument]:
    """Those that still have an entry: it is gone with the page, an engine hears of it a little later."""
    if not documents or is_postgresql():
        return documents
    there = SearchEntry.objects.among((one.kind, one.pk, one.locale) for one in documents)
    return [one for one in documents if (one.kind, one.pk, one.locale) in there]


def _finds_nothing(engine: Engine, ask: Ask) -> bool:
    """Without filters either, after nothing was found with them."""
    return not ask.filters or not engine.find(replace(ask, filters={}, limit=1, offset=0)).total


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
        pk=document.pk,
        score=document.score,
    )


_NUMBERS = re.compile(r"\d(?:[\s-]?\d){3,}x?")
_MASKED = re.compile(r"[\dXx]*\*+[\dXx]*")
_KEPT_NUMBERS = {"12348", "12333", "12345", "12351", "12368"}


def scrub(folded: str) -> str:
    """What may be kept of a question: no long numbers, no name beside what introduces one, nothing of a story."""
    if len(folded) > LOGGED_LENGTH:
        return STORY
    hidden = hide_numbers(folded)
    text = _MASKED.sub("#", hidden) if hidden != folded else folded
    text = _NUMBERS.sub(lambda m: m[0] if m[0] in _KEPT_NUMBERS else "#", text)
    for found in findings(text):
        if found.kind in ("name", "plate", "account"):
            text = text.replace(found.words, "#")
    return text


def record(results: Results, *, locale: str, asker: str = "") -> None:
    """Count a question of `asker` (where it comes from). Losing the count never loses the answer.

    In its own words only if it is one of ours, or enough have asked it (search.askers).
    """
    text = scrub(results.asked.folded)
    if not text or settings.READ_ONLY:
        return
    try:
        is_ours = text == STORY or vocabulary().has(text)
        text = text if is_ours or askers.are_enough(text, asker) else RARE
    except DatabaseError as error:
        log.warning("search question not counted: %s", type(error).__name__)
        return
    chosen = results.filters.get("region", ("",))
    once = {
        "day": timezone.localdate(),
        "text": text,
        "locale": locale,
        "region": f"{chosen[0][:4]}00" if len(chosen) == 1 and chosen[0] else "",
    }
    found = {"hits": results.total, "was_relaxed": results.was_relaxed}
    try:
        if not SearchQuery.objects.filter(**once).update(times=F("times") + 1, **found):
            with transaction.atomic():
                SearchQuery.objects.create(**once, **found)
    except DatabaseError as error:
        log.warning("search question not counted: %s", type(error).__name__)
