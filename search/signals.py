"""What changes the index. A thing is published, saved or moved, or a row on which its words rest: after the commit a
job is asked for, no more. What nobody may read any longer is taken out by the change itself."""

from functools import partial, update_wrapper

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from foundation.content.searchable import many_changed
from search import indexing, tasks
from search.sources import declaring


def page_changed(sender, instance, **kwargs):
    if sender in declaring():
        _after_commit(tasks.enqueue, sender._meta.label, str(instance.pk))


def row_changed(sender, instance, created, **kwargs):
    if not created and not instance.search_document():
        indexing.withdraw(instance)
    _after_commit(tasks.enqueue, sender._meta.label, str(instance.pk))


def rows_changed(sender, keys, **kwargs):
    """Written in bulk, and committed: one job, which asks for one of each."""
    if sender in declaring():
        tasks.enqueue_many(sender._meta.label, [str(key) for key in keys])


def thing_gone(sender, instance, **kwargs):
    if sender in declaring():
        indexing.withdraw(instance)
        _after_commit(tasks.enqueue, sender._meta.label, str(instance.pk))


def tree_changed(sender, instance, **kwargs):
    if instance.get_view_restrictions().exists():  # moved below a page that is not for everybody
        indexing.withdraw_below(instance)
    _after_commit(tasks.enqueue_below, instance.pk)


def restriction_changed(sender, instance, **kwargs):
    if instance.page.get_view_restrictions().exists():
        indexing.withdraw_below(instance.page)
    _after_commit(tasks.enqueue_below, instance.page_id)


def ground_changed(sender, instance, model, lookup, created=False, **kwargs):
    """A row changed on which the words of things of `model` rest. A part of one names it, others are asked for it."""
    field = model._meta.get_field(lookup.split("__")[0])
    if field.one_to_many and isinstance(instance, field.related_model):
        _after_commit(tasks.enqueue, model._meta.label, str(getattr(instance, field.field.attname)))
    elif not created:
        _after_commit(tasks.enqueue_resting, model._meta.label, lookup, instance.pk)


def _after_commit(act, *args):
    # Never at the cost of what was saved. Django names the function when it fails; a partial has no name.
    transaction.on_commit(update_wrapper(partial(act, *args), act), robust=True)


def connect():
    page_published.connect(page_changed, dispatch_uid="search")
    page_unpublished.connect(thing_gone, dispatch_uid="search")
    many_changed.connect(rows_changed, dispatch_uid="search")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(tree_changed, dispatch_uid="search")
    for model in declaring():
        post_delete.connect(thing_gone, sender=model, dispatch_uid="search")
        if not issubclass(model, Page):
            post_save.connect(row_changed, sender=model, dispatch_uid="search")
        for label, lookup in model.search_rests_on.items():
            told = partial(ground_changed, model=model, lookup=lookup)
            for signal in (post_save, post_delete):
                signal.connect(
                    told,
                    sender=apps.get_model(label),
                    dispatch_uid=f"search:{model._meta.label}",
                    weak=False,
                )
    for signal in (post_save, post_delete):
        signal.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="search")
