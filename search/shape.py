"""What Elasticsearch and OpenSearch keep of a document, and under which terms.

The terms are ours (search/analysis.py), the same as in PostgreSQL: the engine gets them apart by spaces, with a mark
where a phrase must not reach across, and its built-in whitespace analyzer leaves them as they are. Pure.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from functools import lru_cache
from typing import Any

from elasticsearch_dsl import Boolean, Date, Keyword, Mapping, Object, Short, Text

from foundation.content.searchable import SearchDocument
from search.analysis import Term, is_han, terms
from search.engines import FACETS, facet_values
from search.phrases import BODY_LENGTH
from search.places import PLACES

# No terms, which are letters, digits and + . # %: where a phrase must not reach across, and what stands before a title.
GAP, START = "·", "^"
_KEPT_AS_THEY_ARE = ("pk", "locale", "translation_of", "answers", "sorted_title", "fingerprint")
_SORTED_TITLE = 100


def mapping() -> Mapping:
    made = Mapping()
    for name in (*FACETS, *_KEPT_AS_THEY_ARE):
        made.field(name, Keyword())
    made.field("places", Keyword(doc_values=False))
    made.field("title_size", Short())
    made.field("leads", Boolean())
    for name in ("date", "until", "upcoming"):
        made.field(name, Date())
    for name in ("title", "words", "beside", "all"):
        made.field(name, Text(analyzer="whitespace"))
    made.field("shown", Object(enabled=False))
    made.meta("dynamic", "strict")
    return made


def index_body() -> dict[str, Any]:
    """One shard: scores and counts are those of all documents; a cluster adds copies of it."""
    settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "max_result_window": 10_000}
    return {"settings": settings, "mappings": mapping().to_dict()}


@lru_cache(maxsize=1)
def mark() -> str:
    """Changes with the shape: an index of another one is not asked, and stands until it is rebuilt."""
    return hashlib.sha256(json.dumps(index_body(), sort_keys=True).encode()).hexdigest()[:8]


# --- documents ------------------------------------------------------------------------------------
def belongs_to(document: SearchDocument) -> str:
    """The same for a thing in every language."""
    return document.translation_of or f"{document.kind}:{document.pk}"


def identity(thing: str, locale: str) -> str:
    return f"{thing}|{locale}"


def place(bit: int, phrase: int) -> str:
    """Under which a document is found that has a phrase of search/places.py there."""
    return f"{bit}:{phrase}"


def source(
    document: SearchDocument, answers: Iterable[str], kept: Iterable[tuple[int, int]] = ()
) -> dict[str, Any]:
    """`answers`: the languages in which this document stands for its thing. `kept`: (phrase, bits) of its phrases."""
    title, words, beside, body = document.weighed
    body = body[:BODY_LENGTH]
    parts = [spaced(part) for part in (title, words, beside, body)]
    says = {
        **facet_values(document),
        **{name: getattr(document, name) for name in ("pk", "locale", "date", "until", "leads")},
        "translation_of": belongs_to(document),
        "upcoming": document.until if document.kind == "event" else None,
        "sorted_title": document.title[:_SORTED_TITLE],
        "title_size": min(len(document.title), 1000),
        "title": f"{START} {parts[0]}",
        "words": parts[1],
        "beside": parts[2],
        "all": f" {GAP} ".join(filter(None, parts)),
        "shown": {
            **asdict(document),
            "beside": "",
            "body": body,
            "translation_of": belongs_to(document),
        },
    }
    plain = json.dumps(says, sort_keys=True, ensure_ascii=False, default=str)
    return {
        **json.loads(plain),
        "fingerprint": hashlib.sha256(plain.encode()).hexdigest(),
        "answers": sorted(answers),
        "places": [place(bit, phrase) for phrase, bits in kept for bit in PLACES if bits & bit],
    }


def document(shown: dict[str, Any]) -> SearchDocument:
    """What was written, again."""
    values = {field.name: shown[field.name] for field in fields(SearchDocument) if field.name in shown}
    for name in ("facts", "topics", "laws"):
        values[name] = tuple(values.get(name) or ())
    for name in ("date", "until"):
        values[name] = date.fromisoformat(values[name]) if values.get(name) else None
    return SearchDocument(**values)


# --- terms ----------------------------------------------------------------------------------------
def spaced(text: str) -> str:
    """The terms of a document's text. The number alone of 30天 follows at the end: it is found, and parts no phrase."""
    line, numbers = [], []
    before = 0
    for term, position in terms(text):
        if position == before:
            numbers += [GAP, line.pop()]
        elif before and position > before + 1:
            line.append(GAP)
        line.append(term)
        before = position
    return " ".join([*line, *numbers])


@lru_cache(maxsize=4096)
def asked(phrase: str) -> tuple[str, ...]:
    """The terms that stand next to each other where `phrase` does. A single character alone begins longer ones."""
    found = terms(phrase, asked=True)
    telling = [position for term, position in found if not is_han(term) or len(term) > 1]
    telling = telling or [position for _term, position in found[:1]]
    return tuple(_stretch(found, telling[0], telling[-1])) if telling else ()


def _stretch(found: list[Term], first: int, last: int) -> Iterator[str]:
    texts = {position: term for term, position in found}
    return (texts.get(position, GAP) for position in range(first, last + 1))
