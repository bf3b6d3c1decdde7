"""Brings the index up to date: one thing after it changed, or everything from scratch. Runs in the worker."""

from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from wagtail.models import Page

from search import postgres as engine
from search.models import SearchEntry
from search.sources import declaring, documents_of, everything, findable


@dataclass(frozen=True)
class Rebuilt:
    written: int
    unchanged: int
    removed: int


def rebuild() -> Rebuilt:
    """Write every document, then drop what is no longer there. Safe to repeat, searchable all the while."""
    started, seen, written, unchanged = timezone.now(), set(), 0, 0
    for document in everything():
        if engine.write(document):
            written += 1
        else:
            unchanged += 1
        seen.add((document.kind, document.pk, document.locale))
    # What was published meanwhile has its own job: it was not seen here and is not gone.
    before = SearchEntry.objects.filter(indexed_at__lt=started)
    stale = [
        pk for pk, *key in before.values_list("pk", "kind", "object_id", "locale") if tuple(key) not in seen
    ]
    removed = SearchEntry.objects.filter(pk__in=stale).delete()[0]
    return Rebuilt(written, unchanged, removed)


def refresh(label: str, pk: str) -> None:
    """Index a thing as it is now; when nobody may find it any more, take it out."""
    model = apps.get_model(label)
    thing = findable(model).filter(pk=pk).first()
    documents = documents_of(thing) if thing else []
    for document in documents:
        engine.write(document)
    if not documents:
        engine.remove(kind=model.search_kind.code, pk=pk)


def pages_below(pk: int) -> list[tuple[str, str]]:
    """(label, key) of a page and of everything below it that is searched."""
    top = Page.objects.filter(pk=pk).first()
    if not top:
        return []
    return [
        (model._meta.label, str(below))
        for model in declaring()
        if issubclass(model, Page)
        for below in model.objects.filter(path__startswith=top.path).values_list("pk", flat=True)
    ]
