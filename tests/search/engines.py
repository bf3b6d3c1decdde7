"""Engines for the tests: one that nobody can reach, and one that keeps its documents in a dictionary."""

import socket

from search.engines import Unavailable

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

    write = remove = counts = ranked = _connect


class DictionaryEngine:
    """Finds whatever holds a phrase in its title. Everybody who makes one sees the same documents."""

    def write(self, documents):
        before = dict(KEPT)
        KEPT.update({(one.kind, one.pk, one.locale): one for one in documents})
        return sum(before.get(key) != one for key, one in KEPT.items())

    def remove(self, *, kind, pk, locale=""):
        gone = [key for key in KEPT if key[:2] == (kind, pk) and locale in ("", key[2])]
        return len([KEPT.pop(key) for key in gone])

    def _found(self, query, locale):
        phrases = [phrase for clause in query.clauses for phrase in clause.phrases]
        return [one for one in KEPT.values() if one.locale == locale and any(p in one.title for p in phrases)]

    def counts(self, query, *, locale, today, relaxed=False):
        kinds = [one.kind for one in self._found(query, locale)]
        return {kind: kinds.count(kind) for kind in kinds}

    def ranked(self, query, *, kind, locale, today, limit, offset, relaxed=False):
        return [one for one in self._found(query, locale) if kind in ("", one.kind)][offset : offset + limit]


class HalfEngine:
    def write(self, documents):
        return 0
