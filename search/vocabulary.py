"""The words people use and what they stand for.

What stands for what, and what is told in one's own words, is rows that editors keep (`Synonym`), in step in every
process (foundation/content/kept.py). The other lists, and all of them before the rows are loaded, are those of
data/synonyms.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import permutations
from pathlib import Path
from typing import Any

from django.conf import settings

from foundation.content.kept import kept, reading
from search.analysis import normalise, runs
from search.models import SearchEntry, Synonym
from search.sources import declaring

PATH = Path(__file__).parent / "data" / "synonyms.toml"
NEAR = 12  # characters between two words of what somebody tells


@dataclass(frozen=True)
class Vocabulary:
    """`meanings`: a known phrase → every phrase that may answer it, itself first."""

    meanings: dict[str, tuple[str, ...]]
    alike: dict[str, int]  # how many of them say the same; to the others it only leads
    weak: frozenset[str]
    filler: tuple[str, ...]
    popular: tuple[str, ...]
    danger: tuple[str, ...] = ()
    spoken: tuple[tuple[str, re.Pattern[str]], ...] = ()
    telling: tuple[str, ...] = ()  # the words of which these are made

    def told(self, folded: str) -> Iterator[str]:
        """The known phrases that somebody tells in their own words: 3个月没发钱了 is 拖欠工资."""
        return (phrase for phrase, words in self.spoken if words.search(folded))

    @cached_property
    def mixed(self) -> tuple[str, ...]:
        """Phrases of more than one run, as 2倍工资: found as a whole, the longest first."""
        found = [phrase for phrase in self.meanings if len(runs(phrase)) > 1]
        return tuple(sorted(found, key=len, reverse=True))

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.meanings), default=0)

    def has(self, text: str) -> bool:
        """Whether `text` is a phrase or a question of ours, to the letter."""
        return text in self.meanings or text in self.popular


def parse(raw: dict[str, list[Any]]) -> Vocabulary:
    meanings: dict[str, dict[str, None]] = {}
    folded = lambda group: [normalise(str(word)) for word in group]
    for group in map(folded, raw.get("same", [])):
        for word in group:
            meanings.setdefault(word, {word: None}).update(dict.fromkeys(group))
    alike = {word: tuple(others) for word, others in meanings.items()}
    for first, *others in map(folded, raw.get("leads", [])):
        # Where it leads, all that mean the same are found: 老板跑了 finds 拿不到工资 as 拖欠工资 does; and what leads there
        # leads there by all its names: 年假 as 带薪年休假.
        found = [*others, *(other for word in others for other in alike.get(word, (word,)))]
        for word in alike.get(first, (first,)):
            meanings.setdefault(word, {word: None}).update(dict.fromkeys(found))
    return Vocabulary(
        meanings={word: tuple(others) for word, others in meanings.items()},
        alike={word: len(alike.get(word, (word,))) for word in meanings},
        weak=frozenset(folded(raw.get("weak", []))),
        filler=tuple(sorted(folded(raw.get("filler", [])), key=len, reverse=True)),
        danger=tuple(folded(raw.get("danger", []))),
        popular=tuple(str(question) for question in raw.get("popular", [])),
        spoken=tuple(
            (normalise(said["means"]), _near(map(folded, said["words"]))) for said in raw.get("said", [])
        ),
        telling=tuple(
            word for said in raw.get("said", []) for group in map(folded, said["words"]) for word in group
        ),
    )


def _near(groups: Iterable[list[str]]) -> re.Pattern[str]:
    """Finds a word of each group, in any order, near the word before it and in the same sentence."""
    words = ["|".join(map(re.escape, sorted(group, key=len, reverse=True))) for group in groups]
    orders = (
        f"[^。！？!?；;]{{0,{NEAR}}}?".join(f"(?:{word})" for word in order) for order in permutations(words)
    )
    return re.compile("|".join(orders))


class Rows(tuple[tuple[str, tuple[str, ...]], ...]):
    """(way, words), … in their order. Hashed once: many times in each question is looked up what follows from them."""

    @cached_property
    def _hash(self) -> int:
        return super().__hash__()

    def __hash__(self) -> int:
        return self._hash


_held: ContextVar[Rows | None] = ContextVar("held", default=None)


def vocabulary() -> Vocabulary:
    return of_rows(now())


@contextmanager
def held() -> Iterator[None]:
    """To the end of it the words stay what they are now, and are looked up once."""
    token = _held.set(now())
    try:
        yield
    finally:
        _held.reset(token)


@contextmanager
def trying(synonyms: Iterable[Synonym]) -> Iterator[None]:
    """As if these were the rows. Nothing that is kept between requests may be asked for meanwhile."""
    token = _held.set(_rows(synonyms))
    try:
        yield
    finally:
        _held.reset(token)


def now() -> Rows:
    """The rows in force: by them others keep what follows from the words."""
    if (rows := _held.get()) is not None:
        return rows
    with reading():
        return _kept_rows()


def kinds() -> set[str]:
    """Of documents whose titles are words that people type."""
    return {model.search_kind.code for model in declaring() if model.search_kind.is_vocabulary}


@kept
def _kept_rows() -> Rows:
    """What editors keep, then the words that have a page or a line of their own: each stands for itself."""
    synonyms = _rows(Synonym.objects.filter(is_active=True).only("way", "said", "means"))
    if not synonyms:
        return Rows()
    titles = SearchEntry.objects.filter(kind__in=kinds(), locale=settings.LANGUAGE_CODE).order_by("title")
    own = ((Synonym.Way.SAME, (title,)) for title in titles.values_list("title", flat=True))
    return Rows((*synonyms, *((str(way), words) for way, words in own)))


def _rows(synonyms: Iterable[Synonym]) -> Rows:
    return Rows(row for synonym in synonyms for row in synonym.words)


@lru_cache(maxsize=1)
def of_file() -> dict[str, list[object]]:
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


# By the rows: the one in force, and one that is tried.
@lru_cache(maxsize=2)
def of_rows(rows: Rows) -> Vocabulary:
    if not rows:
        return parse(of_file())
    words = {way: [list(group) for each, group in rows if each == way] for way in Synonym.Way.values}
    told = words.pop(Synonym.Way.TOLD)
    said = [{"means": means, "words": [group.split("、") for group in groups]} for means, *groups in told]
    return parse({**of_file(), **words, "said": said})
