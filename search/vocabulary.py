"""The words people use and what they stand for: data/synonyms.toml, read once."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from search.analysis import is_han, normalise

PATH = Path(__file__).parent / "data" / "synonyms.toml"


@dataclass(frozen=True)
class Vocabulary:
    """`meanings`: a known phrase → every phrase that may answer it, itself first."""

    meanings: dict[str, tuple[str, ...]]
    weak: frozenset[str]
    filler: tuple[str, ...]
    popular: tuple[str, ...]
    danger: tuple[str, ...] = ()

    @property
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
    from pypinyin import lazy_pinyin

    sounds: dict[str, dict[str, None]] = {}
    for phrase in vocabulary().meanings:
        if is_han(phrase) and len(phrase) > 1:
            syllables = lazy_pinyin(phrase)
            sounds.setdefault("".join(syllables), {})[phrase] = None
            if len(syllables) > 2:
                sounds.setdefault("".join(s[0] for s in syllables), {})[phrase] = None
    return {sound: tuple(phrases) for sound, phrases in sounds.items()}
