"""Background work of search, run by `manage.py procrastinate worker`.

Each thing that changed has a job of its own, one however often it is saved. Each night everything is looked at
again, whatever a lost job left behind, and old questions are forgotten.
"""

import logging

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from foundation.retention import services as retention
from search import indexing, terms
from search.engines import Unavailable

log = logging.getLogger(__name__)
# Behind every message: a bulk of edited pages must not keep an SMS waiting.
QUEUE, PRIORITY = "search", -10
AGAIN = {"minutes": 5}


@app.task(queue=QUEUE)
def index(label: str, pk: str) -> None:
    try:
        indexing.refresh(label, pk)
    except Unavailable:
        # With a lower priority: a job of the same lock that waits would hold up a later change's.
        _enqueue(label, pk, "again", schedule_in=AGAIN, priority=2 * PRIORITY)


@app.task(queue=QUEUE, priority=PRIORITY)
def index_below(pk: int) -> None:
    """A page and everything below it: their addresses changed, or who may read them."""
    for label, key in indexing.pages_below(pk):
        enqueue(label, key)


@app.task(queue=QUEUE, priority=PRIORITY)
def index_resting(label: str, lookup: str, pk: int) -> None:
    """All things of a model whose words rest on a row that changed."""
    for key in indexing.resting_on(label, lookup, pk):
        enqueue(label, key)


@app.task(queue=QUEUE, priority=PRIORITY)
def index_many(label: str, keys: list[str]) -> None:
    """Rows that were written in bulk."""
    for key in keys:
        enqueue(label, key)


def enqueue(label: str, pk: str) -> None:
    """Ask for a thing to be indexed. One waiting job is enough; two of the same never run beside each other."""
    _enqueue(label, pk, "now", priority=PRIORITY)


def enqueue_many(label: str, keys: list[str]) -> None:
    index_many.defer(label=label, keys=keys)


def enqueue_below(pk: int) -> None:
    _defer(index_below.configure(queueing_lock=f"search.index_below:{pk}"), pk=pk)


def enqueue_resting(label: str, lookup: str, pk: int):
    name = f"search.index_resting:{label}:{lookup}:{pk}"
    _defer(index_resting.configure(queueing_lock=name), label=label, lookup=lookup, pk=pk)


def enqueue_renewal() -> None:
    _defer(renew.configure(queueing_lock="search.renew", lock="search.renew"))


def enqueue_check() -> None:
    _defer(check.configure(queueing_lock="search.check", lock="search.check"))


def _enqueue(label, pk, when, **options):
    name = f"search.index:{label}:{pk}"
    _defer(index.configure(lock=name, queueing_lock=f"{name}:{when}", **options), label=label, pk=pk)


def _defer(task, **values):
    try:
        with transaction.atomic():
            task.defer(**values)
    except AlreadyEnqueued:
        pass


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="search.rebuild")
def rebuild(timestamp: int) -> int:
    """Documents written; what did not change costs one look each. Without lost jobs there is nothing to do."""
    from search import rebuilding  # which asks for jobs itself

    done = rebuilding.bring_up_to_date()
    if done.written or done.removed:
        log.warning("the search index had drifted: %s written, %s removed", done.written, done.removed)
    return done.written


@app.task(queue=QUEUE, priority=PRIORITY)
def renew() -> None:
    """An operator asked for a whole new index; how it turned out is compared at once."""
    from search import rebuilding

    rebuilding.whole()
    enqueue_check()


@app.task(queue=QUEUE, priority=PRIORITY)
def check() -> None:
    from search import drift

    drift.compare()


@app.periodic(cron="42 3 * * *")
@app.task(queueing_lock="search.index_admin")
def index_admin(timestamp: int) -> None:
    """Rows of the admin's search that an older version wrote, while both ran."""
    call_command("index_admin_search", verbosity=0)


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="search.purge")
def purge(timestamp: int) -> None:
    retention.forget(terms.QUESTIONS, timezone.now())
