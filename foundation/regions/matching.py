"""Which division a place means as people write it. Pure: the caller brings the divisions."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
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
        deep = -self.division.depth if self.rank == WITHIN else self.division.depth
        return self.rank, -self.kin, self.division.is_pseudo, deep, self.division.code


def matching(text: str, divisions: Iterable[Division]) -> list[Match]:
    """The divisions that `text` may mean, the likeliest first.

    `text`: a name with or without 省市区县, the start of one, pinyin or its start, a code, or a longer piece of an
    address (“赣州章贡水南镇”), in traditional characters too.
    """
    text = unicodedata.normalize("NFKC", text[:80]).replace("\x00", "").replace("’", "'")
    joined = "".join(text.split())
    if not joined:
        return []
    if joined.isdigit() and joined.isascii():
        code = joined.ljust(6, "0")
        return [Match(division, NAMED) for division in divisions if division.code == code]
    found = _by_letters(joined, divisions) if joined.isascii() else _by_name(simplified(joined), divisions)
    return sorted(found, key=lambda match: match.order)


def _by_letters(joined, divisions):
    letters = _NOT_PINYIN.sub("", joined).lower()
    whole = {letters + ending for ending in _ENDINGS}
    for division in divisions:
        if division.pinyin in whole:
            yield Match(division, SPELLED)
        elif letters and division.pinyin.startswith(letters):
            yield Match(division, SPELLING)


def _by_name(joined, divisions):
    for division in divisions:
        name, short, full = division.name, division.short_name, division.full_name
        if joined in (name, short, full):
            yield Match(division, NAMED)
        elif name.startswith(joined) or full.startswith(joined):
            yield Match(division, BEGUN)
        elif short in joined and len(short) > 1 and _is_meant_within(joined, division):
            kin = sum(len(parent) > 1 and parent in joined for parent in division.parents)
            yield Match(division, WITHIN, kin)


def _is_meant_within(joined, division):
    # 吉安 in “吉安吉州区” is the city: 吉安县 is in it, and meant only by its whole name or when 吉安 is said twice.
    short = division.short_name
    return short not in division.parents or division.name in joined or joined.count(short) > 1


def best_matches(text: str, divisions: Iterable[Division], limit: int = 12) -> list[Division]:
    """The divisions that `text` means: one when it is clear, several when the visitor must choose."""
    found = matching(text, divisions)[: limit * 2]
    if not found:
        return []
    first = found[0]
    alike = [m.division for m in found if (m.rank, m.kin) == (first.rank, first.kin)]
    if first.rank == WITHIN:
        alike = [division for division in alike if division.depth == first.division.depth]
    # 南昌 is the city and a county in it: the wider place holds both.
    wider = {division.pk for division in alike}
    return [division for division in alike if division.parent not in wider][:limit]
