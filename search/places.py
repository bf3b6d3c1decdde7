"""Where the words of our vocabulary stand, kept beside the index, from which PostgreSQL cannot tell in which of some
thousand documents a phrase stands side by side, nor whether in their titles, without reading each.

A phrase of which this is kept (`KeptPhrase`) has a row (`PhrasePlace`) for each document that has it. Any other is
looked for in the index, which finds the same and takes longer: nothing hangs on when a new word comes in here.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from search.models import KeptPhrase
from search.phrases import ANY_PLACE, phrase
from search.vocabulary import vocabulary

# In `PhrasePlace.bits`; and what only a question knows: that what stands in the title was typed just so.
ANYWHERE, TITLE, WORDS, BESIDE, START, TYPED = 1, 2, 4, 8, 16, 32
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


def _run(statement: str, *values: Sequence[object]) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []
