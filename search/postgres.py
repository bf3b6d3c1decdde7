"""The engine of a small installation: term vectors in PostgreSQL, found through their GIN index.

Why this shape, with the plans: docs/decisions/0003-search-on-postgresql.md.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from foundation.content import kept
from foundation.content.searchable import SearchDocument
from search import finding, places, vocabulary
from search.engines import Ask, Found, Key, facet_values
from search.kinds import SUGGESTED_LAST
from search.models import SearchEntry
from search.phrases import BODY_LENGTH, TITLE, from_the_start, made_by, phrase, vector
from search.query import parse

_SHOWN = ("kind", "locale", "title", "body", "url", "extra", "translation_of")


class PostgresEngine:
    def write(self, documents: Sequence[SearchDocument]) -> int:
        """In a handful of statements, however many there are."""
        there = _fingerprints(documents)
        new = [(one, mark) for one in documents if there.get(_key(one)) != (mark := _fingerprint(one))]
        entries = {_key(one): _entry(one, mark) for one, mark in new}
        if entries:
            with transaction.atomic():
                places.hold_phrases()
                made = SearchEntry.objects.bulk_create(
                    entries.values(), update_conflicts=True, unique_fields=_KEY, update_fields=_KEPT
                )
                places.documents_written([entry.pk for entry in made])
                _say_words_changed(entry.kind for entry in made)
        return len(entries)

    def remove(self, *, kind: str, pk: str, locale: str = "") -> int:
        entries = SearchEntry.objects.filter(kind=kind, object_id=pk)
        gone = (entries.filter(locale=locale) if locale else entries).delete()[0]
        _say_words_changed([kind])
        return gone

    def differing(self, documents: Sequence[SearchDocument]) -> tuple[list[Key], list[Key]]:
        """(Keys of those that are not there, of those that are there otherwise.)"""
        there = _fingerprints(documents)
        missing, changed = [], []
        for one in documents:
            key = _key(one)
            if key not in there:
                missing.append(key)
            elif there[key] != _fingerprint(one):
                changed.append(key)
        return missing, changed

    def every_key(self) -> Iterator[Key]:
        """Of all documents there are."""
        return SearchEntry.objects.values_list("kind", "object_id", "locale").iterator()

    def find(self, ask: Ask) -> Found:
        counts, rows = _asked(finding.parameters(ask))
        facets: dict[str, dict[str, int]] = {}
        total = 0
        for mark, missed, many in counts:
            facet, _, value = mark.partition(":")
            if mark != finding.LEADS and missed in (0, finding.BITS[facet]):
                values = facets.setdefault(facet, {})
                values[value] = values.get(value, 0) + many
            if facet == "kind" and not missed:  # each has one
                total += many
        return Found(total, facets, [_document(row) for row in rows])

    def suggest(self, prefix: str, *, locale: str, limit: int) -> list[str]:
        asked = phrase(prefix, weight=TITLE, is_start=True)
        if not asked:
            return []
        with connection.cursor() as cursor:
            values = {"asked": asked, "start": from_the_start(asked), "last": list(SUGGESTED_LAST)}
            language = {"locale": locale, "source": settings.LANGUAGE_CODE}
            cursor.execute(_SUGGEST, {**language, **values, "limit": limit})
            return [row[0] for row in cursor.fetchall()]

    def similar(self, text: str, *, locale: str, limit: int, but: str = "") -> list[SearchDocument]:
        asked = parse(text)
        if asked.is_empty:
            return []
        ask = Ask(asked, locale, timezone.localdate(), limit=limit, relaxed=True)
        _counts, rows = _asked(finding.parameters(ask, but=but))
        return [_document(row) for row in rows]


def _asked(parameters: dict[str, object]) -> tuple[list[Any], list[Any]]:
    """[[mark, missed, how many]], [row of a document]."""
    with connection.cursor() as cursor:
        cursor.execute(finding.FIND, parameters)
        counts, rows = cursor.fetchone()
    return counts or [], rows or []


def holds(text: str) -> bool:
    """Whether anything at all has these characters side by side. It is asked of PostgreSQL whichever engine is chosen."""
    with connection.cursor() as cursor:
        # Counted, since for the first of them PostgreSQL would rather read all documents than ask the index.
        cursor.execute("SELECT count(*) FROM search_searchentry WHERE vector @@ %s::tsquery", [phrase(text)])
        return bool(cursor.fetchone()[0])


def _say_words_changed(kinds: Iterable[str]) -> None:
    """What was made of our words is made anew at once: a rebuild asks for them right after it has written them."""
    if not vocabulary.kinds().isdisjoint(kinds):
        transaction.on_commit(kept.renew)


# --- documents ------------------------------------------------------------------------------------
_KEY = ["kind", "object_id", "locale"]
_KEPT = [one.name for one in SearchEntry._meta.concrete_fields if one.name not in ("id", *_KEY)]


def _fingerprints(documents: Sequence[SearchDocument]) -> dict[Key, str]:
    """Of those that the index has."""
    entries = SearchEntry.objects.filter(
        kind__in={one.kind for one in documents}, object_id__in={one.pk for one in documents}
    )
    return {(kind, pk, locale): told for kind, pk, locale, told in entries.values_list(*_KEY, "fingerprint")}


def _key(document: SearchDocument) -> Key:
    return document.kind, document.pk, document.locale


def _entry(document: SearchDocument, fingerprint: str) -> SearchEntry:
    key = dict(zip(_KEY, _key(document), strict=True))
    return SearchEntry(**key, **_fields(document), vector=vector(document), fingerprint=fingerprint)


def _fingerprint(document: SearchDocument) -> str:
    """Of all that an entry is made of, and of the way it is made."""
    raw = json.dumps([_fields(document), document.weighed[:3], made_by()], default=str, sort_keys=True)
    return hashlib.sha256(raw.encode()).hexdigest()


def _fields(document: SearchDocument) -> dict[str, Any]:
    return {
        "translation_of": document.translation_of or f"{document.kind}:{document.pk}",
        "title": document.title[:255],
        "body": document.body[:BODY_LENGTH].replace("\x00", ""),
        "url": document.url,
        "facts": list(document.facts),
        "extra": document.extra,
        "region_code": document.region,
        "marks": _marks(document),
        "date": document.date,
        "until": document.until,
    }


def _marks(document: SearchDocument) -> list[str]:
    marks = [f"{facet}:{value}" for facet, values in facet_values(document).items() for value in values]
    return [*marks, finding.LEADS] if document.leads else marks


# --- what is found -----------------------------------------------------------------------------------
_SUGGEST = """
    SELECT DISTINCT e.title, e.vector @@ %(start)s::tsquery AS begins, length(e.title) AS size,
      e.kind = ANY(%(last)s) AS is_last
    FROM search_searchentry e
    WHERE e.vector @@ %(asked)s::tsquery AND e.locale IN (%(locale)s, %(source)s)
    ORDER BY is_last, begins DESC, size, e.title LIMIT %(limit)s"""


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
