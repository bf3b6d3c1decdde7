"""Wagtail's own search of the admin and its choosers, with the site's normalisation on both sides.

PostgreSQL takes a run of 汉字 for one word, so Wagtail finds a Chinese word only where a run begins. Here a run is
written as its pairs before PostgreSQL splits it (拖欠工资 → 拖欠 欠工 工资 资) and what was typed is split alike: pairs
next to each other. Words in Latin letters go through untouched. What is searched as one types finds Latin words where
it always did, in fields declared for it, and 汉字 in every field.
"""

import re
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    ObjectIndexer,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
)
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.index import AutocompleteField, SearchField, get_indexed_models
from modelsearch.query import Phrase, PlainText
from modelsearch.utils import get_content_type_pk

from search import numerals
from search.analysis import HAN, bigrams, fold, is_han, normalise, runs

# Each row says in which way it was written; a new way is a new word, and `index_admin_search` writes the others again.
WRITTEN = "writtenaspairs1"
MAX_LENGTH = 100_000  # PostgreSQL refuses a vector of more than a megabyte
CHUNK = 200
_HAN_RUN = re.compile(f"[{HAN}]+")
_COUNTED = re.compile(numerals.TERM)
_MARK = re.compile(r"[^\w\s\x20-\x7e]")  # 《 and its like, which PostgreSQL may take for a letter


# --- what is written -------------------------------------------------------------------------------
def written(text: str) -> str:
    """As PostgreSQL is to read it: runs of 汉字 in pairs, and behind them what numbers count (三十日 is 30天 too)."""
    text = text[:MAX_LENGTH]
    return " ".join([_HAN_RUN.sub(_pairs, _MARK.sub(" ", fold(text))), *_counted(text)])


def written_in_han(text: str) -> str:
    """The same, of the 汉字 and the numbers alone."""
    text = text[:MAX_LENGTH]
    return " ".join([*map(_pairs, _HAN_RUN.finditer(fold(text))), *_counted(text)])


def _pairs(run: re.Match[str]) -> str:
    # The last character alone: whoever types one finds it anywhere.
    pieces = bigrams(run[0])
    return f" {' '.join([*pieces, run[0][-1]] if len(run[0]) > 1 else pieces)} "


def _counted(text: str) -> list[str]:
    return _COUNTED.findall(normalise(text))


class _Said(SearchField):
    def __init__(self, field_name, text, boost=None):
        super().__init__(field_name, boost=boost)
        self.text = text

    def get_value(self, obj):
        return self.text


class _SaidWhileTyping(AutocompleteField):
    def __init__(self, field_name, text):
        super().__init__(field_name)
        self.text = text

    def get_value(self, obj):
        return self.text


class _Written:
    """A thing as Wagtail's indexer sees it, each of its fields written in pairs."""

    def __init__(self, thing, backend):
        self.pk = thing.pk
        self._thing, self._indexer = thing, ObjectIndexer(thing, backend)

    def get_search_fields(self):
        return [_Said("title", WRITTEN), *self._fields()]

    def _fields(self):
        for declared in self._indexer.search_fields:
            for field, _weight, text in self._indexer.prepare_field(self._thing, declared):
                if isinstance(field, AutocompleteField):
                    yield _SaidWhileTyping(field.field_name, written(text))
                else:
                    yield _Said(field.field_name, written(text), field.boost)
                    yield _SaidWhileTyping(field.field_name, written_in_han(text))


class AdminIndex(PostgresIndex):
    def add_items(self, model, objs):
        super().add_items(model, [_Written(thing, self.backend) for thing in objs])


# --- what is asked ---------------------------------------------------------------------------------
class _AskedInPairs:
    def build_tsquery_content(self, query, config=None, invert=False):
        # Fields that are named are read as they stand in their table.
        if self.fields is not None or not isinstance(query, PlainText | Phrase):
            return super().build_tsquery_content(query, config=config, invert=invert)
        is_phrase = isinstance(query, Phrase)
        words = query.query_string.split() if is_phrase else re.split(r"[\s\-]+", query.query_string)
        words = list(filter(None, words))
        both, either = (or_, and_) if invert else (and_, or_)
        found = [
            self._word(word, invert, self.LAST_TERM_IS_PREFIX and n == len(words), both, either)
            for n, word in enumerate(words, 1)
        ]
        found = [lexeme for lexeme in found if lexeme is not None]
        if not found:
            return super().build_tsquery_content(query, config=config, invert=invert)
        together = both if is_phrase or query.operator == "and" else either
        return SearchQuery(reduce(together, found), search_type="raw", config=config)

    def _word(self, word, invert, is_prefix, both, either):
        """As it is said everywhere (10天内), or to the letter: 十日内 is a part of 三十日内."""
        ways = dict.fromkeys([normalise(word), fold(word)])
        found = [self._pieces(way, invert, is_prefix, both) for way in ways]
        found = [lexeme for lexeme in found if lexeme is not None]
        return reduce(either, found) if found else None

    def _pieces(self, text, invert, is_prefix, both):
        pieces = runs(text) if _HAN_RUN.search(text) or _COUNTED.search(text) else [_MARK.sub(" ", text)]
        lexemes = []
        for n, piece in enumerate(pieces, 1):
            if not piece.strip():
                continue
            han = is_han(piece)
            # Words in one lexeme stand next to each other.
            said = " ".join(bigrams(piece)) if han else piece
            begins = len(piece) == 1 if han else is_prefix and n == len(pieces)
            lexemes.append(Lexeme(said, invert=invert, prefix=begins))
        return reduce(both, lexemes) if lexemes else None


class AdminSearchQueryCompiler(_AskedInPairs, PostgresSearchQueryCompiler):
    pass


class AdminAutocompleteQueryCompiler(_AskedInPairs, PostgresAutocompleteQueryCompiler):
    pass


class SearchBackend(PostgresSearchBackend):
    query_compiler_class = AdminSearchQueryCompiler
    autocomplete_query_compiler_class = AdminAutocompleteQueryCompiler
    index_class = AdminIndex


# --- rows written before ---------------------------------------------------------------------------
def write_missing() -> int:
    """Index what is not there, or not written in this way. How many; each chunk is committed by itself."""
    index, count = SearchBackend({}).get_index_for_model(IndexEntry), 0
    for model in get_indexed_models():
        last, things = None, model.get_indexed_objects().order_by("pk")
        while keys := list(
            (things.filter(pk__gt=last) if last else things).values_list("pk", flat=True)[:CHUNK]
        ):
            last = keys[-1]
            there = IndexEntry._default_manager.filter(
                content_type_id=get_content_type_pk(model),
                object_id__in=map(str, keys),
                title=SearchQuery(WRITTEN, config="simple"),
            )
            known = set(there.values_list("object_id", flat=True))
            if missing := [key for key in keys if str(key) not in known]:
                with transaction.atomic():
                    index.add_items(model, list(things.filter(pk__in=missing)))
                count += len(missing)
    return count
