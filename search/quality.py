"""How good an order of results is against what people judged. Pure: the caller brings what was found.

How the judgements are written: search/relevance/README.md.
"""

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

DEPTH = 10  # a first page
HELPS = 2  # the least grade that helps
_ESCAPED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))")


@dataclass(frozen=True)
class Judged:
    """A query and the grade, 1 to 3, of each address that answers it; none when nothing of ours does."""

    group: str
    query: str
    grades: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """What a reader sees: addresses on cards, then those of the results. `claims`: as answers, not as a part of one."""

    hits: tuple[str, ...] = ()
    cards: tuple[tuple[str, ...], ...] = ()
    claims: bool = False

    def keys(self, grades: Mapping[str, int]) -> list[str]:
        """In order, each once. A card is what is judged of it; one of which nothing is judged is one wrong result."""
        found: dict[str, None] = {}
        for place, card in enumerate(self.cards):
            judged = [key for key in card if key in grades]
            found.update(dict.fromkeys(judged or [f"card {place + 1}"]))
        found.update(dict.fromkeys(self.hits))
        return list(found)


@dataclass(frozen=True)
class Score:
    judged: Judged
    shown: Shown
    ndcg: float
    reciprocal: float | None  # None for a query that nothing answers
    recall: float | None

    @property
    def is_zero(self) -> bool:
        return not (self.shown.hits or self.shown.cards)


@dataclass(frozen=True)
class Summary:
    queries: int
    ndcg: float
    mrr: float | None
    recall: float | None
    zero: float | None


def read(folder: Path) -> list[Judged]:
    """All groups of a folder, a file each. ValueError for a row that cannot be right."""
    return [judged for path in sorted(folder.glob("*.csv")) for judged in _read_group(path)]


def _read_group(path: Path) -> list[Judged]:
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            where = f"{path.name}: {row}"
            given = grades.setdefault(_unescaped(row["query"]), {})
            if not row["key"]:
                continue
            if row["grade"] not in {"1", "2", "3"} or row["key"] in given:
                raise ValueError(f"no grade, or judged twice: {where}")
            given[row["key"]] = int(row["grade"])
    return [Judged(path.stem, query, given) for query, given in grades.items()]


def _unescaped(query: str) -> str:
    """A character that no file should hold is written \\x00 or \\ud800."""
    return _ESCAPED.sub(lambda match: chr(int(match[1] or match[2], 16)), query)


def key_of(url: str) -> str:
    """An address as the judgements write it: without host, language and query."""
    parts = urlsplit(url)
    path = parts.path.removeprefix(f"/{settings.LANGUAGE_CODE}")
    return f"{path}#{parts.fragment}" if parts.fragment else path


# --- measures -------------------------------------------------------------------------------------
def gained(grades: Iterable[int]) -> float:
    """Discounted gain of grades in their order: 2^grade - 1, less the further down."""
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def ndcg(keys: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """1 for the best order there is, 0 when nothing of what was judged is among the first `depth`."""
    best = gained(sorted(grades.values(), reverse=True)[:depth])
    return gained(grades.get(key, 0) for key in keys[:depth]) / best if best else 0.0


def reciprocal_rank(keys: Sequence[str], grades: Mapping[str, int]) -> float:
    """1 / the place of the first that helps; 0 when none does."""
    return next((1 / place for place, key in enumerate(keys, 1) if grades.get(key, 0) >= HELPS), 0.0)


def recall(keys: Sequence[str], grades: Mapping[str, int], depth: int = DEPTH) -> float:
    """How much of what helps is among the first `depth`, of as much as fits there."""
    helpful = {key for key, grade in grades.items() if grade >= HELPS}
    return len(helpful.intersection(keys[:depth])) / min(len(helpful), depth) if helpful else 0.0


def score(judged: Judged, shown: Shown) -> Score:
    """What nothing answers is right, and counts 1 with the others' nDCG, when the page claims nothing."""
    if not judged.grades:
        return Score(judged, shown, float(not shown.claims), None, None)
    grades = judged.grades
    keys = shown.keys(grades)
    return Score(judged, shown, ndcg(keys, grades), reciprocal_rank(keys, grades), recall(keys, grades))


def summary(scores: Sequence[Score]) -> Summary:
    """`zero`: the share of those that something answers for which nothing is shown."""
    answered = [one for one in scores if one.judged.grades]
    return Summary(
        len(scores),
        _mean([one.ndcg for one in scores]) or 0.0,
        _mean([one.reciprocal for one in answered if one.reciprocal is not None]),
        _mean([one.recall for one in answered if one.recall is not None]),
        _mean([float(one.is_zero) for one in answered]),
    )


def by_group(scores: Iterable[Score]) -> dict[str, list[Score]]:
    groups: dict[str, list[Score]] = {}
    for one in scores:
        groups.setdefault(one.judged.group, []).append(one)
    return groups


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
