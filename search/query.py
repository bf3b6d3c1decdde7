"""What a visitor asked, taken apart: which phrases must be there, which only help. Pure but for the vocabulary."""

from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis import bigrams, is_han, normalise, runs
from search.vocabulary import Vocabulary, by_sound, vocabulary

MAX_LENGTH = 2000  # read at all
SPOKEN = 40  # longer than this is a story: only its known words count
MAX_CLAUSES = 16


@dataclass(frozen=True)
class Clause:
    """One thing asked for. Any of `phrases` answers it; the first is what was typed. A weak one only ranks."""

    phrases: tuple[str, ...]
    weak: bool = False


@dataclass(frozen=True)
class Query:
    text: str  # as typed, trimmed, for the box and the page
    folded: str
    clauses: tuple[Clause, ...]
    trimmed: bool = False  # longer than MAX_LENGTH
    story: bool = False  # only the known words of a long text are used
    heard_as: str = ""  # pinyin was read as this phrase

    @property
    def is_empty(self) -> bool:
        return not self.clauses

    @property
    def phrases(self) -> tuple[str, ...]:
        """All phrases to mark in a hit, longest first."""
        found = {phrase for clause in self.clauses for phrase in clause.phrases}
        return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def parse(raw: str, words: Vocabulary | None = None) -> Query:
    words = words or vocabulary()
    text = " ".join(raw.replace("\x00", " ").split())
    trimmed = len(text) > MAX_LENGTH
    text = text[:MAX_LENGTH]
    folded = normalise(text)
    story = len(folded) > SPOKEN
    heard_as = ""
    clauses: dict[tuple[str, ...], Clause] = {}
    sounds = () if story else _heard(folded)
    if sounds:
        heard_as = sounds[0]
        clauses[sounds] = Clause((folded, *words.meanings[sounds[0]]))
    else:
        for clause in _clauses(folded, words, known_only=story):
            clauses.setdefault(clause.phrases, clause)
    if story and not clauses:
        for clause in _clauses(folded[:SPOKEN], words, known_only=False):
            clauses.setdefault(clause.phrases, clause)
    kept = _strongest(list(clauses.values()))
    if kept and all(clause.weak for clause in kept):
        kept = [Clause(clause.phrases) for clause in kept]
    return Query(text, folded, tuple(kept), trimmed, story, heard_as)


def _strongest(clauses: list[Clause]) -> list[Clause]:
    return sorted(clauses, key=lambda clause: clause.weak)[:MAX_CLAUSES]


def _heard(folded: str) -> tuple[str, ...]:
    """`tuoqian gongzi` → 拖欠工资. A word in Latin letters that is no known phrase's pinyin stays a word."""
    letters = folded.replace(" ", "").replace("'", "")
    is_latin = letters.isascii() and letters.isalpha() and len(letters) > 2
    return by_sound().get(letters, ()) if is_latin else ()


def _clauses(folded: str, words: Vocabulary, *, known_only: bool) -> Iterator[Clause]:
    for run in runs(folded):
        if run in words.meanings and not is_han(run):
            yield Clause(words.meanings[run])
        elif is_han(run):
            yield from _han_clauses(run, words, known_only)
        elif not known_only:
            yield Clause((run,))


def _han_clauses(run: str, words: Vocabulary, known_only: bool) -> Iterator[Clause]:
    """Known phrases first, longest at each place; what is left between them without the words of asking."""
    rest = ""
    position = 0
    while position < len(run):
        known = _longest_at(run, position, words)
        if not known:
            rest += run[position]
            position += 1
            continue
        if not known_only:
            yield from _unknown(rest, words)
        rest = ""
        yield Clause(words.meanings.get(known, (known,)), weak=known in words.weak)
        position += len(known)
    if not known_only:
        yield from _unknown(rest, words)


def _longest_at(run: str, position: int, words: Vocabulary) -> str:
    for length in range(min(words.longest, len(run) - position), 1, -1):
        piece = run[position : position + length]
        if piece in words.meanings or piece in words.weak:
            return piece
    return ""


def _unknown(rest: str, words: Vocabulary) -> Iterator[Clause]:
    for word in words.filler:
        rest = rest.replace(word, " ")
    for piece in rest.split():
        if len(piece) <= 4:
            yield Clause((piece,))
        else:
            yield from (Clause((pair,)) for pair in bigrams(piece))


def sounds_like(folded: str) -> list[str]:
    """Known phrases that sound like what was typed: 讨新 → 讨薪."""
    from pypinyin import lazy_pinyin

    found: dict[str, None] = {}
    for run in runs(folded[:SPOKEN]):
        if is_han(run):
            found.update(dict.fromkeys(by_sound().get("".join(lazy_pinyin(run)), ())))
    return [phrase for phrase in found if phrase not in folded][:3]
