"""A question as Elasticsearch and OpenSearch understand it. Pure: an Ask in, a dict out.

It says what search/finding.py says in SQL, with the same numbers (search/ranking.py). Both engines get the same dict;
nothing in it belongs to one of them alone, and no word of a visitor is read as a command.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
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
from search.phrases import BODY_LENGTH
from search.query import Clause

# The first so many results can be asked for, as many as an index gives without being told otherwise.
LAST = 10_000
FACET_VALUES = 5000
# What one question may be made of: OpenSearch refuses more than 1,024 conditions.
MOST_CONDITIONS = 900
SUGGESTED_FROM = 40  # characters


def find(ask: Ask) -> dict[str, Any]:
    chosen = {name: Terms(**{name: list(values)}) for name, values in ask.filters.items() if values}
    search = Search().query(_matching(ask)).source(["shown"]).extra(track_total_hits=True)
    if chosen:
        search = search.post_filter(Bool(filter=list(chosen.values())))
    for name in FACETS:
        others = [condition for other, condition in chosen.items() if other != name]
        search.aggs.bucket(name, A("filter", filter=Bool(filter=others))).bucket(
            "values", A("terms", field=name, size=FACET_VALUES)
        )
    first = min(ask.offset, LAST)
    return search.sort(*_order(ask))[first : min(first + ask.limit, LAST)].to_dict()


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
def _matching(ask: Ask) -> Condition:
    query = ask.query
    strong, required = query.strong, query.strong if ask.relaxed else query.required
    # Half of what we know of what was asked must be there; a story only has to touch the matter.
    needed = 1 if ask.relaxed or query.story else -(-len(required) // 2)
    most = _most_phrases(query.clauses)
    strong, required = _bounded(strong, most), _bounded(required, most)
    shares = dict(zip(strong, query.shares, strict=True))
    there = Bool(
        should=[
            _worth(ranking.ANYWHERE * shares[clause], _any_of(clause.phrases, "all")) for clause in required
        ],
        minimum_should_match=needed,
    )
    better = [
        _worth(ranking.ANYWHERE * shares[clause], _any_of(clause.phrases, "all"))
        for clause in strong
        if clause not in required
    ]
    for clause, share in shares.items():
        better += [
            _worth(ranking.TITLE * share, _any_of(clause.phrases, "title")),
            _worth(ranking.WORDS * share, _any_of(clause.phrases, "words")),
            _worth(ranking.BESIDE * share, _any_of(clause.phrases, "beside")),
            _worth(ranking.AS_TYPED * share, _in(clause.phrases[0], "title")),
            _worth(ranking.AT_THE_START * share, _any_at_the_start(clause.phrases)),
        ]
    for clause in query.clauses:
        if clause.weak and not clause.known:
            better += [
                _worth(ranking.UNKNOWN, _in(clause.phrases[0], "all")),
                _worth(ranking.UNKNOWN_IN_TITLE, _in(clause.phrases[0], "title")),
            ]
    better += _pushed(pushes(query.meant))
    nowhere = Bool(must_not=[Exists(field="region")])  # what holds everywhere holds here too
    better += [_worth(ranking.NEAR, Term(region=code) | nowhere) for code in _near(ask.region)]
    better += [
        _worth(ranking.OWN_LANGUAGE, Term(locale=ask.locale)),
        DistanceFeature(
            field="date", origin=ask.today.isoformat(), pivot=f"{ranking.FADES}d", boost=ranking.FRESH
        ),
        _worth(ranking.OVER, _not_over(ask.today)),
    ]
    if query.whole:
        better.append(_worth(ranking.WHOLE, _in(query.whole, "all")))
    return Bool(must=[there], should=better, filter=[Term(answers=ask.locale)])


def _pushed(by_kind: dict[str, float]) -> list[Condition]:
    """Nothing is worth less than nothing: what a kind is held back by, all others are pushed."""
    least = min(0.0, *by_kind.values())
    pushed = [_worth(push - least, Term(kind=kind)) for kind, push in by_kind.items() if push > least]
    return [*pushed, _worth(-least, Bool(must_not=[Terms(kind=list(by_kind))]))] if least else pushed


def _most_phrases(clauses: tuple[Clause, ...]) -> int:
    """Of one clause: those that have few leave their room to the others."""
    most = max((len(clause.phrases) for clause in clauses), default=0)
    room = (MOST_CONDITIONS - 8 * len(clauses)) // 5  # each phrase is looked for in five places
    while most > 2 and sum(min(len(clause.phrases), most) for clause in clauses) > room:
        most -= 1
    return most


def _bounded(clauses: tuple[Clause, ...], most: int) -> list[Clause]:
    return [replace(clause, phrases=clause.phrases[:most]) for clause in clauses]


def _worth(boost: float, condition: Condition) -> Condition:
    return ConstantScore(filter=condition, boost=round(boost, 4))


def _any_of(phrases: Iterable[str], field: str) -> Condition:
    """Words of one term are looked up together, which costs one condition and little time."""
    alone = {terms[0] for phrase in phrases if len(terms := shape.asked(phrase)) == 1 and not _begins(terms)}
    conditions = [_in(phrase, field) for phrase in phrases if not {*shape.asked(phrase)} <= alone]
    if alone:
        conditions.append(Terms(**{field: sorted(alone)}))
    return Bool(should=conditions) if conditions else MatchNone()


def _any_at_the_start(phrases: Iterable[str]) -> Condition:
    return Bool(should=[_in(phrase, "title", from_start=True) for phrase in phrases])


def _in(
    phrase: str, field: str, *, from_start: bool = False, unfinished: bool = False, **options: float
) -> Condition:
    """A single character begins longer terms; `unfinished`: so does the last word in letters."""
    terms = shape.asked(phrase)
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


def _not_over(today: date) -> Condition:
    return Bool(should=[Range(until={"gte": today.isoformat()}), Bool(must_not=[Exists(field="until")])])


def _order(ask: Ask) -> list[Any]:
    rank: list[Any] = ["_score", {"upcoming": {"order": "asc"}}, "kind", "pk"]
    return [{"date": {"order": "desc"}}, *rank] if ask.sort == NEWEST else rank
