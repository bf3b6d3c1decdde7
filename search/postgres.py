"""The engine of a small installation: term vectors in PostgreSQL, found through their GIN index.

Why this shape, with the plans: docs/decisions/0003-search-on-postgresql.md.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import connection

from foundation.content.searchable import SearchDocument
from search.analysis import Term, is_han, terms
from search.engines import COUNT_LIMIT
from search.kinds import BOOSTS
from search.models import SearchEntry
from search.query import Query

BODY_LENGTH = 20_000
_MAX_POSITION, _MAX_OCCURRENCES, _FIELD_GAP = 16_383, 200, 10


class PostgresEngine:
    def write(self, documents: Sequence[SearchDocument]) -> int:
        return sum(map(_write, documents))

    def remove(self, *, kind: str, pk: str, locale: str = "") -> int:
        entries = SearchEntry.objects.filter(kind=kind, object_id=pk)
        return (entries.filter(locale=locale) if locale else entries).delete()[0]

    def counts(self, query: Query, *, locale: str, today: date, relaxed: bool = False) -> dict[str, int]:
        parameters = _parameters(query, locale, today, relaxed=relaxed)
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {**parameters, "limit": COUNT_LIMIT})
            return dict(cursor.fetchall())

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
        parameters = _parameters(query, locale, today, relaxed=relaxed)
        entries = SearchEntry.objects.raw(
            _RANK, {**parameters, "kind": kind, "limit": limit, "offset": offset}
        )
        return [
            SearchDocument(
                kind=entry.kind,
                pk=entry.object_id,
                locale=entry.locale,
                title=entry.title,
                url=entry.url,
                body=entry.body,
                facts=tuple(entry.facts),
                until=entry.until,
                extra=entry.extra,
            )
            for entry in entries
        ]


# --- documents ------------------------------------------------------------------------------------
def _write(document: SearchDocument) -> bool:
    """False when the index already has it just so."""
    fields = {
        "translation_of": document.translation_of or f"{document.kind}:{document.pk}",
        "title": document.title[:255],
        "body": document.body[:BODY_LENGTH].replace("\x00", ""),
        "url": document.url,
        "facts": list(document.facts),
        "extra": document.extra,
        "topic_code": document.topic,
        "region_code": document.region,
        "until": document.until,
    }
    vector = _vector(document)
    raw = json.dumps([fields, vector], ensure_ascii=False, default=str, sort_keys=True)
    fingerprint = hashlib.sha256(raw.encode()).hexdigest()
    key = {"kind": document.kind, "object_id": document.pk, "locale": document.locale}
    if SearchEntry.objects.filter(**key, fingerprint=fingerprint).exists():
        return False
    SearchEntry.objects.update_or_create(
        **key, defaults={**fields, "vector": vector, "fingerprint": fingerprint}
    )
    return True


def _vector(document: SearchDocument) -> str:
    """The document as a tsvector literal: 'term':position+weight,…"""
    places: dict[str, list[str]] = {}
    offset = 0
    parts = (
        ("A", document.title),
        ("B", document.words),
        ("C", " ".join(document.facts)),
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
    # Terms are letters, digits and + . # only; quoting is belt and braces.
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


# --- queries --------------------------------------------------------------------------------------
@lru_cache(maxsize=4096)
def _phrase(phrase: str, weight: str = "") -> str:
    """A phrase as a tsquery: its pairs next to each other. One character alone also begins longer terms.

    "" for a phrase without a term.
    """
    asked = terms(phrase, asked=True)
    found = [term for term in asked if not is_han(term.text) or len(term.text) > 1] or asked[:1]
    pieces: list[str] = []
    before: Term | None = None
    for term in found:
        if before:
            pieces.append(f"<{term.position - before.position}>")
        single = is_han(term.text) and len(term.text) == 1
        label = f":{'*' if single else ''}{weight}" if single or weight else ""
        pieces.append(_quoted(term.text) + label)
        before = term
    return "(" + " ".join(pieces) + ")" if pieces else ""


def _any_of(phrases: Iterable[str], weight: str = "") -> str:
    return " | ".join(filter(None, (_phrase(phrase, weight) for phrase in phrases)))


_MATCH = """
    FROM search_searchentry e
    WHERE e.vector @@ %(any)s::tsquery
      AND (e.locale = %(locale)s OR (e.locale = %(source)s AND NOT EXISTS (
            SELECT 1 FROM search_searchentry t
            WHERE t.translation_of = e.translation_of AND t.locale = %(locale)s)))
      AND (SELECT count(*) FROM unnest(%(required)s::text[]::tsquery[]) q WHERE e.vector @@ q) >= %(needed)s
"""
_COUNT = "SELECT kind, count(*) FROM (SELECT e.kind" + _MATCH + " LIMIT %(limit)s) found GROUP BY kind"  # noqa: S608 - constants

# What was asked for beats where it stands, the title beats the text, the typed word beats its synonym.
_RANK = (
    """
    SELECT e.id, e.kind, e.object_id, e.locale, e.title, e.body, e.url, e.facts, e.extra, e.until,
      (SELECT 10.0 * count(*) FILTER (WHERE e.vector @@ strong) + 4.0 * count(*) FILTER (WHERE e.vector @@ title)
            + 1.5 * count(*) FILTER (WHERE e.vector @@ words) + 2.0 * count(*) FILTER (WHERE e.vector @@ typed)
       FROM unnest(%(strong)s::text[]::tsquery[], %(titles)s::text[]::tsquery[], %(words)s::text[]::tsquery[],
                   %(typed)s::text[]::tsquery[]) clause (strong, title, words, typed)) / %(strongs)s
      + 0.5 * (SELECT count(*) FROM unnest(%(weak)s::text[]::tsquery[]) q WHERE e.vector @@ q)
      + 3.0 * ts_rank('{0.1, 0.3, 0.6, 1.0}', e.vector, %(any)s::tsquery, 1 | 32)
      + coalesce((%(boosts)s::jsonb ->> e.kind)::float, 0)
      - CASE WHEN e.until < %(today)s THEN 6 ELSE 0 END
      AS score"""  # noqa: S608 - constants
    + _MATCH
    + """ AND (%(kind)s = '' OR e.kind = %(kind)s)
    ORDER BY score DESC, CASE WHEN e.kind = 'event' THEN e.until END, e.kind, e.object_id
    LIMIT %(limit)s OFFSET %(offset)s"""
)


def _parameters(query: Query, locale: str, today: date, *, relaxed: bool = False) -> dict[str, object]:
    strong, required = query.strong, query.required if not relaxed else query.strong
    return {
        "any": " | ".join(_any_of(clause.phrases) for clause in strong),
        "strong": [_any_of(clause.phrases) for clause in strong],
        "required": [_any_of(clause.phrases) for clause in required],
        "titles": [_any_of(clause.phrases, "A") for clause in strong],
        "words": [_any_of(clause.phrases, "B") for clause in strong],
        "typed": [_any_of(clause.phrases[:1]) for clause in strong],
        "weak": [_any_of(clause.phrases[:1]) for clause in query.clauses if clause.weak],
        "strongs": len(strong),
        # Half of what we know of what was asked must be there; a story only has to touch the matter.
        "needed": 1 if relaxed or query.story else math.ceil(len(required) / 2),
        "locale": locale,
        "source": settings.LANGUAGE_CODE,
        "boosts": json.dumps(BOOSTS),
        "today": today,
    }
