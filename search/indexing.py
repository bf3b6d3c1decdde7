"""Keeps the index true: after each publication, removal or move, and from scratch by rebuild_search_index."""

from dataclasses import dataclass
from functools import partial, update_wrapper

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from search import postgres as engine
from search import sources
from search.documents import Kind
from search.models import SearchEntry


@dataclass(frozen=True)
class Rebuilt:
    written: int
    unchanged: int
    removed: int


def rebuild() -> Rebuilt:
    """Write every document, then drop what is no longer there. Safe to repeat, searchable all the while."""
    seen, written, unchanged = set(), 0, 0
    for document in sources.everything():
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


def refresh_pages(pks):
    """Index these pages as they are now, or take them out."""
    for page in Page.objects.filter(pk__in=pks).select_related("locale").specific():
        known = sources.kind_of(page)
        if not known:
            continue
        document = sources.page_document(page)
        if document:
            engine.write(document)
        else:
            engine.remove(kind=known[0], pk=str(page.pk))


def refresh_station(pk):
    model = apps.get_model(sources.STATION)
    station = model.objects.select_related("region").filter(pk=pk).first()
    documents = sources.station_documents(station) if station else []
    for document in documents:
        engine.write(document)
    if not documents:
        engine.remove(kind=Kind.STATION, pk=str(pk))


# --- signals: after the commit, and never at the cost of what was saved --------------------------------
def _later(act, *args):
    # Django names the function when it fails; a partial has no name.
    transaction.on_commit(update_wrapper(partial(act, *args), act), robust=True)


def _with_aliases(page):
    return [page.pk, *Page.objects.filter(alias_of=page.pk).values_list("pk", flat=True)]


def page_changed(sender, instance, **kwargs):
    _later(lambda: refresh_pages(_with_aliases(instance)))


def tree_moved(sender, instance, **kwargs):
    _later(lambda: refresh_pages(instance.get_descendants(inclusive=True).values_list("pk", flat=True)))


def page_deleted(sender, instance, **kwargs):
    if isinstance(instance, Page) and sources.kind_of(instance):
        _later(lambda pk=str(instance.pk): engine.remove(kind=sources.kind_of(instance)[0], pk=pk))


def restriction_changed(sender, instance, **kwargs):
    page = Page.objects.filter(pk=instance.page_id).first()
    if page:
        tree_moved(sender, page)


def station_changed(sender, instance, **kwargs):
    _later(refresh_station, instance.pk)


def connect():
    for signal in (page_published, page_unpublished):
        signal.connect(page_changed, dispatch_uid="search")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(tree_moved, dispatch_uid="search")
    for label in sources.PAGES:
        post_delete.connect(page_deleted, sender=apps.get_model(label), dispatch_uid="search")
    for signal in (post_save, post_delete):
        signal.connect(station_changed, sender=apps.get_model(sources.STATION), dispatch_uid="search")
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="search")
