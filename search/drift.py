"""Whether an engine holds what the site says of itself: a report for operators, and the broom of the night."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from search import engines
from search.cluster import ClusterEngine
from search.engines import Key
from search.models import IndexCheck, SearchEntry
from search.postgres import PostgresEngine
from search.sources import everything

SHOWN = 20
BATCH = 200


@dataclass
class Drift:
    """What is `missing` from an engine, there but `changed`, and `left` over; by kind, what should be there and is."""

    engine: str
    documents: int = 0
    expected: Counter[str] = field(default_factory=Counter)
    there: Counter[str] = field(default_factory=Counter)
    missing: list[Key] = field(default_factory=list)
    changed: list[Key] = field(default_factory=list)
    left: list[Key] = field(default_factory=list)

    @property
    def is_none(self) -> bool:
        return not (self.missing or self.changed or self.left)


def reports() -> Iterator[Drift]:
    """One for each engine that is kept. Raises Unavailable."""
    for engine in engines.kept():
        if isinstance(engine, ClusterEngine | PostgresEngine):
            yield report(engine)


def report(engine: ClusterEngine | PostgresEngine) -> Drift:
    found = Drift(type(engine).__name__)
    expected = set()
    for batch in everything():
        found.documents += len(batch)
        found.expected.update(one.kind for one in batch)
        expected.update(hash((one.kind, one.pk, one.locale)) for one in batch)
        missing, changed = engine.differing(batch)
        found.missing += missing
        found.changed += changed
    for key in engine.every_key():
        found.there[key[0]] += 1
        if hash(key) not in expected:
            found.left.append(key)
    return found


def compare() -> None:
    """Keep what is found, for whoever looks later. Raises Unavailable."""
    for one in reports():
        found = {word: getattr(one, word) for word in ("missing", "changed", "left")}
        IndexCheck.objects.update_or_create(
            engine=one.engine,
            defaults={
                "documents": one.documents,
                "kinds": {kind: [one.expected[kind], one.there[kind]] for kind in one.expected | one.there},
                "differing": {word: [len(keys), keys[:SHOWN]] for word, keys in found.items()},
            },
        )


def take_out_what_is_left(engine: ClusterEngine) -> int:
    """What the engine has and PostgreSQL no longer has an entry of: a job that told it was lost."""
    gone, keys = 0, engine.every_key()
    while batch := list(islice(keys, BATCH)):
        there = SearchEntry.objects.among(batch)
        for kind, pk, locale in batch:
            if (kind, pk, locale) not in there:
                gone += engine.remove(kind=kind, pk=pk, locale=locale)
    return gone
