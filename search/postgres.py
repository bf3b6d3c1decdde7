"""The engine of a small installation: term vectors in PostgreSQL, found through their GIN index.

Why this shape, with the plans: docs/decisions/0003-search-on-postgresql.md.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from foundation.content.searchable import SearchDocument
from search.analysis import Term, is_han, terms
from search.engines import COUNT_LIMIT, FACETS, NEWEST, Ask, Found, Key, facet_values
from search.kinds import SUGGESTED_LAST, pushes
from search.models import SearchEntry
from search.query import parse
from search.ranking import (
    ANYWHERE,
    AS_TYPED,
    AT_THE_START,
    BESIDE,
    FADES,
    FRESH,
    NEAR,
    OVER,
    OWN_LANGUAGE,
    TITLE,
    UNKNOWN,
    UNKNOWN_IN_TITLE,
    WHOLE,
    WORDS,
)

BODY_LENGTH = 20_000
_MAX_POSITION, _MAX_OCCURRENCES, _FIELD_GAP = 16_383, 200, 10
_START = "^"  # stands before each title
_SHOWN = ("kind", "locale", "title", "body", "url", "extra", "translation_of")
_BITS = {facet: 1 << place for place, facet in enumerate(FACETS)}


class PostgresEngine:
    def write(self, documents: Sequence[SearchDocument]) -> int:
        """In two statements, however many there are."""
        kept = _fingerprints(documents)
        entries = {key: entry for key, entry in map(_entry, documents) if kept.get(key) != entry.fingerprint}
        SearchEntry.objects.bulk_create(
            entries.values(), update_conflicts=True, unique_fields=_KEY, update_fields=_KEPT
        )
        return len(entries)

    def remove(self, *, kind: str, pk: str, locale: str = "") -> int:
        entries = SearchEntry.objects.filter(kind=kind, object_id=pk)
        return (entries.filter(locale=locale) if locale else entries).delete()[0]

    def differing(self, documents: Sequence[SearchDocument]) -> tuple[list[Key], list[Key]]:
        """(Keys of those that are not there, of those that are there otherwise.)"""
        there = _fingerprints(documents)
        missing, changed = [], []
        for one in documents:
            key, entry = _entry(one)
            if key not in there:
                missing.append(key)
            elif there[key] != entry.fingerprint:
                changed.append(key)
        return missing, changed

    def every_key(self) -> Iterator[Key]:
        """Of all documents there are."""
        return SearchEntry.objects.values_list("kind", "object_id", "locale").iterator()

    def find(self, ask: Ask) -> Found:
        counts, rows = _asked(_parameters(ask))
        facets: dict[str, dict[str, int]] = {}
        total = 0
        for mark, missed, many in counts:
            facet, _, value = mark.partition(":")
            if missed in (0, _BITS[facet]):
                values = facets.setdefault(facet, {})
                values[value] = values.get(value, 0) + many
            if facet == "kind" and not missed:  # each has one
                total += many
        return Found(total, facets, [_document(row) for row in rows])

    def suggest(self, prefix: str, *, locale: str, limit: int) -> list[str]:
        phrase = _phrase(prefix, "A", is_start=True)
        if not phrase:
            return []
        with connection.cursor() as cursor:
            values = {"asked": phrase, "start": _from_the_start(phrase), "last": list(SUGGESTED_LAST)}
            cursor.execute(_SUGGEST, {**_language(locale), **values, "limit": limit})
            return [row[0] for row in cursor.fetchall()]

    def similar(self, text: str, *, locale: str, limit: int, but: str = "") -> list[SearchDocument]:
        asked = parse(text)
        if asked.is_empty:
            return []
        ask = Ask(asked, locale, timezone.localdate(), limit=limit, relaxed=True)
        _counts, rows = _asked({**_parameters(ask), "but": but})
        return [_document(row) for row in rows]


def _asked(parameters: dict[str, object]) -> tuple[list[Any], list[Any]]:
    """[[mark, missed, how many]], [row of a document]."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, parameters)
        counts, rows = cursor.fetchone()
    return counts or [], rows or []


def holds(phrase: str) -> bool:
    """Whether anything at all has these characters side by side. It is asked of PostgreSQL whichever engine is chosen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM search_searchentry WHERE vector @@ %s::tsquery)", [_phrase(phrase)]
        )
        return bool(cursor.fetchone()[0])


# --- documents ------------------------------------------------------------------------------------
_KEY = ["kind", "object_id", "locale"]
_KEPT = [one.name for one in SearchEntry._meta.concrete_fields if one.name not in ("id", *_KEY)]


def _fingerprints(documents: Sequence[SearchDocument]) -> dict[Key, str]:
    """Of those that the index has."""
    entries = SearchEntry.objects.filter(object_id__in={one.pk for one in documents})
    return {(kind, pk, locale): told for kind, pk, locale, told in entries.values_list(*_KEY, "fingerprint")}


def _entry(document: SearchDocument) -> tuple[Key, SearchEntry]:
    key = (document.kind, document.pk, document.locale)
    return key, SearchEntry(**dict(zip(_KEY, key, strict=True)), **_fields(document))


def _fields(document: SearchDocument) -> dict[str, Any]:
    fields = {
        "translation_of": document.translation_of or f"{document.kind}:{document.pk}",
        "title": document.title[:255],
        "body": document.body[:BODY_LENGTH].replace("\x00", ""),
        "url": document.url,
        "facts": list(document.facts),
        "extra": document.extra,
        "region_code": document.region,
        "marks": [f"{facet}:{value}" for facet, values in facet_values(document).items() for value in values],
        "date": document.date,
        "until": document.until,
    }
    vector = _vector(document)
    raw = json.dumps([fields, vector], ensure_ascii=False, default=str, sort_keys=True)
    return {**fields, "vector": vector, "fingerprint": hashlib.sha256(raw.encode()).hexdigest()}


def _vector(document: SearchDocument) -> str:
    """The document as a tsvector literal: 'term':position+weight,…"""
    places: dict[str, list[str]] = {_START: ["1A"]}
    offset = 1
    parts = (
        ("A", document.heading or document.title),
        ("B", document.words),
        ("C", "\n".join([*document.facts, document.beside])),
        ("D", document.body[:BODY_LENGTH]),
    )
    for weight, text in parts:
        last = 0
        for term in terms(text):
            at = places.setdefault(term.text, [])
            last = term.position
            if len(at) < _MAX_OCCURRENCES:
                at.append(f"{min(offset + term.position, _MAX_POSITION)}{weight if weight != 'D' else ''}")
        offset += last + _FIELD_GAP
    return " ".join(f"{_quoted(text)}:{','.join(at)}" for text, at in places.items())


def _quoted(term: str) -> str:
    # Terms are letters, digits and + . # %, and _START; quoting is belt and braces.
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


# --- queries --------------------------------------------------------------------------------------
@lru_cache(maxsize=4096)
def _phrase(phrase: str, weight: str = "", *, is_start: bool = False) -> str:
    """A phrase as a tsquery: its pairs next to each other. One character alone also begins longer terms.

    `is_start`: so does its last word in letters. "" for a phrase without a term.
    """
    asked = terms(phrase, asked=True)
    found = [term for term in asked if not is_han(term.text) or len(term.text) > 1] or asked[:1]
    pieces: list[str] = []
    before: Term | None = None
    for term in found:
        if before:
            pieces.append(f"<{term.position - before.position}>")
        single = is_han(term.text) and len(term.text) == 1
        begins = single or (is_start and term is found[-1] and not is_han(term.text))
        pieces.append(_quoted(term.text) + (f":{'*' if begins else ''}{weight}" if begins or weight else ""))
        before = term
    return "(" + " ".join(pieces) + ")" if pieces else ""


def _from_the_start(phrase: str) -> str:
    """The title begins with it."""
    return f"({_quoted(_START)} <-> ({phrase}))" if phrase else ""


def _any_of(phrases: Iterable[str], weight: str = "") -> str:
    return " | ".join(filter(None, (_phrase(phrase, weight) for phrase in phrases)))


_MATCH = """
    FROM search_searchentry e
    WHERE e.vector @@ %(any)s::tsquery
      AND (e.locale = %(locale)s OR (e.locale = %(source)s AND NOT EXISTS (
            SELECT 1 FROM search_searchentry t
            WHERE t.translation_of = e.translation_of AND t.locale = %(locale)s)))
      AND (SELECT count(*) FROM unnest(%(required)s::text[]::tsquery[]) q WHERE e.vector @@ q) >= %(needed)s
      AND e.translation_of <> %(but)s
"""

# One bit for each facet whose filter a document does not fit.
_MISSED = " + ".join(
    f"CASE WHEN %({facet})s::text[] = '{{}}' OR e.marks && %({facet})s::text[] THEN 0 ELSE {bit} END"
    for facet, bit in _BITS.items()
)

# As search/ranking.py says.
_SCORE = f"""
      coalesce((SELECT sum(share * ({ANYWHERE} * (e.vector @@ strong)::int + {TITLE} * (e.vector @@ title)::int
            + {WORDS} * (e.vector @@ words)::int + {BESIDE} * (e.vector @@ beside)::int
            + {AS_TYPED} * (e.vector @@ typed)::int + {AT_THE_START} * (e.vector @@ start)::int))
       FROM unnest(%(strong)s::text[]::tsquery[], %(titles)s::text[]::tsquery[], %(words)s::text[]::tsquery[],
                   %(beside)s::text[]::tsquery[], %(typed)s::text[]::tsquery[], %(starts)s::text[]::tsquery[],
                   %(shares)s::float[]) clause (strong, title, words, beside, typed, start, share)), 0)
      + (SELECT {UNKNOWN} * count(*) FILTER (WHERE e.vector @@ unknown)
            + {UNKNOWN_IN_TITLE} * count(*) FILTER (WHERE e.vector @@ title)
         FROM unnest(%(unknown)s::text[]::tsquery[], %(unknown_titles)s::text[]::tsquery[])
            clause (unknown, title))
      + CASE WHEN e.vector @@ %(whole)s::tsquery THEN {WHOLE} ELSE 0 END
      + coalesce((%(boosts)s::jsonb ->> e.kind)::float, 0)
      + {NEAR} * CASE WHEN e.region_code = '' THEN cardinality(%(near)s::text[])
          ELSE cardinality(array(SELECT unnest(e.marks) INTERSECT SELECT unnest(%(near)s::text[]))) END
      + CASE WHEN e.locale = %(locale)s THEN {OWN_LANGUAGE} ELSE 0 END
      + coalesce({FRESH} * {FADES}.0 / ({FADES} + abs(e.date - %(today)s::date)), 0)
      - CASE WHEN e.until < %(today)s THEN {OVER} ELSE 0 END"""  # noqa: S608 - constants

_FIND = f"""
    WITH found AS MATERIALIZED (SELECT e.id, e.marks, {_MISSED} AS missed {_MATCH}),
    best AS (
      SELECT e.kind, e.object_id, e.locale, e.translation_of, e.title, e.body, e.url, e.facts, e.marks,
        e.region_code, e.date, e.until, e.extra, {_SCORE} AS score
      FROM found JOIN search_searchentry e USING (id) WHERE missed = 0
      ORDER BY CASE WHEN %(newest)s THEN e.date END DESC NULLS LAST, score DESC,
        CASE WHEN e.kind = 'event' THEN e.until END, e.kind, e.object_id
      LIMIT %(limit)s OFFSET %(offset)s)
    SELECT
      (SELECT json_agg(json_build_array(mark, missed, many)) FROM (
         SELECT mark, missed, count(*) AS many
         FROM (SELECT marks, missed FROM found LIMIT {COUNT_LIMIT}) counted, unnest(marks) mark
         WHERE missed IN (0, {", ".join(map(str, _BITS.values()))})
         GROUP BY mark, missed) counts),
      (SELECT json_agg(to_json(best)) FROM best)"""  # noqa: S608 - constants

_SUGGEST = """
    SELECT DISTINCT e.title, e.vector @@ %(start)s::tsquery AS begins, length(e.title) AS size,
      e.kind = ANY(%(last)s) AS is_last
    FROM search_searchentry e
    WHERE e.vector @@ %(asked)s::tsquery AND e.locale IN (%(locale)s, %(source)s)
    ORDER BY is_last, begins DESC, size, e.title LIMIT %(limit)s"""


def _language(locale: str) -> dict[str, str]:
    return {"locale": locale, "source": settings.LANGUAGE_CODE}


def _parameters(ask: Ask) -> dict[str, object]:
    query = ask.query
    strong, required = query.strong, query.strong if ask.relaxed else query.required
    unknown = [clause for clause in query.clauses if clause.weak and not clause.known]
    near = (ask.region, ask.region[:4] + "00") if ask.region else ()
    return {
        "any": " | ".join(_any_of(clause.phrases) for clause in strong),
        "strong": [_any_of(clause.phrases) for clause in strong],
        "required": [_any_of(clause.phrases) for clause in required],
        "titles": [_any_of(clause.phrases, "A") for clause in strong],
        "words": [_any_of(clause.phrases, "B") for clause in strong],
        "beside": [_any_of(clause.phrases, "C") for clause in strong],
        "typed": [_any_of(clause.phrases[:1], "A") for clause in strong],
        "starts": [_from_the_start(_any_of(clause.phrases)) for clause in strong],
        "whole": _phrase(query.whole) if query.whole else "",
        "unknown": [_phrase(clause.phrases[0]) for clause in unknown],
        "unknown_titles": [_phrase(clause.phrases[0], "A") for clause in unknown],
        "shares": list(query.shares),
        # Half of what we know of what was asked must be there; a story only has to touch the matter.
        "needed": 1 if ask.relaxed or query.story else math.ceil(len(required) / 2),
        **_language(ask.locale),
        **{facet: [f"{facet}:{value}" for value in ask.filters.get(facet, ())] for facet in FACETS},
        "near": [f"region:{code}" for code in dict.fromkeys(near)],
        "boosts": json.dumps(pushes(query.meant)),
        "today": ask.today,
        "newest": ask.sort == NEWEST,
        "limit": ask.limit,
        "offset": ask.offset,
        "but": "",
    }


def _document(row: dict[str, Any]) -> SearchDocument:
    marks: dict[str, list[str]] = {}
    for mark in row["marks"]:
        facet, _, value = mark.partition(":")
        marks.setdefault(facet, []).append(value)
    return SearchDocument(
        **{name: row[name] for name in (*_SHOWN, "score")},
        pk=row["object_id"],
        facts=tuple(row["facts"]),
        topics=tuple(marks.get("topic", ())),
        laws=tuple(marks.get("law", ())),
        region=row["region_code"],
        **{name: row[name] and date.fromisoformat(row[name]) for name in ("date", "until")},
    )
