"""The words people use and what they stand for: data/synonyms.toml, read once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from search.analysis import normalise, runs

PATH = Path(__file__).parent / "data" / "synonyms.toml"


@dataclass(frozen=True)
class Vocabulary:
    """`meanings`: a known phrase → every phrase that may answer it, itself first."""

    meanings: dict[str, tuple[str, ...]]
    weak: frozenset[str]
    filler: tuple[str, ...]
    popular: tuple[str, ...]
    danger: tuple[str, ...] = ()

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


def parse(raw: dict[str, list[object]]) -> Vocabulary:
    meanings: dict[str, dict[str, None]] = {}
    folded = lambda group: [normalise(str(word)) for word in group]
    for group in map(folded, raw.get("same", [])):
        for word in group:
            meanings.setdefault(word, {word: None}).update(dict.fromkeys(group))
    for group in map(folded, raw.get("leads", [])):
        meanings.setdefault(group[0], {group[0]: None}).update(dict.fromkeys(group))
    return Vocabulary(
        meanings={word: tuple(others) for word, others in meanings.items()},
        weak=frozenset(folded(raw.get("weak", []))),
        filler=tuple(sorted(folded(raw.get("filler", [])), key=len, reverse=True)),
        danger=tuple(folded(raw.get("danger", []))),
        popular=tuple(str(question) for question in raw.get("popular", [])),
    )


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return parse(tomllib.loads(PATH.read_text(encoding="utf-8")))


@lru_cache(maxsize=1)
def by_sound() -> dict[str, tuple[str, ...]]:
    """Known phrases by their pinyin (tuoqiangongzi) and, from three syllables on, by initials (jbf)."""
    sounds: dict[str, dict[str, None]] = {}
    for phrase, said in _spoken().items():
        sounds.setdefault("".join(said), {})[phrase] = None
        if len(said) > 2:
            sounds.setdefault("".join(syllable[0] for syllable in said), {})[phrase] = None
    return {sound: tuple(phrases) for sound, phrases in sounds.items()}


@lru_cache(maxsize=1)
def _spoken() -> dict[str, list[str]]:
    """The known phrases of at least two 汉字, with their syllables."""
    known = [*vocabulary().meanings, *sorted(vocabulary().weak)]
    return {phrase: syllables(phrase) for phrase in known if len(phrase) > 1 and runs(phrase) == [phrase]}


@lru_cache(maxsize=1)
def by_accent() -> dict[tuple[str, ...], str]:
    """Known phrases by their syllables as `accented` says them."""
    return {accented(said): phrase for phrase, said in reversed(_spoken().items())}


def accented(said: list[str]) -> tuple[str, ...]:
    """Syllables as many say and type them: zh is z, and -ng is -n."""
    return tuple(re.sub("^([zcs])h", r"\1", syllable).removesuffix("g") for syllable in said)


def syllables(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # loads its dictionaries: only when somebody searches

    return lazy_pinyin(text)
