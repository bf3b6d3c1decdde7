"""What PostgreSQL keeps of a text, and how it is asked for a phrase. Pure.

Terms keep their order, so that a phrase is its pairs side by side. What stands in the title, in what people call it or
beside it is also kept under the mark of its place (`A工资`): where a word stands can be asked of the index alone,
without a look into the document.
"""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from foundation.content.searchable import SearchDocument
from foundation.vault import numerals as units
from search import analysis, numerals
from search.analysis import is_han, terms

BODY_LENGTH = 20_000
TITLE, WORDS, BESIDE = PLACES = "A", "B", "C"
ANY_PLACE = "@"  # stands for the mark in `phrase`, for whoever fills it in; no term has it
_MAX_POSITION, _MAX_OCCURRENCES, _FIELD_GAP = 16_383, 200, 10
START = "^"  # stands before each title
TITLE_START = TITLE + START


@lru_cache(maxsize=1)
def made_by() -> str:
    """Changes with the code that makes terms: what was made otherwise is written again."""
    code = [Path(str(module.__file__)).read_bytes() for module in (analysis, numerals, units)]
    made = hashlib.sha256(b"".join([*code, Path(__file__).read_bytes(), version("opencc").encode()]))
    return made.hexdigest()[:16]


def vector(document: SearchDocument) -> str:
    """The document as a tsvector literal: 'term':position+weight,…"""
    places: dict[str, list[str]] = {START: ["1A"], TITLE_START: ["1"]}
    offset = 1
    title, words, beside, body = document.weighed
    for mark, text in ((TITLE, title), (WORDS, words), (BESIDE, beside), ("", body[:BODY_LENGTH])):
        found = terms(text)
        for term, position in found:
            at = min(offset + position, _MAX_POSITION)
            places.setdefault(term, []).append(f"{at}{mark}")
            if mark:
                places.setdefault(mark + term, []).append(str(at))
        offset += (found[-1][1] if found else 0) + _FIELD_GAP
    return " ".join(f"{_quoted(term)}:{','.join(at[:_MAX_OCCURRENCES])}" for term, at in places.items())


def _quoted(term: str) -> str:
    # Terms are letters, digits and + . # %, and START; quoting is belt and braces.
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


@lru_cache(maxsize=8192)
def phrase(text: str, mark: str = "", *, weight: str = "", is_start: bool = False) -> str:
    """A phrase as a tsquery: its pairs next to each other. One character alone also begins longer terms.

    `mark`: only in that place; `weight`: the same, for what was written before there were marks. `is_start`: its last
    word in letters begins longer ones too. "" for a phrase without a term.
    """
    asked = terms(text, asked=True)
    found = [term for term in asked if not is_han(term[0]) or len(term[0]) > 1] or asked[:1]
    pieces: list[str] = []
    before = 0
    for term, position in found:
        if before:
            pieces.append(f"<{position - before}>")
        single = is_han(term) and len(term) == 1
        begins = single or (is_start and position == found[-1][1] and not is_han(term))
        end = f":{'*' if begins else ''}{weight}" if begins or weight else ""
        pieces.append(_quoted(mark + term) + end)
        before = position
    return "(" + " ".join(pieces) + ")" if pieces else ""


def from_the_start(asked: str) -> str:
    """The title begins with it."""
    return f"({_quoted(START)} <-> ({asked}))" if asked else ""
