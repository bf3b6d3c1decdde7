"""Papers as they are listed on a receipt: what each is called, how many copies, how many pages. Pure; `mypy --strict`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_HAN = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "十": 10}
_COUNT = r"(?:一?共|合?计)?\s*(\d{1,4}|[一二两三四五六七八九十])"
_COPIES, _PAGES = re.compile(_COUNT + r"\s*[份本张件]"), re.compile(_COUNT + r"\s*页")
_MARKS = " \t\u3000,.;:，。；：、·-—()（）[]【】"
_NUMBERED = re.compile(r"^\s*(?:\(\d{1,2}\)|（\d{1,2}）|\d{1,2}\s*[.、)）])\s*")
LONGEST = 60
MOST = 40


@dataclass(frozen=True)
class Listed:
    """One paper. `pages`: of all copies together; 0 when nobody counted."""

    title: str
    copies: int = 1
    pages: int = 0


def read(text: str) -> list[Listed]:
    """One paper a line: “工友证言 2 份 3 页”, “1. 欠条，一份”. Empty lines are none; without a number it is one copy."""
    lines = (_NUMBERED.sub("", line) for line in text.splitlines())
    return [_line(line) for line in lines if line.strip(_MARKS)]


def _line(line: str) -> Listed:
    copies, line = _take(_COPIES, line)
    pages, line = _take(_PAGES, line)
    return Listed(" ".join(line.split()).strip(_MARKS), copies or 1, pages)


def _take(pattern: re.Pattern[str], line: str) -> tuple[int, str]:
    """The last number of its kind in the line, and the line without it: a title may hold one too."""
    found = list(pattern.finditer(line))
    if not found:
        return 0, line
    last = found[-1]
    said = last[1]
    return _HAN[said] if said in _HAN else int(said), line[: last.start()] + line[last.end() :]


def whole(listed: Iterable[Listed], kinds: Iterable[str]) -> list[Listed]:
    """`listed`, and each of `kinds` (names such as “欠条、结算单”) that no line of it speaks of."""
    found = list(listed)
    said = [one.title for one in found]
    return found + [Listed(kind) for kind in kinds if not any(_speaks(title, kind) for title in said)]


def _speaks(title: str, kind: str) -> bool:
    return any(word in title for word in re.split("[、，]", kind))
