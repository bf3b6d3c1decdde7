"""Which division a place means as people write it. Pure: the caller brings the divisions."""

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from foundation.regions import latin
from foundation.regions.script import simplified

# How a text names a division, the likeliest first.
NAMED, BEGUN, SPELLED, SPELLING, INITIALS, WITHIN, LOOSE = range(7)
_PARTS = re.compile(r"[\s,，、;；。/|>›·\-—()（）]+")
# What may stand before a name that begins in the middle, and after a short one that is followed by more.
_BEFORE = frozenset("省市区县州盟旗镇乡村在到去来从住是离至往家")
_UNITS = frozenset("省市区县州盟旗")
_ENDS = _UNITS - {"州"} | frozenset("镇乡村街")
_OWN_WORD = re.compile("街道|大道|广场|[镇乡村路街巷屯庄]")  # 中山路 is not in 中山
_LONGEST_TEXT = 80


class Division(NamedTuple):
    """A division, or an old name of one; `depth` 0 is a province, `parents` are the short names of what it lies in.

    `now`: None in force; of an old name the codes of today, () when they are not known.
    """

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
    syllables: str = ""
    now: tuple[str, ...] | None = None

    @property
    def is_old(self):
        return self.now is not None


@dataclass(frozen=True)
class Match:
    """`rank`: NAMED to LOOSE; `kin`: how many of its parents a longer text names as well."""

    division: Division
    rank: int
    kin: int = 0

    @property
    def order(self):
        row = self.division
        deep = -row.depth if self.rank == WITHIN and self.kin else row.depth
        return self.rank, -self.kin, row.is_old, row.is_pseudo, deep, row.code


class Divisions:
    """All that may be meant, by what a text can say of them."""

    def __init__(self, rows: Iterable[Division]):
        self._codes, self._shorts = defaultdict(list), defaultdict(list)
        self._spelled_whole, self._initials = defaultdict(list), defaultdict(list)
        self._sounds_of = defaultdict(set)
        beginnings, spellings = [], []
        for row in rows:
            beginnings += [(name, row) for name in {row.name, row.full_name}]
            self._shorts[row.short_name].append(row)
            if not row.is_old:
                self._codes[row.code].append(row)
            spelled = latin.spellings(
                row.code if not row.is_old else "", *row[2:4], row.syllables, row.pinyin
            )
            self._sounds_of[row.short_name] |= spelled
            for word in spelled:
                self._spelled_whole[word].append(row)
            if not row.is_old and not row.is_pseudo:
                spellings += [(word, row) for word in latin.vowels(row.pinyin)]
                for letters in latin.initials(row.name, row.short_name, row.syllables):
                    self._initials[letters].append(row)
        self._beginnings, self._spellings = sorted(beginnings), sorted(spellings)
        self._longest = max(map(len, self._shorts), default=0)

    def of_code(self, code: str) -> Division | None:
        """The one in force with this code of six digits."""
        return next(iter(self._codes.get(code, ())), None)

    def sounds_of(self, division: Division) -> set[str]:
        """How the division and what it lies in are spelled, folded."""
        return set().union(*(self._sounds_of[name] for name in (division.short_name, *division.parents)))

    def matching(self, text: str) -> list[Match]:
        """The divisions that `text` may mean, the likeliest first, old names among them.

        `text`: a name with or without 省市区县, the start of one, pinyin or its start, an official or English
        spelling, initials, a code, or a longer piece of an address (“赣州章贡水南镇”), in traditional characters too.
        """
        text = unicodedata.normalize("NFKC", text[:_LONGEST_TEXT]).replace("\x00", "")
        joined = "".join(text.split())
        if not joined:
            return []
        if joined.isascii() and joined.isdigit():
            found = (Match(row, NAMED) for row in self._codes.get(joined.ljust(6, "0"), ()))
        elif latin.in_latin(joined):
            found = self._spelled(text)
        else:
            found = self._named([part for part in _PARTS.split(simplified(text)) if part])
        best = {}
        for match in sorted(found, key=lambda match: match.order):
            best.setdefault((match.division.pk, match.division.is_old), match)
        return list(best.values())

    def best_matches(self, text: str, limit: int = 12) -> list[Division]:
        """The divisions that `text` means: one when it is clear, several when the visitor must choose.

        An old name leads to those of today, or to what it lay in when they are not known.
        """
        return self.resolved(text, limit)[0]

    def resolved(self, text: str, limit: int = 12) -> tuple[list[Division], Division | None]:
        """`best_matches`, and the old name that led to them."""
        alike = self._alike(self.matching(text)[: limit * 2])
        if not alike or not all(row.is_old for row in alike):
            return [row for row in alike if not row.is_old][:limit], None
        today = {row.pk: row for old in alike for row in self._today(old)}
        near = [row for row in today.values() if row.depth > 0]  # a whole province is no help beside them
        return (near or list(today.values()))[:limit], alike[0]

    def _alike(self, found):
        if not found:
            return []
        first = found[0]
        alike = [m.division for m in found if (m.rank, m.kin) == (first.rank, first.kin)]
        if first.rank in (WITHIN, LOOSE):
            if first.kin:  # with nothing beside it, 河北 may be the province or the district
                alike = [row for row in alike if row.depth == first.division.depth]
            alike = [row for row in alike if not any(_is_part_of(row, other) for other in alike)]
        # 南昌 is the city and a county in it: the wider place holds both.
        wider = {row.pk for row in alike if not row.is_old}
        return [row for row in alike if row.parent not in wider]

    def _today(self, old):
        now = [row for code in old.now for row in self._codes.get(code, ())]
        above = (old.code[:4] + "00", old.code[:2] + "0000")
        return now or [row for code in above for row in self._codes.get(code, ()) if not row.is_pseudo][:1]

    # --- in Latin letters -------------------------------------------------------------------------------
    def _spelled(self, text):
        found = [match for reading in latin.readings(text) for match in self._sounding(reading)]
        if not found:  # “Somewhere, Ganzhou”, “Ganzhou Shahe”: the nearest that is known
            parts = [part for part in (*latin.parts_of(text), *latin.readings(text)) if not part.is_town]
            names = [name for part in parts for name in (*part.with_ending, part.target)]
            found = [Match(row, WITHIN) for name in names for row in self._spelled_whole.get(name, ())]
        return found

    def _sounding(self, reading):
        if len(reading.target) < 2:
            return
        whole = [(row, SPELLED) for row in self._spelled_whole.get(reading.target, ())]
        if not reading.others:
            whole += [(row, SPELLING) for _pinyin, row in _beginning_with(reading.target, self._spellings)]
            whole += [(row, INITIALS) for row in self._initials.get(reading.target, ())]
        whole = [pair for pair in whole if not reading.endings or pair[0].name[-1] in reading.endings]
        for word in reading.with_ending:
            whole += [(row, SPELLED) for row in self._spelled_whole.get(word, ())]
        for row, rank in whole:
            above = [self._sounds_of[short] for short in row.parents]
            kin = sum(any(other in sounds for sounds in above) for other in reading.others)
            if kin == len(reading.others):
                yield Match(row, rank, kin)

    # --- in Chinese -------------------------------------------------------------------------------------
    def _named(self, parts):
        joined = "".join(parts)
        for name, row in _beginning_with(joined, self._beginnings):
            if joined == name:
                yield Match(row, NAMED)
            elif not row.is_old:
                # 河北邢台 is the city and not its zone that is called 河北邢台经济开发区.
                yield Match(row, WITHIN if row.is_pseudo else BEGUN)
        for row in self._shorts.get(joined, ()):
            yield Match(row, BEGUN if row.is_old else NAMED)
        found = [(start, row, rank) for start, row, rank in self._within(parts) if _is_meant(joined, row)]
        for start, row, rank in found:
            kin = _kin(joined, row, start)
            if row.is_old and row.name not in joined and not kin:
                continue
            if rank is None and not kin:
                continue
            if kin or _is_another(joined, row, start) or not _is_something_else(row, start, found):
                yield Match(row, WITHIN if kin else rank, kin)

    def _within(self, parts):
        """(start, division, rank) of each name in the text; rank None: only when a parent of it stands there too."""
        joined = "".join(parts)
        begins, at = set(), 0
        for part in parts:
            begins.add(at)
            at += len(part)
        reached = set(begins)  # where a name ended that begins where one may begin
        for start in range(len(joined) - 1):
            may_begin = start in reached or joined[start - 1] in _BEFORE
            for size in range(2, self._longest + 1):
                for row in self._shorts.get(joined[start : start + size], ()) if start + size <= at else ():
                    is_whole = joined.startswith(row.name, start)
                    end = start + (len(row.name) if is_whole else size)
                    goes_on = "" if is_whole or end in begins else joined[end : end + 2]
                    if goes_on and _OWN_WORD.match(goes_on):
                        continue
                    is_other = goes_on[:1] in _UNITS and goes_on[:1] != row.name[-1] and row.depth > 0
                    if may_begin:
                        reached |= {end, end + 1} if goes_on[:1] in _UNITS else {end}
                        yield start, row, (LOOSE if not row.is_old else None) if is_other else WITHIN
                    else:
                        before = start - max(one for one in reached if one < start)
                        is_word = before > 1 and not goes_on and _is_word(row)
                        yield start, row, LOOSE if is_word else None


def _is_word(division):
    """Whether a name may begin behind another word, 赣州 of 工地赣州: 北区 and 东乡 end like a longer name too."""
    short = division.short_name
    return short != division.name and short[-1] not in _ENDS and not (division.is_pseudo or division.is_old)


def _beginning_with(start, pairs):
    """Those of sorted (text, division) whose text begins so; none for nothing."""
    first = bisect_left(pairs, (start,)) if start else len(pairs)
    return takewhile(lambda pair: pair[0].startswith(start), islice(pairs, first, None))


def _kin(text, division, start):
    """How many of its parents the text names as well. 天津 of 天津南开 is none of 津南: they share a character."""
    beside = (text[:start], text[start + len(division.short_name) :])
    rest = (text,) if division.name in text else beside
    return sum(len(parent) > 1 and any(parent in part for part in rest) for parent in division.parents)


def _is_another(joined, division, start):
    """赣州市天水市: two whole names in one line are two places."""
    return joined.startswith(division.name, start) and not (division.is_pseudo or division.is_old)


def _is_something_else(division, start, found):
    """Whether a place named before, as wide at least, says that none is meant: 赣州 in 赣州中山路, 上海 in 上海南汇."""
    return any(
        at < start and row.depth <= division.depth and row.pk != division.pk and rank == WITHIN
        for at, row, rank in found
    )


def _is_meant(joined, division):
    # 吉安 in “吉安吉州区” is the city: 吉安县 is in it, and meant only by its whole name or when 吉安 is said twice.
    short = division.short_name
    return short not in division.parents or division.name in joined or joined.count(short) > 1


def _is_part_of(division, other):
    # 新绛县 is not 绛县 as well.
    return division.short_name != other.short_name and division.short_name in other.name
