"""Towns, townships and streets by name: which counties have one so called. Pure; the list is data/towns.txt."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data" / "towns.txt"
_ENDINGS = ("街道办事处", "街道办", "办事处", "街道", "苏木", "地区", "镇", "乡")
_ENDING = re.compile("|".join(_ENDINGS))
_OTHER_ENDING = re.compile(r"([\u4e00-\u9fff]{1,12}族)?(街道|苏木|地区|镇|乡)")


class Town(NamedTuple):
    """A name as the list has it, and the codes of the counties that have such a place.

    `said`: what named it; `is_whole`: with its 镇, 乡 or 街道, whichever it was.
    """

    name: str
    counties: tuple[str, ...]
    said: str
    is_whole: bool


class Towns:
    def __init__(self, lines: Iterable[str]):
        """`lines`: name, how its short name sounds, codes of counties, parted by spaces; sorted by name."""
        self._lines = [line for line in lines if line]
        self._sounds = sorted(f"{(parts := line.split(' ', 2))[1]} {parts[0]}" for line in self._lines)

    def named(self, text: str, *, bare: bool = True) -> list[Town]:
        """The towns that `text` begins with: 水南镇 for 水南街道 too; `bare`: 社棠 alone when nothing follows it."""
        ends = [(match.start(), match.end()) for match in _ENDING.finditer(text[:16])]
        for start, end in reversed(ends):
            if start and (found := self._of(text[:start], text[start:end])):
                return found
        return self._of(text, "") if bare and 2 <= len(text) <= 6 and not ends else []

    def sounding(self, letters: str) -> list[Town]:
        """The towns whose short name sounds so: shetang, with or without zhen, xiang, jiedao."""
        for ending in ("", "zhen", "xiang", "jiedao", "cun"):
            said = letters.removesuffix(ending)
            if said and said + ending == letters and (found := self._beginning(self._sounds, said + " ")):
                names = (line.partition(" ")[2] for line in found)
                return [self._town(name, letters, bool(ending)) for name in names]
        return []

    def _of(self, base, ending):
        """Those called so: with this very ending first, then with another, for people say 镇 where the list says 街道."""
        names = [line.partition(" ")[0] for line in self._beginning(self._lines, base)]
        alike = [name for name in names if _OTHER_ENDING.fullmatch(name[len(base) :])]
        alike.sort(key=(base + ending).__ne__)
        return [self._town(name, base + ending, bool(ending)) for name in alike]

    def _town(self, name, said, is_whole):
        line = self._lines[bisect_left(self._lines, name + " ")]
        return Town(name, tuple(line.split(" ")[2:]), said, is_whole)

    def _beginning(self, lines, start):
        found = []
        for line in lines[bisect_left(lines, start) :][:60]:
            if not line.startswith(start):
                break
            found.append(line)
        return found


@cache
def towns() -> Towns:
    """The vendored list; read when a town is first asked for, then kept: 31,000 lines."""
    return Towns(DATA.read_text("utf-8").splitlines())
