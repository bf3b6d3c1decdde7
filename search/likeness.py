"""Known phrases that what was typed sounds or looks like: 工上认定, 社堡, 劳动仲栽, 劳动监监察.

All follow from the words in force (`vocabulary.now`), and are worked out again when an editor changes them.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from search.analysis import is_han, normalise, runs
from search.vocabulary import Rows, now, of_rows

PATH = Path(__file__).parent / "data" / "lookalikes.txt"
# A stroke too many or too few, in a phrase long enough to be known without it.
LEAST_LETTERS, MUCH = 4, 6


def by_sound() -> dict[str, tuple[str, ...]]:
    """Known phrases by their pinyin (tuoqiangongzi) and, from three syllables on, by initials (jbf)."""
    return _by_sound(now())


def by_accent() -> dict[tuple[str, ...], str]:
    """Known phrases by their syllables as `accented` says them."""
    return _by_accent(now())


def by_look() -> dict[str, str]:
    """Known phrases by each way to write them with one look-alike: 社堡, 仲栽."""
    return _by_look(now())


def by_letters() -> dict[str, str]:
    """Known phrases of LEAST_LETTERS characters and more, whole and by what is left without one character."""
    return _by_letters(now())


def spelled(letters: str, *, beside: bool = False) -> str:
    """What a run of letters spells in pinyin, as far as we know the words: tuoqiangongzi → 拖欠工资, jbf → 加班费.

    "" when a part of it spells nothing, or when nothing of it is a known phrase; `beside` 汉字 a word is enough.
    """
    short = by_sound().get(letters, ()) if len(letters) > 2 else ()
    sounds, longest = _spellings(now())
    if short or len(letters) < LEAST_LETTERS:
        word = sounds.get(_plain(letters), "") if beside else ""
        return short[0] if short else word
    letters = _plain(letters)
    # For each length of the beginning: how many words it takes, and what they say; the fewest words win.
    ways: list[tuple[int, str] | None] = [(0, "")] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for begin in range(max(0, end - longest), end):
            before, said = ways[begin], sounds.get(letters[begin:end])
            if before and said and ((known := ways[end]) is None or before[0] + 1 < known[0]):
                ways[end] = before[0] + 1, before[1] + said
    found = ways[-1]
    return found[1] if found and any(phrase in found[1] for phrase in _in_characters(now())) else ""


def a_letter_off(typed: str) -> str:
    """The known phrase that `typed` is but for one character: missing, too many, or two in wrong order.

    Another character says something else (老板打了 is not 老板跑了), unless MUCH is there beside it.
    """
    shorter = [found for short in _without_one(typed) if (found := by_letters().get(short))]
    for phrase in [by_letters().get(typed, ""), *shorter]:
        is_other = len(phrase) == len(typed) and sorted(phrase) != sorted(typed)
        if phrase and not (is_other and len(typed) < MUCH):
            return phrase
    return ""


def accented(said: list[str]) -> tuple[str, ...]:
    """Syllables as many say and type them: zh is z, and -ng is -n."""
    return tuple(map(_slurred, said))


def syllables(text: str) -> list[str]:
    from pypinyin import lazy_pinyin  # loads its dictionaries: only when somebody searches

    return lazy_pinyin(text)


def _without_one(phrase: str) -> Iterator[str]:
    return (phrase[:at] + phrase[at + 1 :] for at in range(len(phrase)))


@lru_cache(maxsize=1)
def _lookalikes() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in PATH.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            for one, other in combinations(normalise(line).split(), 2):
                found.setdefault(one, set()).add(other)
                found.setdefault(other, set()).add(one)
    return found


# By the rows: those in force, and some that are tried.
@lru_cache(maxsize=2)
def _by_sound(rows: Rows) -> dict[str, tuple[str, ...]]:
    sounds: dict[str, dict[str, None]] = {}
    for phrase, said in _spoken(rows).items():
        sounds.setdefault("".join(said), {})[phrase] = None
        if len(said) > 2:
            sounds.setdefault("".join(syllable[0] for syllable in said), {})[phrase] = None
    return {sound: tuple(phrases) for sound, phrases in sounds.items()}


@lru_cache(maxsize=2)
def _by_accent(rows: Rows) -> dict[tuple[str, ...], str]:
    return {accented(said): phrase for phrase, said in reversed(_spoken(rows).items())}


@lru_cache(maxsize=2)
def _spoken(rows: Rows) -> dict[str, list[str]]:
    return {phrase: syllables(phrase) for phrase in _in_characters(rows)}


@lru_cache(maxsize=2)
def _by_look(rows: Rows) -> dict[str, str]:
    found: dict[str, str] = {}
    for phrase in _in_characters(rows):
        for at, character in enumerate(phrase):
            for other in sorted(_lookalikes().get(character, ())):
                found.setdefault(phrase[:at] + other + phrase[at + 1 :], phrase)
    return found


@lru_cache(maxsize=2)
def _by_letters(rows: Rows) -> dict[str, str]:
    phrases = [phrase for phrase in _in_characters(rows) if len(phrase) >= LEAST_LETTERS]
    found = {phrase: phrase for phrase in phrases}
    for phrase in phrases:
        for short in _without_one(phrase):
            found.setdefault(short, phrase)
    return found


@lru_cache(maxsize=2)
def _spellings(rows: Rows) -> tuple[dict[str, str], int]:
    """({how a word is spelled: the word}, letters of the longest): known phrases, words of asking and of telling."""
    words = of_rows(rows)
    # What comes first wins: the phrases, before what only stands between them.
    known = [*_in_characters(rows), *(word for word in (*words.telling, *words.filler) if is_han(word))]
    sounds: dict[str, str] = {}
    for word in known:
        sounds.setdefault(_plain("".join(syllables(word))), word)
    return sounds, max(map(len, sounds), default=0)


def _plain(letters: str) -> str:
    """Letters as many spell them: slurred, and ü is u or v."""
    return _slurred(letters).replace("v", "u")


def _slurred(letters: str) -> str:
    """zh is z, and -ng is -n."""
    return re.sub("([zcs])h", r"\1", letters).replace("ng", "n")


@lru_cache(maxsize=2)
def _in_characters(rows: Rows) -> list[str]:
    """The known phrases of at least two 汉字."""
    words = of_rows(rows)
    known = [*words.meanings, *sorted(words.weak)]
    return [phrase for phrase in known if len(phrase) > 1 and runs(phrase) == [phrase]]
