"""A question as Elasticsearch and OpenSearch understand it. Pure: an Ask in, a dict out.

It says what search/finding.py says in SQL, with the same numbers (search/ranking.py). Both engines get the same dict;
nothing in it belongs to one of them alone, and no word of a visitor is read as a command.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from elasticsearch_dsl import A, Search
from elasticsearch_dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    DistanceFeature,
    Exists,
    MatchNone,
    MatchPhrase,
    MatchPhrasePrefix,
    MoreLikeThis,
    Prefix,
    Range,
    Term,
    Terms,
)
from elasticsearch_dsl.query import Query as Condition

from search import ranking, shape
from search.analysis import is_han
from search.engines import FACETS, NEWEST, Ask
from search.kinds import SUGGESTED_LAST, pushes
from search.phrases import ANY_PLACE, BODY_LENGTH, phrase
from search.places import ANYWHERE, BESIDE, PLACES, START, TITLE, WORDS
from search.query import Clause

# The first so many results can be asked for, as many as an index gives without being told otherwise.
LAST = 10_000
FACET_VALUES = 5000
# What one question may be made of: OpenSearch refuses more than 1,024 conditions.
MOST_CONDITIONS = 900
SUGGESTED_FROM = 40  # characters
_FIELDS = {ANYWHERE: "all", TITLE: "title", WORDS: "words", BESIDE: "beside", START: "title"}


def find(ask: Ask, kept: Mapping[str, int]) -> dict[str, Any]:
    """`kept`: the phrases whose places all documents have been told (search/places.py)."""
    filters = tuple(sorted((name, tuple(values)) for name, values in ask.filters.items() if values))
    first = min(ask.offset, LAST)
    return {
        **_counted(filters),
        "query": _matching(ask, kept),
        "sort": _order(ask),
        "from": first,
        "size": min(ask.limit, LAST - first),
    }


@lru_cache(maxsize=64)
def _counted(filters: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, Any]:
    """What is the same for every question with these filters. Read it, never change it."""
    chosen = {name: Terms(**{name: list(values)}) for name, values in filters}
    search = Search().source(["shown"]).extra(track_total_hits=True)
    if chosen:
        search = search.post_filter(Bool(filter=list(chosen.values())))
    for name in FACETS:
        others = [condition for other, condition in chosen.items() if other != name]
        values = A("terms", field=name, size=FACET_VALUES)
        if others:
            search.aggs.bucket(name, A("filter", filter=Bool(filter=others))).bucket("values", values)
        else:
            search.aggs.bucket(name, values)
    return search.to_dict()


def suggest(prefix: str, *, locale: str, limit: int) -> dict[str, Any]:
    """Titles that begin with what is typed, then those that have it, the shortest first; the wording of laws last."""
    prefix = prefix[:SUGGESTED_FROM]
    ways = [
        _worth(2, _in(prefix, "title", from_start=True, unfinished=True)),
        _worth(1, _in(prefix, "title", unfinished=True)),
    ]
    first = _worth(4, Bool(must_not=[Terms(kind=list(SUGGESTED_LAST))]))
    matching = Bool(must=[DisMax(queries=ways)], should=[first], filter=[Term(answers=locale)])
    search = Search().query(matching).source(["shown.title"]).extra(track_total_hits=False)
    return search.sort("_score", "title_size", "sorted_title")[:limit].to_dict()


def similar(text: str, *, locale: str, limit: int, but: str) -> dict[str, Any]:
    like = MoreLikeThis(
        fields=["title", "words", "all"],
        like=shape.spaced(text[:BODY_LENGTH]),
        min_term_freq=1,
        min_doc_freq=1,
        max_query_terms=40,
        minimum_should_match="15%",
        stop_words=[shape.GAP, shape.START],
    )
    itself = [Term(translation_of=but)] if but else []
    matching = Bool(must=[like], filter=[Term(answers=locale)], must_not=itself)
    return Search().query(matching).source(["shown"]).extra(track_total_hits=False)[:limit].to_dict()


# --- what is found --------------------------------------------------------------------------------
def _matching(ask: Ask, kept: Mapping[str, int]) -> dict[str, Any]:
    query = ask.query
    strong, required = query.strong, query.strong if ask.relaxed else query.required
    # Half of what we know of what was asked must be there; a story only has to touch the matter.
    needed = 1 if ask.relaxed or query.story else -(-len(required) // 2)
    clauses = _bounded(query.clauses, kept)
    places = {clause: _Places(phrases, kept) for clause, phrases in zip(query.clauses, clauses, strict=True)}
    shares = dict(zip(strong, query.shares, strict=True))
    found = {
        clause: _worth(ranking.ANYWHERE * share, places[clause].any_of(ANYWHERE))
        for clause, share in shares.items()
    }
    there = Bool(should=[found[clause] for clause in required], minimum_should_match=needed)
    better = [found[clause] for clause in strong if clause not in required]
    for clause, share in shares.items():
        stands = places[clause]
        better += [
            _worth(ranking.TITLE * share, stands.any_of(TITLE)),
            _worth(ranking.WORDS * share, stands.any_of(WORDS)),
            _worth(ranking.BESIDE * share, stands.any_of(BESIDE)),
            _worth(ranking.AS_TYPED * share, stands.first(TITLE)),
            _worth(ranking.AT_THE_START * share, stands.any_of(START)),
        ]
        if clause.alike:
            alike = _Places(clause.phrases[: clause.alike], kept)
            better.append(_worth(ranking.ALIKE * share, alike.any_of(ANYWHERE)))
    for clause in query.clauses:
        if clause.weak and not clause.known:
            better += [
                _worth(ranking.UNKNOWN, places[clause].first(ANYWHERE)),
                _worth(ranking.UNKNOWN_IN_TITLE, places[clause].first(TITLE)),
            ]
    if query.whole:
        better.append(_worth(ranking.WHOLE, _in(query.whole, "all")))
    asked = Bool(must=[there], should=better, filter=[Term(answers=ask.locale)]).to_dict()
    own = _own(ask.today, ask.locale, ask.region, tuple(pushes(query.meant).items()))
    asked["bool"].setdefault("should", []).extend(own)
    return asked


@lru_cache(maxsize=256)
def _own(
    today: date, locale: str, region: str, pushed: tuple[tuple[str, float], ...]
) -> tuple[dict[str, Any], ...]:
    """What a document has of itself, whatever was asked."""
    nowhere = Bool(must_not=[Exists(field="region")])  # what holds everywhere holds here too
    own = [
        *_pushed(dict(pushed)),
        *(_worth(ranking.NEAR, Term(region=code) | nowhere) for code in _near(region)),
        _worth(ranking.OWN_LANGUAGE, Term(locale=locale)),
        _worth(ranking.LEADS, Term(leads=True)),
        DistanceFeature(
            # A day alone would be its last moment.
            field="date",
            origin=f"{today.isoformat()}T00:00:00Z",
            pivot=f"{ranking.FADES}d",
            boost=ranking.FRESH,
        ),
        _worth(ranking.OVER, Bool(must_not=[Range(until={"lt": today.isoformat()})])),
    ]
    return tuple(condition.to_dict() for condition in own)


def _pushed(by_kind: Mapping[str, float]) -> list[Condition]:
    """Nothing is worth less than nothing: what a kind is held back by, all others are pushed."""
    least = min(0.0, *by_kind.values())
    pushed = [_worth(push - least, Term(kind=kind)) for kind, push in by_kind.items() if push > least]
    return [*pushed, _worth(-least, Bool(must_not=[Terms(kind=list(by_kind))]))] if least else pushed


class _Places:
    """Where the phrases of one clause stand: looked up together where that is kept, else each asked for as a phrase."""

    def __init__(self, phrases: Sequence[str], kept: Mapping[str, int]):
        self._first = phrases[0]
        self._kept = {text: kept[asked] for text in phrases if (asked := phrase(text, ANY_PLACE)) in kept}
        self._others = [text for text in phrases if text not in self._kept]

    def any_of(self, bit: int) -> Condition:
        conditions = [_stands(text, bit) for text in self._others]
        if self._kept:
            conditions.append(Terms(places=[shape.place(bit, number) for number in self._kept.values()]))
        return conditions[0] if len(conditions) == 1 else Bool(should=conditions)

    def first(self, bit: int) -> Condition:
        if self._first in self._kept:
            return Term(places=shape.place(bit, self._kept[self._first]))
        return _stands(self._first, bit)


def _stands(text: str, bit: int) -> Condition:
    return _in(text, _FIELDS[bit], from_start=bit == START)


def _bounded(clauses: Sequence[Clause], kept: Mapping[str, int]) -> list[list[str]]:
    """The phrases of each, fewer of those that are not kept where they are too many. Clauses that have few leave their
    room to the others.
    """
    asked = [[text for text in clause.phrases if phrase(text, ANY_PLACE) not in kept] for clause in clauses]
    most = max(map(len, asked), default=0)
    room = (MOST_CONDITIONS - 10 * len(clauses)) // (
        len(PLACES) + 1
    )  # what says the same is asked for once more
    while most > 2 and sum(min(len(texts), most) for texts in asked) > room:
        most -= 1
    left_out = [set(texts[most:]) for texts in asked]
    return [
        [text for text in clause.phrases if text not in out]
        for clause, out in zip(clauses, left_out, strict=True)
    ]


def _worth(boost: float, condition: Condition) -> Condition:
    return ConstantScore(filter=condition, boost=round(boost, 4))


def _in(
    text: str, field: str, *, from_start: bool = False, unfinished: bool = False, **options: float
) -> Condition:
    """A single character begins longer terms; `unfinished`: so does the last word in letters."""
    terms = shape.asked(text)
    if not terms:
        return MatchNone()
    is_open = _begins(terms) or (unfinished and not is_han(terms[-1]))
    if from_start:
        terms = (shape.START, *terms)
    if len(terms) == 1:
        return (Prefix if is_open else Term)(**{field: {"value": terms[0], **options}})
    if is_open:
        return MatchPhrasePrefix(**{field: {"query": " ".join(terms), "max_expansions": 1000, **options}})
    return MatchPhrase(**{field: {"query": " ".join(terms), **options}})


def _begins(terms: tuple[str, ...]) -> bool:
    return is_han(terms[-1]) and len(terms[-1]) == 1


def _near(region: str) -> tuple[str, ...]:
    """Where the visitor is, and the city it lies in."""
    return tuple(dict.fromkeys([region, region[:4] + "00"])) if region else ()


def _order(ask: Ask) -> list[Any]:
    rank: list[Any] = ["_score", {"upcoming": {"order": "asc"}}, "kind", "pk"]
    return [{"date": {"order": "desc"}}, *rank] if ask.sort == NEWEST else rank
