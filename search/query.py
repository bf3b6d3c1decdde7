"""What a visitor asked, taken apart: which phrases must be there, which only help. Pure but for the vocabulary."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from search.analysis import HAN, bigrams, is_han, normalise, runs
from search.likeness import a_letter_off, accented, by_accent, by_look, spelled, syllables
from search.vocabulary import Vocabulary, vocabulary

MAX_LENGTH = 2000  # read at all
SPOKEN = 40  # longer than this is a story: only its known words count
MAX_CLAUSES = 16
# They say little beside anything else: letters, and digits that are no number to call.
SHORT, NO_CALL = 2, 4
# Two characters sound like too much: 工商 is no 工伤.
LEAST_HEARD, LONGEST_HEARD = 3, 6
# How much, how long, how many: it says little about the matter.
_MEASURE = re.compile(r"\d[\d.]*(?:个月|小时|万元|[天年周元块万人岁个])")
# The same character again and again says no more than once.
_SAME = re.compile(r"([^\d\s])\1{3,}")
# Words of letters, with the tones of pinyin or without.
_LATIN = re.compile("[a-zà-ǜ]+(?:[ '’]+[a-zà-ǜ]+)*")


@dataclass(frozen=True)
class Clause:
    """One thing asked for. Any of `phrases` answers it; the first is what was typed. A weak one only ranks.

    `known`: it stands in the vocabulary. `heard_as`: the known phrase that what was typed sounds like.
    """

    phrases: tuple[str, ...]
    weak: bool = False
    known: bool = False
    heard_as: str = ""
    told: bool = False  # what somebody tells, not a word beside it
    alike: int = 0  # so many of `phrases` say the same, where to the others it only leads


@dataclass(frozen=True)
class Query:
    text: str  # as typed, trimmed, for the box and the page
    folded: str
    clauses: tuple[Clause, ...]
    trimmed: bool = False  # longer than MAX_LENGTH
    story: bool = False  # only the known words of a long text are used
    heard_as: str = ""  # something was read as this phrase, which it sounds like
    meant: str = ""  # folded, as it was read
    is_guess: bool = False  # not one word of it is known: what has these characters may be about anything
    whole: str = ""  # all that was typed, without the words of asking around it; "" for one thing alone and for a story

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
    def shares(self) -> tuple[float, ...]:
        """How much of the question each of `strong` is: a matter told, a word that we know, any other, a measure."""
        weights = [_weight(clause) for clause in self.strong]
        return tuple(weight / sum(weights) for weight in weights)

    @property
    def phrases(self) -> tuple[str, ...]:
        """All phrases to mark in a hit, longest first."""
        found = {phrase for clause in self.clauses for phrase in clause.phrases}
        return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def _weight(clause: Clause) -> float:
    if clause.told or clause.known:
        return 6 if clause.told else 4
    return 0.25 if _MEASURE.fullmatch(clause.phrases[0]) else 1


def parse(raw: str, words: Vocabulary | None = None, is_there: Callable[[str], bool] | None = None) -> Query:
    """`is_there`: whether anything of ours has these very characters. What is nowhere is read as what it is like."""
    words = words or vocabulary()
    # Half a character is none: nothing could print it.
    text = " ".join(raw.replace("\x00", " ").encode(errors="ignore").decode().split())
    trimmed = len(text) > MAX_LENGTH
    text = text[:MAX_LENGTH]
    folded = _SAME.sub(r"\1", normalise(text))
    story = len(folded) > SPOKEN
    clauses: dict[tuple[str, ...], Clause] = {}
    read = folded if story else _in_characters(folded, is_there)
    for clause in _clauses(read, words, known_only=story, is_there=is_there):
        clauses.setdefault(clause.phrases, clause)
    if story and not clauses:
        for clause in _clauses(folded[:SPOKEN], words, known_only=False):
            clauses.setdefault(clause.phrases, clause)
    meant = read
    for clause in clauses.values():
        meant = meant.replace(clause.phrases[0], clause.heard_as) if clause.heard_as else meant
    for clause in _told(meant, words, clauses.values()):
        clauses.setdefault(clause.phrases, clause)
    kept = _strongest(list(clauses.values()))
    is_guess = bool(kept) and all(clause.weak and not clause.known for clause in kept)
    if kept and all(clause.weak for clause in kept):
        kept = [replace(clause, weak=False) for clause in kept]
    heard_as = (
        " ".join(read.split())
        if read != folded
        else next((clause.heard_as for clause in kept if clause.heard_as), "")
    )
    whole = "" if story or len(kept) < 2 else _bare(folded, words)
    return Query(text, folded, tuple(kept), trimmed, story, heard_as, meant, is_guess, whole)


def _bare(folded: str, words: Vocabulary) -> str:
    """请问加班费怎么算？ → 加班费."""
    pieces = runs(folded)
    bare, before = "".join(pieces) if len(pieces) == 1 else folded.strip(), ""
    while bare != before:
        before = bare
        for word in words.filler:
            bare = bare.removeprefix(word).removesuffix(word).strip()
    return bare


def _strongest(clauses: list[Clause]) -> list[Clause]:
    return sorted(clauses, key=lambda clause: clause.weak)[:MAX_CLAUSES]


def _in_characters(folded: str, is_there: Callable[[str], bool] | None) -> str:
    """Pinyin read as characters, the rest as it stands: `laoban tuoqian gongzi` → 老板拖欠工资, app → app."""
    beside = bool(re.search(f"[{HAN}]", folded))
    return _LATIN.sub(lambda found: _read_aloud(found[0], is_there, beside=beside), folded)


def _read_aloud(typed: str, is_there: Callable[[str], bool] | None, *, beside: bool) -> str:
    """Syllable by syllable, as many at once as spell something; `typed` itself when nothing does.

    `beside`: 汉字 stand beside it, as in 工资bu发.
    """
    parts, begin, said = [], 0, ""
    syllables = typed.split()
    while begin < len(syllables):
        for end in range(len(syllables), begin, -1):
            letters = _without_tones("".join(syllables[begin:end]))
            said = spelled(letters, beside=beside)
            if said and is_there and is_there(letters):
                said = ""
            if said:
                break
        parts.append(said or f" {syllables[begin]} ")
        begin = end if said else begin + 1
    return "".join(parts) if any(map(is_han, parts)) else typed


def _without_tones(letters: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", letters) if "a" <= sign <= "z")


def _told(folded: str, words: Vocabulary, others: Iterable[Clause]) -> list[Clause]:
    """What is told in one's own words, where the known phrases have not said it yet."""
    said = {phrase for clause in others if not clause.weak for phrase in clause.phrases}
    told = (phrase for phrase in words.told(folded) if phrase not in said)
    return [replace(_known(phrase, phrase, words), told=True) for phrase in told]


def _known(typed: str, phrase: str, words: Vocabulary) -> Clause:
    """What was typed, answered by all that `phrase` stands for."""
    meanings = words.meanings.get(phrase, (phrase,))
    weak, alike = phrase in words.weak, words.alike.get(phrase, 0)
    alike = alike if alike < len(meanings) else 0
    if typed == phrase:
        return Clause(meanings, weak, known=True, alike=alike)
    return Clause((typed, *meanings), weak, known=True, heard_as=phrase, alike=alike and alike + 1)


def _clauses(
    folded: str, words: Vocabulary, *, known_only: bool, is_there: Callable[[str], bool] | None = None
) -> Iterator[Clause]:
    for phrase in words.mixed:
        if phrase in folded:
            yield _known(phrase, phrase, words)
            folded = folded.replace(phrase, " ")
    for run in runs(folded):
        if run in words.meanings and not is_han(run):
            yield _known(run, run, words)
        elif is_han(run):
            yield from _han_clauses(run, words, known_only, is_there)
        elif not known_only:
            yield Clause((run,), weak=_says_little(run))


def _says_little(run: str) -> bool:
    return (run.isdigit() and len(run) <= NO_CALL) or (run.isalpha() and len(run) <= SHORT)


def _han_clauses(
    run: str, words: Vocabulary, known_only: bool, is_there: Callable[[str], bool] | None
) -> Iterator[Clause]:
    clauses = list(_split(run, words, known_only))
    if not known_only and not all(clause.known for clause in clauses):
        # The dictionaries of sounds are large: only for what is not known as it is written.
        said = accented(syllables(run))
        right = [(at, phrase) for at in range(len(run)) if (phrase := _longest_at(run, at, words))]
        heard_at = lambda at: _heard_at(run, at, said, right, is_there)
        clauses = list(_split(run, words, known_only, heard_at, is_there))
    yield from clauses


def _split(
    run: str,
    words: Vocabulary,
    known_only: bool,
    heard_at: Callable[[int], tuple[str, str]] | None = None,
    is_there: Callable[[str], bool] | None = None,
) -> Iterator[Clause]:
    """Known phrases first, longest at each place, or what is like a longer one; what is left between them without
    the words of asking. `heard_at`: what stands at a place, and the known phrase that it is like.
    """
    rest = ""
    position = 0
    while position < len(run):
        typed = phrase = _longest_at(run, position, words)
        if heard_at:
            typed, phrase = max((typed, phrase), heard_at(position), key=lambda found: len(found[0]))
        if not typed:
            rest += run[position]
            position += 1
            continue
        if not known_only:
            yield from _unknown(rest, words, is_there)
        rest = ""
        yield _known(typed, phrase, words)
        position += len(typed)
    if not known_only:
        yield from _unknown(rest, words, is_there)


def _longest_at(run: str, position: int, words: Vocabulary) -> str:
    for length in range(min(words.longest, len(run) - position), 1, -1):
        piece = run[position : position + length]
        if piece in words.meanings or piece in words.weak:
            return piece
    return ""


def _heard_at(
    run: str,
    begin: int,
    said: tuple[str, ...],
    right: list[tuple[int, str]],
    is_there: Callable[[str], bool] | None,
) -> tuple[str, str]:
    """The longest stretch from here that is like a known phrase, and that phrase: 劳动争义, 劳动争议.

    From LEAST_HEARD syllables on, sound is enough. Else only what is nowhere was meant otherwise: 社堡, 劳动仲栽; and
    it cuts none of the phrases that are written `right`, nor is it one of them with something beside it.
    """
    for end in range(min(len(run), begin + LONGEST_HEARD), begin + 1, -1):
        typed = run[begin:end]
        sounding = by_accent().get(said[begin:end], "") if len(said) == len(run) else ""
        if sounding and len(typed) >= LEAST_HEARD:
            return typed, sounding
        reaching = [(at, phrase) for at, phrase in right if at < end and at + len(phrase) > begin]
        is_cut = any(at + len(phrase) > end for at, phrase in reaching)
        if is_there is None or is_cut or (begin, typed) in reaching:
            continue
        meant = sounding or by_look().get(typed, "")
        if not meant and all(len(phrase) < LEAST_HEARD for _at, phrase in reaching):
            meant = a_letter_off(typed)
        if meant and not is_there(typed):
            return typed, meant
    return "", ""


def _unknown(rest: str, words: Vocabulary, is_there: Callable[[str], bool] | None) -> Iterator[Clause]:
    """Without the words of asking: a word that is somewhere, else its pairs. Those, and one character, only rank."""
    for word in words.filler:
        rest = rest.replace(word, " ")
    for piece in rest.split():
        if len(piece) == 1 or (len(piece) <= 4 and (is_there is None or is_there(piece))):
            yield Clause((piece,), weak=len(piece) == 1)
        else:
            yield from (Clause((pair,), weak=True) for pair in bigrams(piece))
