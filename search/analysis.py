"""From text to search terms, for documents and queries alike. Pure.

Chinese has no spaces, so a run of Han characters becomes overlapping pairs (拖欠工资 → 拖欠 欠工 工资) and
its last character alone; Latin words and numbers stay whole. Traditional characters, full-width forms and
capitals are folded first, on both sides.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from operator import add

from search import numerals

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{HAN}]+")
# N+1, c#, 1.5, 2n and 996 are words; + and # count only behind a letter or digit.
_RUN = re.compile(f"{numerals.TERM}|[{HAN}]+|[^\\W_{HAN}]+(?:[.+][^\\W_{HAN}]+)*[+#]*")
_COUNTED = re.compile(numerals.TERM)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
MAX_TERM = 40


@lru_cache(maxsize=1)
def _to_simplified():
    from opencc import OpenCC  # loads its dictionaries: only when somebody searches

    return OpenCC("t2s").convert


@lru_cache(maxsize=65536)
def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    if _HAN_RUN.search(folded):
        folded = str(_to_simplified()(folded))
    if any(unicodedata.category(part) in {"Cc", "Cf", "Mn"} for part in folded):
        folded = "".join(p for p in folded if unicodedata.category(p) not in {"Cc", "Cf", "Mn"})
        return folded or (" " if character.isspace() else "")
    return folded


def fold(text: str) -> str:
    """Width, case and script made one."""
    return "".join(map(_fold, text))


def normalise(text: str) -> str:
    """Fold width, case and script, and say numbers one way."""
    folded = fold(text)
    parts, at = [], 0
    for start, end, said in numerals.rewritten(folded):
        parts += [folded[at:start], said]
        at = end
    return "".join([*parts, folded[at:]])


def normalise_with_origins(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the index in `text` that it came from."""
    folded_parts = list(map(_fold, text))
    folded = "".join(folded_parts)
    came_from: Sequence[int] = range(len(text))
    if len(folded) != len(text) or not all(folded_parts):  # seldom: not each from its own
        came_from = [index for index, part in enumerate(folded_parts) for _ in part]
    rewritten = numerals.rewritten(folded)
    if not rewritten:
        return folded, came_from
    parts: list[str] = []
    origins: list[int] = []
    at = 0
    for start, end, said in rewritten:
        parts += [folded[at:start], said]
        # A mark from its first to its last character covers all that was said there.
        origins += came_from[at:start]
        origins += [came_from[start]] * (len(said) - 1) + [came_from[end - 1]]
        at = end
    origins += came_from[at:]
    return "".join([*parts, folded[at:]]), origins


def runs(text: str) -> list[str]:
    """Runs of one script in folded text, a number with its unit: `iphone厂加班费n+1` → iphone, 厂加班费, n+1."""
    return _RUN.findall(text)


def is_han(run: str) -> bool:
    return bool(_HAN_RUN.match(run))


def bigrams(run: str) -> list[str]:
    """Overlapping pairs of a Han run; the character itself when there is only one."""
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]


# A term and its position, which grows by one along a run and jumps between runs; the number of 30天 stands where 30天 does.
Term = tuple[str, int]


def terms(text: str, *, asked: bool = False) -> list[Term]:
    """The terms under which `text` (not yet folded) is found; `asked`: those that a question of these words means."""
    found: list[Term] = []
    position = 1
    for run in runs(normalise(text)):
        if is_han(run):
            # The last character alone closes the run: 薪 finds 讨薪 as well as 薪资.
            end = position + len(run) - 1
            found += zip(map(add, run, run[1:]), range(position, end), strict=True)
            found.append((run[-1], end))
            position = end + 2  # a gap: a phrase must not reach across a comma
        else:
            if not asked and _COUNTED.fullmatch(run):
                found.append((_NUMBER.match(run)[0], position))
            found.append((run[:MAX_TERM], position))
            position += 1  # words of one sentence stay neighbours
    return found
