"""What changes the index: a thing is published, saved, moved or gone. After the commit a job is asked for, no more."""

from functools import partial, update_wrapper

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from search import tasks
from search.sources import declaring


def thing_changed(sender, instance, **kwargs):
    if sender in declaring():
        _after_commit(tasks.enqueue, sender._meta.label, str(instance.pk))


def tree_changed(sender, instance, **kwargs):
    _after_commit(tasks.enqueue_below, instance.pk)


def restriction_changed(sender, instance, **kwargs):
    _after_commit(tasks.enqueue_below, instance.page_id)


def _after_commit(act, *args):
    # Never at the cost of what was saved. Django names the function when it fails; a partial has no name.
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
