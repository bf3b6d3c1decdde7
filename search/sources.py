"""What becomes a document: whatever declares one (foundation/content/searchable.py), in each of its languages."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import translation
from wagtail.models import Page

from foundation.content.searchable import SearchDocument

CHUNK = 200  # things that are read at once, with what their documents read of others


@lru_cache(maxsize=1)
def declaring() -> tuple[type[Model], ...]:
    return tuple(model for model in apps.get_models() if hasattr(model, "search_document"))


def findable(model: type[Model]) -> QuerySet:
    """What may become a document; a page only while it is live and nobody has to sign in for it."""
    things = model._default_manager.select_related(*model.search_related).prefetch_related(
        *model.search_prefetched
    )
    return things.live().public().select_related("locale") if issubclass(model, Page) else things


def documents_of(thing: Model) -> list[SearchDocument]:
    """One for each language; none when nobody may find it."""
    is_page = isinstance(thing, Page)
    codes = [thing.locale.language_code] if is_page else [code for code, _name in settings.LANGUAGES]
    documents = []
    for code in codes:
        # In the language of the reader, whoever saves it.
        with translation.override(code):
            documents.append(thing.search_document())
    return [document for document in documents if document]


def stretches() -> Iterator[tuple[type[Model], list[Any]]]:
    """Models with the keys of those of their things that may become documents, so many as are read at once."""
    for model in declaring():
        keys = iter(list(findable(model).order_by("pk").values_list("pk", flat=True)))
        while some := list(islice(keys, CHUNK)):
            yield model, some


def documents_at(model: type[Model], keys: Iterable[Any]) -> list[SearchDocument]:
    """Of these things as they are now, without those that nobody may find any more."""
    return [document for thing in findable(model).filter(pk__in=keys) for document in documents_of(thing)]


def everything() -> Iterator[list[SearchDocument]]:
    """All documents there are now, a stretch at a time."""
    for model, keys in stretches():
        yield documents_at(model, keys)
