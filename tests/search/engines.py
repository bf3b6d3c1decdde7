"""Engines for the tests: one that nobody can reach, and one that keeps its documents in a dictionary."""

import socket
from datetime import date

from search.engines import FACETS, NEWEST, Found, Unavailable, facet_values

KEPT = {}


class AwayEngine:
    """Connects to a port where nobody listens."""

    def __init__(self):
        with socket.create_server(("127.0.0.1", 0)) as closed_at_once:
            self.address = closed_at_once.getsockname()

    def _connect(self, *args, **options):
        try:
            socket.create_connection(self.address, timeout=1).close()
        except OSError as error:
            raise Unavailable from error
        raise AssertionError("somebody listens there")

    write = remove = find = suggest = similar = _connect


class DictionaryEngine:
    """Finds whatever holds a phrase in its title. Everybody who makes one sees the same documents."""

    def write(self, documents):
        before = dict(KEPT)
        KEPT.update({(one.kind, one.pk, one.locale): one for one in documents})
        return sum(before.get(key) != one for key, one in KEPT.items())

    def remove(self, *, kind, pk, locale=""):
        gone = [key for key in KEPT if key[:2] == (kind, pk) and locale in ("", key[2])]
        return len([KEPT.pop(key) for key in gone])

    def find(self, ask):
        phrases = [phrase for clause in ask.query.clauses for phrase in clause.phrases]
        held = [one for one in self._of(ask.locale) if any(phrase in one.title for phrase in phrases)]
        facets = {}
        for facet in FACETS:
            for document in held:
                for value in facet_values(document)[facet]:
                    values = facets.setdefault(facet, {})
                    values[value] = values.get(value, 0) + _fits(document, ask.filters, but=facet)
        fitting = [one for one in held if _fits(one, ask.filters)]
        if ask.sort == NEWEST:
            fitting.sort(key=lambda one: one.date or date.min, reverse=True)
        facets = {facet: {v: n for v, n in values.items() if n} for facet, values in facets.items()}
        return Found(len(fitting), facets, fitting[ask.offset : ask.offset + ask.limit])

    def suggest(self, prefix, *, locale, limit):
        titles = {one.title for one in self._of(locale) if prefix in one.title}
        return sorted(titles, key=lambda title: (not title.startswith(prefix), title))[:limit]

    def similar(self, text, *, locale, limit, but=""):
        alike = [one for one in self._of(locale) if set(one.title) & set(text) and one.translation_of != but]
        return sorted(alike, key=lambda one: -len(set(one.title) & set(text)))[:limit]

    def _of(self, locale):
        return [one for one in KEPT.values() if one.locale == locale]


def _fits(document, filters, but=""):
    values = facet_values(document)
    return all(set(values[facet]) & set(wanted) for facet, wanted in filters.items() if facet != but)


class HalfEngine:
    def write(self, documents):
        return 0
