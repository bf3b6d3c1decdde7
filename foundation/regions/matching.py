"""Which division a place means as people write it. Pure: the caller brings the divisions."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from foundation.regions.script import simplified

_NOT_PINYIN = re.compile(r"[\s'’·-]+")
_ENDINGS = ("", "sheng", "shi", "qu", "xian")
# How a text names a division, the likeliest first.
NAMED, BEGUN, SPELLED, SPELLING, WITHIN = range(5)


class Division(NamedTuple):
    """A division in force; `depth` 0 is a province, `parents` are the short names of what it lies in."""

    pk: int
    code: str
    name: str
    short_name: str
    full_name: str
    pinyin: str
    is_pseudo: bool
    parent: int | None
    depth: int
    parents: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """`rank`: NAMED to WITHIN; `kin`: how many of its parents a longer text names as well."""

    division: Division
    rank: int
    kin: int = 0

    @property
    def order(self):
        deep = -self.division.depth if self.rank == WITHIN and self.kin else self.division.depth
        return self.rank, -self.kin, self.division.is_pseudo, deep, self.division.code


class Divisions:
    """All that may be meant, by what a text can say of them."""

    def __init__(self, rows: Iterable[Division]):
        self._codes, self._shorts = defaultdict(list), defaultdict(list)
        beginnings, spellings = [], []
        for row in rows:
            self._codes[row.code].append(row)
            self._shorts[row.short_name].append(row)
            beginnings += [(name, row) for name in {row.name, row.full_name}]
            spellings.append((row.pinyin, row))
        self._beginnings, self._spellings = sorted(beginnings), sorted(spellings)
        self._longest = max(map(len, self._shorts), default=0)

    def matching(self, text: str) -> list[Match]:
        """The divisions that `text` may mean, the likeliest first.

        `text`: a name with or without 省市区县, the start of one, pinyin or its start, a code, or a longer piece of
        an address (“赣州章贡水南镇”), in traditional characters too.
        """
        text = unicodedata.normalize("NFKC", text[:80]).replace("\x00", "").replace("’", "'")
        joined = "".join(text.split())
        if not joined:
            return []
        if joined.isascii() and joined.isdigit():
            found = (Match(row, NAMED) for row in self._codes.get(joined.ljust(6, "0"), ()))
        elif joined.isascii():
            found = self._spelled(_NOT_PINYIN.sub("", joined).lower())
        else:
            found = self._named(simplified(joined))
        best = {}
        for match in sorted(found, key=lambda match: match.order):
            best.setdefault(match.division.pk, match)
        return list(best.values())

    def best_matches(self, text: str, limit: int = 12) -> list[Division]:
        """The divisions that `text` means: one when it is clear, several when the visitor must choose."""
        found = self.matching(text)[: limit * 2]
        if not found:
            return []
        first = found[0]
        alike = [m.division for m in found if (m.rank, m.kin) == (first.rank, first.kin)]
        if first.rank == WITHIN:
            if first.kin:  # with nothing beside it, 河北 may be the province or the district
                alike = [row for row in alike if row.depth == first.division.depth]
            alike = [row for row in alike if not any(_is_part_of(row, other) for other in alike)]
        # 南昌 is the city and a county in it: the wider place holds both.
        wider = {row.pk for row in alike}
        return [row for row in alike if row.parent not in wider][:limit]

    def _spelled(self, letters):
        whole = {letters + ending for ending in _ENDINGS}
        for pinyin, row in _beginning_with(letters, self._spellings):
            yield Match(row, SPELLED if pinyin in whole else SPELLING)

    def _named(self, joined):
        for name, row in _beginning_with(joined, self._beginnings):
            # 河北邢台 is the city and not its zone that is called 河北邢台经济开发区.
            yield Match(row, NAMED if joined == name else WITHIN if row.is_pseudo else BEGUN)
        for row in self._shorts.get(joined, ()):
            yield Match(row, NAMED)
        found = [
            (start, row)
            for start, short in _pieces(joined, self._longest)
            for row in self._shorts.get(short, ())
            if _is_meant_within(joined, row)
        ]
        for start, row in found:
            kin = _kin(joined, row, start)
            if kin or not _is_something_else(row, start, found):
                yield Match(row, WITHIN, kin)


def _beginning_with(start, pairs):
    """Those of sorted (text, division) whose text begins so; none for nothing."""
    first = bisect_left(pairs, (start,)) if start else len(pairs)
    return takewhile(lambda pair: pair[0].startswith(start), islice(pairs, first, None))


def _pieces(text, longest):
    """Every piece of two characters or more, with where it begins."""
    sizes = range(2, longest + 1)
    return {(begin, text[begin : begin + size]) for begin in range(len(text) - 1) for size in sizes}


def _kin(text, division, start):
    """How many of its parents the text names as well. 天津 of 天津南开 is none of 津南: they share a character."""
    beside = (text[:start], text[start + len(division.short_name) :])
    rest = (text,) if division.name in text else beside
    return sum(len(parent) > 1 and any(parent in part for part in rest) for parent in division.parents)


def _is_something_else(division, start, found):
    """Whether a place named before, as wide at least, says that none is meant: 赣州 in 赣州中山路, 上海 in 上海南汇."""
    return any(at < start and row.depth <= division.depth and row.pk != division.pk for at, row in found)


def _is_meant_within(joined, division):
    # 吉安 in “吉安吉州区” is the city: 吉安县 is in it, and meant only by its whole name or when 吉安 is said twice.
    short = division.short_name
    return short not in division.parents or division.name in joined or joined.count(short) > 1


def _is_part_of(division, other):
    # 新绛县 is not 绛县 as well.
    return division.short_name != other.short_name and division.short_name in other.name
