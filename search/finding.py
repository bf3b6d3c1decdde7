"""A question as PostgreSQL is asked it: one statement, with the numbers of search/ranking.py.

The costly thing is to read a document. So its text is not looked at: where a phrase stands is kept (search/places.py)
or asked of the index, and what a document has of itself stands in a narrow row.
"""

import math

from django.conf import settings

from search import phrases, ranking
from search.analysis import is_han
from search.engines import COUNT_LIMIT, FACETS, NEWEST, Ask
from search.kinds import pushes
from search.phrases import ANY_PLACE, phrase
from search.places import ALIKE, ANYWHERE, BESIDE, START, TITLE, TYPED, WORDS
from search.query import Clause

BITS = {facet: 1 << place for place, facet in enumerate(FACETS)}
LEADS = "leads:"  # a mark that is no facet
# Words of one character stand nearly everywhere: only what is best without them is looked at for them.
LOOKED_AT = 400
_WAYS = 128  # to stand somewhere: all that the bits of search/places.py can say

# One bit for each facet whose filter a document does not fit.
_MISSED = " + ".join(
    f"CASE WHEN %({facet})s::text[] = '{{}}' OR e.marks && %({facet})s::text[] THEN 0 ELSE {bit} END"
    for facet, bit in BITS.items()
)

# What a document has of itself. Numbers are said to be floats: PostgreSQL reckons much slower with decimal ones.
_OWN = f"""
      coalesce(push, 0)
      + CASE WHEN %(near)s::text[] = '{{}}' THEN 0
          WHEN e.region_code = '' THEN {ranking.NEAR}::float * cardinality(%(near)s::text[])
          WHEN e.marks @> %(near)s::text[] THEN {ranking.NEAR}::float * cardinality(%(near)s::text[])
          WHEN e.marks && %(near)s::text[] THEN {ranking.NEAR}::float
          ELSE 0 END
      + CASE WHEN e.locale = %(locale)s THEN {ranking.OWN_LANGUAGE}::float ELSE 0 END
      + coalesce({ranking.FRESH * ranking.FADES}::float / ({ranking.FADES} + abs(e.date - %(today)s::date)), 0)
      + CASE WHEN e.marks @> '{{{LEADS}}}' THEN {ranking.LEADS}::float ELSE 0 END
      - CASE WHEN e.until < %(today)s THEN {ranking.OVER}::float ELSE 0 END"""

_ORDER = """CASE WHEN %(newest)s THEN date END DESC NULLS LAST, score DESC,
      CASE WHEN kind = 'event' THEN until END, kind COLLATE "C", object_id COLLATE "C" """

# asked: the phrases, and of which is kept where they stand. there: which document has which, and where. ranked: what
# answers. front: the best of it. best: what words of one character add to those.
FIND = f"""
    WITH asked AS MATERIALIZED (
      SELECT clause, phrase, looks, kept.id
      FROM unnest(%(clauses)s::int[], %(phrases)s::text[], %(looks)s::int[]) typed (clause, phrase, looks)
      LEFT JOIN search_keptphrase kept ON kept.asked = phrase),
    there AS (
      SELECT clause, entry_id, looks, bits FROM asked JOIN search_phraseplace ON phrase_id = id
      UNION ALL
      SELECT clause, e.id, looks, bit
      FROM asked
        JOIN (VALUES ({ANYWHERE}, '', ''), ({TITLE}, '', '{phrases.TITLE}'), ({WORDS}, '', '{phrases.WORDS}'),
          ({BESIDE}, '', '{phrases.BESIDE}'), ({START}, '''{phrases.TITLE_START}'' <-> ', '{phrases.TITLE}')
          ) place (bit, start, mark) ON (looks & bit) > 0
        JOIN search_searchentry e ON e.vector @@ (start || replace(phrase, '{ANY_PLACE}', mark))::tsquery
      WHERE asked.id IS NULL),
    met AS MATERIALIZED (
      SELECT entry_id, sum((%(worth)s::float[])[clause * {_WAYS} + ways + 1]) AS score,
        count(*) FILTER (WHERE clause < %(required)s) AS met
      FROM (
        SELECT entry_id, clause, bit_or((bits & looks) | ((bits & {TITLE}) * {TYPED // TITLE} & looks)
          | ((bits & {ANYWHERE}) * {ALIKE // ANYWHERE} & looks)) AS ways
        FROM there GROUP BY entry_id, clause) one
      GROUP BY entry_id),
    ranked AS MATERIALIZED (
      SELECT e.id, e.marks, e.kind, e.object_id, e.date, e.until, {_MISSED} AS missed,
        round((met.score + {_OWN}) * 1e6::float) / 1e6::float AS score  -- the same in whatever order it was added up
      FROM met JOIN search_searchentry e ON e.id = entry_id
        LEFT JOIN unnest(%(kinds)s::text[], %(pushes)s::float[]) pushed (kind, push) ON pushed.kind = e.kind
      WHERE met >= %(needed)s AND e.translation_of <> %(but)s
        AND (e.locale = %(locale)s OR (e.locale = %(source)s AND NOT EXISTS (
          SELECT FROM search_searchentry t WHERE t.translation_of = e.translation_of AND t.locale = %(locale)s)))),
    front AS (
      SELECT *, row_number() OVER () AS place
      FROM (SELECT * FROM ranked WHERE missed = 0 ORDER BY {_ORDER} LIMIT %(front)s) first),
    best AS (
      SELECT id, date, kind, until, object_id, score + CASE WHEN place > %(looked_at)s THEN 0 ELSE (
          SELECT {ranking.UNKNOWN}::float * count(*) FILTER (WHERE vector @@ word)
            + {ranking.UNKNOWN_IN_TITLE}::float * count(*) FILTER (WHERE vector @@ title)
          FROM unnest(%(everywhere)s::text[]::tsquery[], %(everywhere_in_titles)s::text[]::tsquery[]) one (word, title),
            (SELECT vector || ''::tsvector AS vector FROM search_searchentry e WHERE e.id = front.id OFFSET 0) e
        ) END AS score
      FROM front),
    shown AS (
      SELECT e.kind, e.object_id, e.locale, e.translation_of, e.title, e.body, e.url, e.facts, e.marks, e.region_code,
        e.date, e.until, e.extra, page.score
      FROM (SELECT id, score FROM best ORDER BY {_ORDER} LIMIT %(limit)s OFFSET %(offset)s) page
        JOIN search_searchentry e USING (id))
    SELECT
      (SELECT json_agg(json_build_array(mark, missed, many)) FROM (
         SELECT mark, missed, count(*) AS many
         FROM (SELECT marks, missed FROM ranked LIMIT {COUNT_LIMIT}) counted, unnest(marks) mark
         WHERE missed IN (0, {", ".join(map(str, BITS.values()))})
         GROUP BY mark, missed) counts),
      (SELECT json_agg(to_json(shown) ORDER BY {_ORDER}) FROM shown)"""  # noqa: S608 - constants


def parameters(ask: Ask, *, but: str = "") -> dict[str, object]:
    query = ask.query
    required = query.strong if ask.relaxed else query.required
    strong = [*required, *(clause for clause in query.strong if clause not in required)]
    shares = dict(zip(query.strong, query.shares, strict=True))
    unknown = [clause.phrases[0] for clause in query.clauses if clause.weak and not clause.known]
    everywhere = [text for text in unknown if _is_everywhere(text)]
    # By which phrases each thing is asked for and what of each, and what a way to stand somewhere is worth.
    asked = [(_ways(clause), _worth(_OF_STRONG, shares[clause])) for clause in strong]
    asked += [
        ([(text, ANYWHERE | TITLE)], _worth(_OF_UNKNOWN)) for text in unknown if not _is_everywhere(text)
    ]
    if query.whole:
        asked.append(([(query.whole, ANYWHERE)], _worth({ANYWHERE: ranking.WHOLE})))
    rows = [
        (number, found, looks)
        for number, (ways, _points) in enumerate(asked)
        for text, looks in ways
        if (found := phrase(text, ANY_PLACE))
    ]
    pushed = pushes(query.meant)
    near = (ask.region, ask.region[:4] + "00") if ask.region else ()
    return {
        "clauses": [number for number, _found, _looks in rows],
        "phrases": [found for _number, found, _looks in rows],
        "looks": [looks for _number, _found, looks in rows],
        "worth": [many for _ways, points in asked for many in points],
        "required": len(required),
        # Half of what we know of what was asked must be there; a story only has to touch the matter.
        "needed": 1 if ask.relaxed or query.story else math.ceil(len(required) / 2),
        "everywhere": [phrase(text) for text in everywhere],
        "everywhere_in_titles": [phrase(text, phrases.TITLE) for text in everywhere],
        "looked_at": LOOKED_AT if everywhere else 0,
        "front": max(LOOKED_AT if everywhere else 0, ask.offset + ask.limit),
        "locale": ask.locale,
        "source": settings.LANGUAGE_CODE,
        **{facet: [f"{facet}:{value}" for value in ask.filters.get(facet, ())] for facet in FACETS},
        "near": [f"region:{code}" for code in dict.fromkeys(near)],
        "kinds": list(pushed),
        "pushes": list(pushed.values()),
        "today": ask.today,
        "newest": ask.sort == NEWEST,
        "limit": ask.limit,
        "offset": ask.offset,
        "but": but,
    }


def _is_everywhere(text: str) -> bool:
    return len(text) == 1 and is_han(text)


def _ways(clause: Clause) -> list[tuple[str, int]]:
    looks = ANYWHERE | TITLE | WORDS | BESIDE | START
    return [
        (text, looks | (TYPED if not place else 0) | (ALIKE if place < clause.alike else 0))
        for place, text in enumerate(clause.phrases)
    ]


_OF_STRONG = {
    ANYWHERE: ranking.ANYWHERE,
    TITLE: ranking.TITLE,
    WORDS: ranking.WORDS,
    BESIDE: ranking.BESIDE,
    START: ranking.AT_THE_START,
    TYPED: ranking.AS_TYPED,
    ALIKE: ranking.ALIKE,
}
_OF_UNKNOWN = {ANYWHERE: ranking.UNKNOWN, TITLE: ranking.UNKNOWN_IN_TITLE}


def _worth(points: dict[int, float], share: float = 1.0) -> list[float]:
    """For each way to stand somewhere, which is a number of bits."""
    return [share * sum((many for bit, many in points.items() if ways & bit), 0.0) for ways in range(_WAYS)]
