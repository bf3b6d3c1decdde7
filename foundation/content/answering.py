"""What answers a question outright, above the hits of a search. Plain values: nothing here knows who asks or shows.

An app that can answer has a module `answers` with a function of that name; `search/` calls whatever there is:

    def answers(asked: Asked) -> Iterator[Answer]

It recognises a question by its words alone and yields nothing for all others; only then does it read rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

# What comes first when several answer: what was picked by hand, a number, a place, something to do, a word.
PICKED, NUMBERED, PLACED, DONE, WORDED = range(5)


@dataclass(frozen=True)
class Asked:
    """`folded`: simplified, small, numbers said one way (第三十八条 is 38条); `fold` does so to any text."""

    text: str
    folded: str
    fold: Callable[[str], str]
    now: datetime
    home: str = ""  # code of the region that the site's bureau serves
    topic: str = ""
    is_known: bool = True  # something of it is a word that we know, or is somewhere on the site
    has_words: bool = True  # something of it is a word that we know


def any_of(*words: str) -> str:
    """A pattern of any of these words, which are parted by spaces; the longest first."""
    return "|".join(sorted(" ".join(words).split(), key=len, reverse=True))


@dataclass(frozen=True)
class Answer:
    """A card: its template gets `values` and the thread of the page."""

    order: int
    template: str
    values: Mapping[str, Any]
