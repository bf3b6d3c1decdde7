"""What is asked instead when nothing has half of a question, step by step, and what of it is not in what was found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache

from foundation.content.searchable import SearchDocument
from search.analysis import normalise
from search.engines import Ask
from search.query import SPOKEN, Clause, Query, parse
from search.vocabulary import Rows, now, of_rows, vocabulary

ALIKE = 0.7  # 1 is the same to the letter


@dataclass(frozen=True)
class Covered:
    """The words that were asked for and that something of what is shown has, and those that nothing of it has."""

    there: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


NOTHING = Covered()


def steps(ask: Ask) -> Iterator[Ask]:
    """From strict to loose. What has all comes first at every step: the rank sees to that."""
    yield ask
    if len(ask.query.clauses) > 1:
        yield replace(ask, relaxed=True)
    if near := nearest(ask.query):
        yield replace(ask, query=parse(near), relaxed=True)


def nearest(query: Query) -> str:
    """The phrase or question of ours whose letters are most like what was typed; "" when none is like it."""
    known = _known(now())
    typed = _letters(query.meant[:SPOKEN])
    found = [] if typed in known else get_close_matches(typed, known, n=1, cutoff=ALIKE)
    return known[found[0]] if found else ""


# By the words in force, and some that are tried.
@lru_cache(maxsize=2)
def _known(rows: Rows) -> dict[str, str]:
    words = of_rows(rows)
    return {_letters(phrase): phrase for phrase in (*words.meanings, *words.popular)}


def _letters(text: str) -> str:
    return "".join(normalise(text).split())


def covered(query: Query, documents: Iterable[SearchDocument]) -> Covered:
    """Nothing is said of what somebody tells, nor where nothing is known: what we cut out are no words of theirs."""
    asked, weak = query.strong, vocabulary().weak
    is_told = query.story or any(clause.told for clause in asked)
    is_known = any(clause.known and clause.phrases[0] not in weak for clause in asked)
    if is_told or not is_known or len(asked) < 2:
        return NOTHING
    there: set[Clause] = set()
    for document in documents:
        text = normalise(" ".join((document.title, *document.facts, document.body)))
        here = {clause for clause in asked if any(phrase in text for phrase in clause.phrases)}
        there |= here
        if len(here) == len(asked):
            break
    return Covered(
        tuple(_said(clause) for clause in asked if clause in there),
        tuple(_said(clause) for clause in asked if clause not in there),
    )


def _said(clause: Clause) -> str:
    return clause.heard_as or clause.phrases[0]
