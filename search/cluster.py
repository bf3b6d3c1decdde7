"""The engines of a province: Elasticsearch or OpenSearch behind an alias, asked with the same questions.

The alias carries the mark of the documents' shape (search/shape.py): after a release that changes the shape there is
none, PostgreSQL answers, and `manage.py search_index --rebuild` makes one. Rebuilding: search/rebuilding.py.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from django.conf import settings

from foundation.content.searchable import SearchDocument
from search import body, patience, places, shape
from search.engines import Ask, Found, Key, Unavailable
from search.executors import ElasticsearchExecutor, OpenSearchExecutor

_COMPARED = ("fingerprint", "answers", "places")  # of what is there with what is to be written


class ClusterEngine:
    executor: type

    def __init__(self):
        certificates = settings.SEARCH_CERTIFICATES
        self._executor = self.executor(settings.SEARCH_URL, certificates)
        self.alias = f"{settings.SEARCH_INDEX}-{shape.mark()}"

    # --- questions --------------------------------------------------------------------------------
    def find(self, ask: Ask, *, index: str = "") -> Found:
        question = body.find(ask, {} if index else places.told_to(self.alias))
        raw = self._search(question, asked=ask.query.folded, index=index)
        return Found(raw["hits"]["total"]["value"], _facets(raw["aggregations"]), _documents(raw))

    def suggest(self, prefix: str, *, locale: str, limit: int) -> list[str]:
        # Some titles are there twice: a case of another place, an event of another year.
        raw = self._search(body.suggest(prefix, locale=locale, limit=3 * limit), asked=prefix)
        titles = (hit["_source"]["shown"]["title"] for hit in raw["hits"]["hits"])
        return list(dict.fromkeys(titles))[:limit]

    def similar(self, text: str, *, locale: str, limit: int, but: str = "") -> list[SearchDocument]:
        raw = self._search(body.similar(text, locale=locale, limit=limit, but=but), asked=text)
        return _documents(raw)

    def _search(self, question: dict[str, Any], *, asked: str, index: str = "") -> Any:
        params = {
            "allow_partial_search_results": "false",
            "timeout": f"{int(patience.seconds_left() * 1000)}ms",
            # The same copy of the index for the next page of the same question.
            "preference": str(zlib.crc32(asked.encode(errors="replace"))),
        }
        raw = self.send("POST", f"/{index or self.alias}/_search", params=params, body=question)
        if raw["timed_out"] or raw["_shards"]["failed"]:
            raise Unavailable("answered in part")
        return raw

    # --- documents --------------------------------------------------------------------------------
    def write(self, documents: Sequence[SearchDocument], *, index: str = "") -> int:
        things = {shape.belongs_to(one) for one in documents}
        kept = self._kept(things, index)
        present = {*kept, *(shape.identity(shape.belongs_to(one), one.locale) for one in documents)}
        phrases = places.of_documents(documents)
        lines, new = [], 0
        for one in documents:
            thing = shape.belongs_to(one)
            key = shape.identity(thing, one.locale)
            source = _source(one, present, phrases)
            new += kept.get(key, {}).get("fingerprint") != source["fingerprint"]
            if kept.get(key) != {name: source[name] for name in _COMPARED}:
                lines += [{"index": {"_id": key}}, source]
        self.bulk(lines, index)
        self._align(things, index)
        return new

    def remove(self, *, kind: str, pk: str, locale: str = "", index: str = "") -> int:
        self.send("POST", f"/{index or self.alias}/_refresh")
        named = {"kind": kind, "pk": pk, **({"locale": locale} if locale else {})}
        question = {
            "query": {"bool": {"filter": [{"term": {name: value}} for name, value in named.items()]}},
            "_source": ["translation_of"],
            "size": 100,
        }
        hits = self.send("POST", f"/{index or self.alias}/_search", body=question)["hits"]["hits"]
        self.bulk([{"delete": {"_id": hit["_id"]}} for hit in hits], index)
        self._align({hit["_source"]["translation_of"] for hit in hits}, index)
        return len(hits)

    def differing(self, documents: Sequence[SearchDocument]) -> tuple[list[Key], list[Key]]:
        """(Keys of those that are not there, of those that are there otherwise.)"""
        kept = self._kept({shape.belongs_to(one) for one in documents})
        missing, changed = [], []
        for one in documents:
            there = kept.get(shape.identity(shape.belongs_to(one), one.locale))
            if not there:
                missing.append((one.kind, one.pk, one.locale))
            elif there["fingerprint"] != shape.source(one, ())["fingerprint"]:
                changed.append((one.kind, one.pk, one.locale))
        return missing, changed

    def every_key(self) -> Iterator[Key]:
        """Of all documents there are."""
        for hit in self._all(self.alias, ["shown.kind", "pk", "locale"]):
            kept = hit["_source"]
            yield kept["shown"]["kind"], kept["pk"], kept["locale"]

    def fill(self, documents: Sequence[SearchDocument], index: str) -> None:
        """Write to an index that nobody asks yet; `align_all` afterwards."""
        present = {shape.identity(shape.belongs_to(one), one.locale) for one in documents}
        phrases = places.of_documents(documents)
        lines: list[dict[str, Any]] = []
        for one in documents:
            key = shape.identity(shape.belongs_to(one), one.locale)
            lines += [{"index": {"_id": key}}, _source(one, present, phrases)]
        self.bulk(lines, index, refresh=False)

    def align_all(self, index: str, batch: int = 500) -> None:
        """Where a translation and its original were written apart, see that one stands for the other."""
        self.send("POST", f"/{index}/_refresh")
        translated = {"bool": {"must_not": [{"term": {"locale": settings.LANGUAGE_CODE}}]}}
        hits = self._all(index, ["translation_of"], query=translated)
        while some := list(islice(hits, batch)):
            self._align({hit["_source"]["translation_of"] for hit in some}, index)

    def _all(self, index: str, fields: list[str], query: Any = None, batch: int = 1000) -> Iterator[Any]:
        """Every hit, a stretch at a time."""
        after: dict[str, Any] = {}
        while True:
            question = {
                "query": query or {"match_all": {}},
                "_source": fields,
                "sort": ["translation_of", "locale"],
                "size": batch,
                **after,
            }
            hits = self.send("POST", f"/{index}/_search", body=question)["hits"]["hits"]
            yield from hits
            if len(hits) < batch:
                return
            after = {"search_after": hits[-1]["sort"]}

    def _kept(self, things: Iterable[str], index: str = "") -> dict[str, dict[str, Any]]:
        """Key → what is compared of what is there of these things in any language, as of now."""
        codes = [code for code, _name in settings.LANGUAGES]
        keys = [shape.identity(thing, code) for thing in things for code in codes]
        if not keys:
            return {}
        params = {"_source_includes": ",".join(_COMPARED)}
        raw = self.send("POST", f"/{index or self.alias}/_mget", params=params, body={"ids": keys})
        for one in raw["docs"]:
            if "error" in one:
                raise Unavailable(str(one["error"])[:300])
        return {one["_id"]: one["_source"] for one in raw["docs"] if one["found"]}

    def _align(self, things: Iterable[str], index: str = "") -> None:
        """What is in the source language stands for the languages in which there is nothing.

        Read again after writing: whoever writes a translation at the same moment sees the original or is seen here.
        """
        lines: list[dict[str, Any]] = []
        kept = self._kept(things, index)
        for key, one in kept.items():
            thing, _, locale = key.rpartition("|")
            answers = _answers(thing, locale, kept)
            if one["answers"] != answers:
                lines += [{"update": {"_id": key}}, {"doc": {"answers": answers}}]
        self.bulk(lines, index)

    def bulk(self, lines: list[dict[str, Any]], index: str = "", *, refresh: bool = True) -> None:
        if not lines:
            return
        # Without an alias there is no index: nothing makes one up by writing to it.
        params = {"refresh": str(refresh).lower(), **({} if index else {"require_alias": "true"})}
        raw = self.send("POST", f"/{index or self.alias}/_bulk", params=params, body=lines)
        for item in raw["items"] if raw["errors"] else []:
            (done,) = item.values()
            if done["status"] >= 300 and done["status"] != 404:
                raise Unavailable(f"{done['status']} {str(done.get('error'))[:300]}")

    def send(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        body: Any = None,
    ) -> Any:
        seconds = patience.seconds_left()
        if seconds < patience.LEAST_SECONDS:
            raise Unavailable("no time left")
        return self._executor.send(method, path, seconds=seconds, params=params or {}, body=body)


class ElasticsearchEngine(ClusterEngine):
    executor = ElasticsearchExecutor


class OpenSearchEngine(ClusterEngine):
    executor = OpenSearchExecutor


def _documents(raw: dict[str, Any]) -> list[SearchDocument]:
    hits = raw["hits"]["hits"]
    return [replace(shape.document(hit["_source"]["shown"]), score=hit.get("_score") or 0) for hit in hits]


def _facets(counted: dict[str, Any]) -> dict[str, dict[str, int]]:
    buckets = {name: bucket.get("values", bucket)["buckets"] for name, bucket in counted.items()}
    return {name: {one["key"]: one["doc_count"] for one in found} for name, found in buckets.items() if found}


def _source(
    document: SearchDocument, present: Iterable[str], phrases: Mapping[Key, list[tuple[int, int]]]
) -> dict[str, Any]:
    answers = _answers(shape.belongs_to(document), document.locale, present)
    return shape.source(document, answers, phrases.get((document.kind, document.pk, document.locale), ()))


def _answers(thing: str, locale: str, present: Iterable[str]) -> list[str]:
    """The languages in which the document of `locale` stands for its thing, sorted."""
    if locale != settings.LANGUAGE_CODE:
        return [locale]
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(code for code in codes if code == locale or shape.identity(thing, code) not in present)
