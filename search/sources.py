"""What becomes a document: whatever declares one (foundation/content/searchable.py), in each of its languages."""

from collections.abc import Iterator
from functools import lru_cache

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


def everything() -> Iterator[SearchDocument]:
    """All documents there are now."""
    for model in declaring():
        for thing in findable(model).iterator(chunk_size=CHUNK):
            yield from documents_of(thing)
