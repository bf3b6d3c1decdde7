"""Keeps the index true: after each publication, removal or move, and from scratch by rebuild_search_index."""

from dataclasses import dataclass
from functools import partial, update_wrapper

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

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
    seen, written, unchanged = set(), 0, 0
    for document in everything():
        if engine.write(document):
            written += 1
        else:
            unchanged += 1
        seen.add((document.kind, document.pk, document.locale))
    stale = [
        pk
        for pk, *key in SearchEntry.objects.values_list("pk", "kind", "object_id", "locale")
        if tuple(key) not in seen
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


def refresh_below(pk: int) -> None:
    top = Page.objects.filter(pk=pk).first()
    for model in declaring() if top else ():
        if issubclass(model, Page):
            for below in model.objects.filter(path__startswith=top.path).values_list("pk", flat=True):
                refresh(model._meta.label, str(below))


# --- signals: after the commit, and never at the cost of what was saved --------------------------------
def thing_changed(sender, instance, **kwargs):
    if sender in declaring():
        _later(refresh, sender._meta.label, str(instance.pk))


def tree_changed(sender, instance, **kwargs):
    _later(refresh_below, instance.pk)


def restriction_changed(sender, instance, **kwargs):
    _later(refresh_below, instance.page_id)


def _later(act, *args):
    # Django names the function when it fails; a partial has no name.
    transaction.on_commit(update_wrapper(partial(act, *args), act), robust=True)


def connect():
    for signal in (page_published, page_unpublished):
        signal.connect(thing_changed, dispatch_uid="search")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(tree_changed, dispatch_uid="search")
    for model in declaring():
        post_delete.connect(thing_changed, sender=model, dispatch_uid="search")
        if not issubclass(model, Page):
            post_save.connect(thing_changed, sender=model, dispatch_uid="search")
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="search")
