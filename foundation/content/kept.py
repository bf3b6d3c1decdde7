"""What every page needs and editors rarely change is kept by each process between requests.

    @kept
    def doors():
        return list(Topic.objects.doors())

The first request builds it; the following get the very same objects, in other threads too: read them, never change
them. The arguments and the language belong to the key, so there must be few of them; nothing of a visitor is kept.
A row of a model stands in the key by its primary key: what is built must not depend on a draft of it.

A value belongs to an edition of the content, a number in the database (migration 0004) that each request asks for
once, when it first needs something kept. It is counted up right after the commit of a change, in a transaction of its
own, so that editors never wait for each other. When is a change seen?

- By every process, with the first request that begins after the change was committed: saving or deleting a page,
  site, locale or view restriction of Wagtail's, or a row of the apps and models below, begins a new edition.
- By the transaction that makes the change, at once: it gets nothing that is kept, and keeps nothing.
- After MOST_SECONDS at the latest when signals did not tell (`bulk_create`, `update`, plain SQL; whoever writes in bulk
  calls `renew()`), and when the process died between its commit and the new edition.

Outside a request, in commands, tasks and previews, everything is built anew, unless it asks for a `reading()`.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models.signals import post_delete, post_save
from django.utils.translation import get_language
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

MOST_SECONDS = 10
MOST_VALUES = 2000
# Upward only by name. Pages of every app are known by their class. Of accounts, aid and search only what changes as rarely.
APPS = {
    "content",
    "laws",
    "cases_showcase",
    "campaigns",
    "stations",
    "regions",
    "workdays",
    "retention",
    "portal",
}
MODELS = {
    "accounts.office",
    *(
        "aid.localmatter",
        "aid.hardshipstandard",
        "aid.localexemption",
        "aid.localpaperdays",
        "aid.localreopendays",
        "aid.informedbody",
        "aid.localcutoff",
        "aid.localwarndays",
        "aid.approvalchain",
        "aid.stepcheck",
    ),
    *("search.synonym", "search.pick", "search.pickedpage"),
}
WAGTAILS = (Page, Site, Locale, PageViewRestriction)

# Of the request being answered: [connection, edition when known]
_reading = ContextVar("reading", default=None)
_shelf = {}  # {(function, arguments, language): (edition, until, value)}


class KeptMiddleware:
    """A request reads one edition from beginning to end; a preview, which shows a draft, keeps nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _reading.set(None if getattr(request, "is_dummy", False) else [connections[DEFAULT_DB_ALIAS]])
        try:
            return self.get_response(request)
        finally:
            _reading.reset(token)


def kept(build):
    """Keep what `build` returns, for its arguments and the active language."""

    @wraps(build)
    def get(*arguments):
        edition = _edition()
        if edition is None:
            return build(*arguments)
        key, now = (build, arguments, get_language()), time.monotonic()
        if (found := _shelf.get(key)) and found[0] == edition and found[1] > now:
            return found[2]
        value = build(*arguments)
        _shelf.pop(key, None)
        _shelf[key] = (edition, now + MOST_SECONDS, value)
        if len(_shelf) > MOST_VALUES:
            _shelf.pop(next(iter(_shelf)), None)  # the one built longest ago
        return value

    return get


@contextmanager
def reading():
    """One edition from here to the end, as a request reads it; within a request, the request's."""
    if _reading.get() is not None:
        yield
        return
    token = _reading.set([connections[DEFAULT_DB_ALIAS]])
    try:
        yield
    finally:
        _reading.reset(token)


def renew():
    """Begin a new edition: what processes have kept is built anew."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE content_edition SET number = number + 1")


def forget():
    """This process forgets what it has kept."""
    _shelf.clear()


@kept
def is_restricted():
    """Whether any page is not for everybody."""
    return PageViewRestriction.objects.exists()


def _edition():
    reading = _reading.get()
    if reading is None or _is_changing(reading[0]):
        return None
    if len(reading) == 1:
        with reading[0].cursor() as cursor:
            cursor.execute("SELECT number FROM content_edition")
            reading.append(cursor.fetchone()[0])
    return reading[1]


def _is_changing(connection):
    """Whether the transaction we are in has changed content; after a rollback it has not."""
    return any(call is renew for _savepoints, call, _robust in connection.run_on_commit)


def _note(sender, **kwargs):
    meta = sender._meta
    is_content = meta.app_label in APPS or meta.label_lower in MODELS or issubclass(sender, WAGTAILS)
    if is_content and not _is_changing(connection):
        transaction.on_commit(renew)


def watch():
    for signal in (post_save, post_delete, post_page_move):
        signal.connect(_note, dispatch_uid="content_edition")
