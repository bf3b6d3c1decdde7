"""Where the words of our vocabulary stand, kept beside the index, from which PostgreSQL cannot tell in which of some
thousand documents a phrase stands side by side, nor whether in their titles, without reading each.

A phrase of which this is kept (`KeptPhrase`) has a row (`PhrasePlace`) for each document that has it. Any other is
looked for in the index, which finds the same and takes longer: nothing hangs on when a new word comes in here.

Other engines are told with each document what is kept of it. Which phrases all documents of an index have been told
(`PhrasesTold`) grows with each rebuild; for any other phrase they are asked as PostgreSQL is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from foundation.content.kept import kept, reading, renew
from foundation.content.searchable import SearchDocument
from search.engines import Key
from search.models import KeptPhrase, PhrasesTold
from search.phrases import ANY_PLACE, phrase
from search.vocabulary import vocabulary

# In `PhrasePlace.bits`; and what only a question knows: that what stands in the title was typed just so.
ANYWHERE, TITLE, WORDS, BESIDE, START, TYPED, ALIKE = 1, 2, 4, 8, 16, 32, 64
PLACES = (ANYWHERE, TITLE, WORDS, BESIDE, START)
AT_ONCE = 20  # phrases; meanwhile no document is written

_STAND = f"""
    INSERT INTO search_phraseplace (phrase_id, entry_id, bits)
    WITH phrase AS MATERIALIZED (
      SELECT id, replace(asked, '{ANY_PLACE}', '')::tsquery AS asked FROM search_keptphrase %(phrases)s),
    entry AS %(read)s (SELECT id, vector %(copied)s AS vector FROM search_searchentry %(entries)s)
    SELECT phrase.id, entry.id, {ANYWHERE} + {TITLE} * (ts_filter(vector, '{{a}}') @@ asked)::int
      + {WORDS} * (ts_filter(vector, '{{b}}') @@ asked)::int
      + {BESIDE} * (ts_filter(vector, '{{c}}') @@ asked)::int
      + {START} * (vector @@ ('''^'''::tsquery <-> asked))::int
    FROM phrase JOIN entry ON vector @@ asked"""  # noqa: S608 - constants
_WHICH = "WHERE id = ANY(%s)"
# A few documents are read once for all phrases; a few phrases are looked for in the index.
_OF_DOCUMENTS = _STAND % {
    "phrases": "",
    "read": "MATERIALIZED",
    "copied": "|| ''::tsvector",
    "entries": _WHICH,
}
_OF_PHRASES = _STAND % {"phrases": _WHICH, "read": "NOT MATERIALIZED", "copied": "", "entries": ""}
_KEPT_OF = """
    SELECT kind, object_id, locale, phrase_id, bits
    FROM unnest(%s::text[], %s::text[], %s::text[]) one (kind, object_id, locale)
      JOIN search_searchentry e USING (kind, object_id, locale) JOIN search_phraseplace ON entry_id = e.id
    ORDER BY phrase_id"""
_SWEEP = """
    DELETE FROM search_phraseplace p
    WHERE NOT EXISTS (SELECT FROM search_keptphrase WHERE id = p.phrase_id)
       OR NOT EXISTS (SELECT FROM search_searchentry WHERE id = p.entry_id)"""


def hold_phrases() -> None:
    """To the end of the transaction no phrase is added, so that no document misses one. Those who write documents do
    not wait for each other.
    """
    _run("LOCK TABLE search_keptphrase IN SHARE MODE")


def documents_written(entries: Sequence[int]) -> None:
    _run("DELETE FROM search_phraseplace WHERE entry_id = ANY(%s)", list(entries))
    _run(_OF_DOCUMENTS, list(entries))


def of_documents(documents: Iterable[SearchDocument]) -> dict[Key, list[tuple[int, int]]]:
    """(phrase, bits), … of those that have an entry."""
    keys = list({(one.kind, one.pk, one.locale) for one in documents})
    found: dict[Key, list[tuple[int, int]]] = {}
    for kind, pk, locale, asked, bits in _run(_KEPT_OF, *map(list, zip(*keys, strict=True))) if keys else ():
        found.setdefault((kind, pk, locale), []).append((asked, bits))
    return found


def newest() -> int:
    """The last phrase there is. What is written from now on has it and all before it."""
    with transaction.atomic():
        hold_phrases()  # until it has been added, one with a lower number may be under way
        return KeptPhrase.objects.aggregate(last=Max("pk"))["last"] or 0


def told(index: str, last: int) -> None:
    """All documents of `index` have been told of the phrases up to `last`."""
    PhrasesTold.objects.update_or_create(index=index, defaults={"last": last})
    renew()


def told_to(index: str) -> Mapping[str, int]:
    """The phrases of which an index has been told, as they are asked for, with their numbers."""
    with reading():
        return _told_to(index)


@kept
def _told_to(index: str) -> dict[str, int]:
    last = PhrasesTold.objects.filter(index=index).values("last")
    return dict(KeptPhrase.objects.filter(pk__lte=last).values_list("asked", "pk"))


def keep() -> int:
    """Bring the phrases to the vocabulary, and sweep what documents left behind that are gone. How many are new."""
    words = vocabulary()
    texts = {text for meanings in words.meanings.values() for text in meanings} | words.weak
    texts |= {text for text, _words in words.spoken}
    wanted = {asked for text in texts if (asked := phrase(text, ANY_PLACE))}
    there = dict(KeptPhrase.objects.values_list("asked", "pk"))
    KeptPhrase.objects.filter(pk__in=[pk for asked, pk in there.items() if asked not in wanted]).delete()
    new = sorted(wanted - there.keys())
    for at in range(0, len(new), AT_ONCE):
        _begin(new[at : at + AT_ONCE])
    _run(_SWEEP)
    _run("ANALYZE search_keptphrase, search_phraseplace")
    return len(new)


@transaction.atomic
def _begin(some: list[str]) -> None:
    """From the commit on they are looked up here."""
    made = _run(
        "INSERT INTO search_keptphrase (asked) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING RETURNING id",
        some,
    )
    _run(_OF_PHRASES, [pk for (pk,) in made])


def _run(statement: str, *values: Sequence[object]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
