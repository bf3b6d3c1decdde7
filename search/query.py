"""What a visitor asked, taken apart: which phrases must be there, which only help. Pure but for the vocabulary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from search.analysis import bigrams, is_han, normalise, runs
from search.vocabulary import Vocabulary, accented, by_accent, by_sound, syllables, vocabulary

MAX_LENGTH = 2000  # read at all
SPOKEN = 40  # longer than this is a story: only its known words count
MAX_CLAUSES = 16
# Two characters sound like too much: 工商 is no 工伤.
LEAST_HEARD, LONGEST_HEARD = 3, 6


@dataclass(frozen=True)
class Clause:
    """One thing asked for. Any of `phrases` answers it; the first is what was typed. A weak one only ranks.

    `known`: it stands in the vocabulary. `heard_as`: the known phrase that what was typed sounds like.
    """

    phrases: tuple[str, ...]
    weak: bool = False
    known: bool = False
    heard_as: str = ""


@dataclass(frozen=True)
class Query:
    text: str  # as typed, trimmed, for the box and the page
    folded: str
    clauses: tuple[Clause, ...]
    trimmed: bool = False  # longer than MAX_LENGTH
    story: bool = False  # only the known words of a long text are used
    heard_as: str = ""  # something was read as this phrase, which it sounds like

    @property
    def is_empty(self) -> bool:
        return not self.clauses

    @property
    def strong(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if not clause.weak)

    @property
    def required(self) -> tuple[Clause, ...]:
        """Those of which half must be met: what we know, when there is something that we know."""
        return tuple(clause for clause in self.strong if clause.known) or self.strong

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
    clauses: dict[tuple[str, ...], Clause] = {}
    heard = None if story else _heard(folded, words)
    for clause in [heard] if heard else _clauses(folded, words, known_only=story):
        clauses.setdefault(clause.phrases, clause)
    if story and not clauses:
        for clause in _clauses(folded[:SPOKEN], words, known_only=False):
            clauses.setdefault(clause.phrases, clause)
    for clause in _told(folded, words, clauses.values()):
        clauses.setdefault(clause.phrases, clause)
    kept = _strongest(list(clauses.values()))
    if kept and all(clause.weak for clause in kept):
        kept = [replace(clause, weak=False) for clause in kept]
    heard_as = next((clause.heard_as for clause in kept if clause.heard_as), "")
    return Query(text, folded, tuple(kept), trimmed, story, heard_as)


def _strongest(clauses: list[Clause]) -> list[Clause]:
    return sorted(clauses, key=lambda clause: clause.weak)[:MAX_CLAUSES]


def _heard(folded: str, words: Vocabulary) -> Clause | None:
    """`tuoqian gongzi` → 拖欠工资. A word in Latin letters that is no known phrase's pinyin stays a word."""
    letters = folded.replace(" ", "").replace("'", "")
    is_latin = letters.isascii() and letters.isalpha() and len(letters) > 2
    phrases = by_sound().get(letters, ()) if is_latin else ()
    return _known(folded, phrases[0], words) if phrases else None


def _told(folded: str, words: Vocabulary, others: Iterable[Clause]) -> list[Clause]:
    """What is told in one's own words, where the known phrases have not said it yet."""
    said = {phrase for clause in others if not clause.weak for phrase in clause.phrases}
    return [_known(phrase, phrase, words) for phrase in words.told(folded) if phrase not in said]


def _known(typed: str, phrase: str, words: Vocabulary) -> Clause:
    """What was typed, answered by all that `phrase` stands for."""
    meanings = words.meanings.get(phrase, (phrase,))
    weak = phrase in words.weak
    if typed == phrase:
        return Clause(meanings, weak, known=True)
    return Clause((typed, *meanings), weak, known=True, heard_as=phrase)


def _clauses(folded: str, words: Vocabulary, *, known_only: bool) -> Iterator[Clause]:
    for phrase in words.mixed:
        if phrase in folded:
            yield _known(phrase, phrase, words)
            folded = folded.replace(phrase, " ")
    for run in runs(folded):
        if run in words.meanings and not is_han(run):
            yield _known(run, run, words)
        elif is_han(run):
            yield from _han_clauses(run, words, known_only)
        elif not known_only:
            yield Clause((run,))


def _han_clauses(run: str, words: Vocabulary, known_only: bool) -> Iterator[Clause]:
    clauses = list(_split(run, words, known_only))
    if not known_only and not all(clause.known for clause in clauses):
        # The dictionaries of sounds are large: only for what is not known as it is written.
        clauses = list(_split(run, words, known_only, accented(syllables(run))))
    yield from clauses


def _split(run: str, words: Vocabulary, known_only: bool, said: tuple[str, ...] = ()) -> Iterator[Clause]:
    """Known phrases first, longest at each place, or what sounds like a longer one; what is left between them
    without the words of asking. `said`: the syllables of `run`.
    """
    rest = ""
    position = 0
    while position < len(run):
        typed = phrase = _longest_at(run, position, words)
        if len(said) == len(run):
            heard = _sounding_at(run, position, said)
            typed, phrase = max((typed, phrase), heard, key=lambda found: len(found[0]))
        if not typed:
            rest += run[position]
            position += 1
            continue
        if not known_only:
            yield from _unknown(rest, words)
        rest = ""
        yield _known(typed, phrase, words)
        position += len(typed)
    if not known_only:
        yield from _unknown(rest, words)


def _longest_at(run: str, position: int, words: Vocabulary) -> str:
    for length in range(min(words.longest, len(run) - position), 1, -1):
        piece = run[position : position + length]
        if piece in words.meanings or piece in words.weak:
            return piece
    return ""


def _sounding_at(run: str, position: int, said: tuple[str, ...]) -> tuple[str, str]:
    """The longest stretch from here that sounds like a known phrase, and that phrase: 劳动争义, 劳动争议."""
    for end in range(min(len(run), position + LONGEST_HEARD), position + LEAST_HEARD - 1, -1):
        if phrase := by_accent().get(said[position:end]):
            return run[position:end], phrase
    return "", ""


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
    found: dict[str, None] = {}
    for run in runs(folded[:SPOKEN]):
        if is_han(run):
            found.update(dict.fromkeys(by_sound().get("".join(syllables(run)), ())))
    return [phrase for phrase in found if phrase not in folded][:3]
