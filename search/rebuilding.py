"""A new index beside the one that is asked, and one swap when it has proved to be whole.

Meanwhile the site is searched and edited as always. What changed since the start is brought to the new index before
it is asked, from the jobs that the changes left behind (search/tasks.py); what changed in the last moment gets its
job again.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.content.searchable import SearchDocument
from search import drift, engines, indexing, places, tasks, versions
from search.cluster import ClusterEngine
from search.engines import Ask, Unavailable
from search.indexing import Rebuilt
from search.query import parse
from search.sources import documents_at

log = logging.getLogger(__name__)
_LOCK = 20261129  # any number that nobody else takes
CANARY_LIMIT, MARGIN = 50, 100


class NotWhole(Exception):
    """The new index does not hold what it should; the one that is asked stays."""


class AlreadyRuns(Exception):
    """Another rebuild is under way."""


class NewIndex:
    """What is written to it goes there alone; it has nothing to forget."""

    def __init__(self, engine: ClusterEngine, name: str):
        self.engine, self.name = engine, name
        self.canaries: dict[str, SearchDocument] = {}

    def write(self, documents: Sequence[SearchDocument]) -> int:
        self.engine.fill(documents, self.name)
        for one in documents:
            if one.locale == settings.LANGUAGE_CODE:
                self.canaries.setdefault(one.kind, one)
        return len(documents)

    def remove(self, *, kind: str, pk: str, locale: str = "") -> int:
        return 0


def cluster() -> ClusterEngine | None:
    chosen = engines.kept()[0]
    return chosen if isinstance(chosen, ClusterEngine) else None


def bring_up_to_date(say: Callable[[str], None] = log.info) -> Rebuilt:
    """Write what an engine lacks and take out what it should not have; where there is no index yet, make one."""
    engine = cluster()
    if engine:
        with suppress(Unavailable):
            if not versions.current(engine):
                return anew(engine, say)
            drift.take_out_what_is_left(engine)
    since = None
    # Without a queue there is nothing that it could have missed.
    with suppress(DatabaseError), transaction.atomic():
        since = _last_job()
    done = indexing.rebuild(say=say)
    if engine and not done.unavailable:
        places.told(engine.alias, done.phrases)
    if since is not None:
        _again(since)
    return done


def whole(say: Callable[[str], None] = log.info) -> Rebuilt:
    """A whole new index; PostgreSQL, which has one, writes all of it again. Raises as `anew`."""
    engine = cluster()
    return anew(engine, say) if engine else indexing.rebuild(say=say)


def anew(engine: ClusterEngine, say: Callable[[str], None] = log.info) -> Rebuilt:
    """Raises Unavailable, NotWhole or AlreadyRuns; then everything is as it was, and PostgreSQL up to date."""
    with _alone():
        since = _last_job()
        name = versions.create(engine)
        try:
            say(f"{name} is filled")
            new = NewIndex(engine, name)
            done = indexing.rebuild(to=[new], say=say)
            if done.unavailable:
                raise Unavailable("lost while it was filled")
            engine.align_all(name)
            with suppress(Unavailable):  # it goes on by itself, and is only slower until it has ended
                versions.settle(engine, name)
            _check(new, done.written + done.unchanged, say)
            since, changed = _replay(new, since)
            say(f"{changed} changes since the start were brought to it")
            versions.swap(engine, name)
            places.told(engine.alias, done.phrases)
        except BaseException:
            with suppress(Unavailable):
                versions.delete(engine, name)
            raise
        say(f"{name} is asked from now on")
        _again(since)
        for gone in versions.tidy(engine):
            say(f"{gone} is deleted")
        return done


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise AlreadyRuns
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _check(new: NewIndex, written: int, say: Callable[[str], None]) -> None:
    """As many as were written, and of each kind one is found by its title."""
    there = versions.count(new.engine, new.name)
    if there != written:
        raise NotWhole(f"{written} documents were written and {there} are there")
    for kind, canary in new.canaries.items():
        query = parse(canary.title)
        if query.is_empty:
            continue
        ask = Ask(query, canary.locale, timezone.localdate(), limit=CANARY_LIMIT)
        found = new.engine.find(ask, index=new.name)
        keys = {(one.kind, one.pk) for one in found.documents}
        # Behind fifty others of the same words it may well stand.
        if (kind, canary.pk) not in keys and found.total <= CANARY_LIMIT:
            raise NotWhole(f"{canary.title} ({kind}) is not found by its title")
    say(f"{there} documents are there, and {len(new.canaries)} kinds are found")


# --- what changed meanwhile -----------------------------------------------------------------------
def _last_job() -> int:
    """What asked for this job or one before it is committed: who begins to read now reads it as it is.

    Numbers are given a moment before they are committed; some too many are looked at again.
    """
    return (ProcrastinateJob.objects.aggregate(last=Max("id"))["last"] or 0) - MARGIN


def _changed(since: int) -> list[tuple[str, str]]:
    """(label, key) of what changed after the job `since`."""
    jobs = ProcrastinateJob.objects.filter(task_name=tasks.index.name, id__gt=since)
    return list(dict.fromkeys((job["label"], job["pk"]) for job in jobs.values_list("args", flat=True)))


def _again(since: int) -> None:
    """What changed meanwhile may have been overtaken by what was read before: it gets its job again."""
    for label, pk in _changed(since):
        tasks.enqueue(label, pk)


def _replay(new: NewIndex, since: int) -> tuple[int, int]:
    """Bring the new index what changed. (The last job that was looked at, how many changes.)"""
    last, changes = _last_job(), _changed(since)
    for label, pk in changes:
        model = apps.get_model(label)
        documents = documents_at(model, [pk])
        if documents:
            new.engine.write(documents, index=new.name)
        else:
            new.engine.remove(kind=model.search_kind.code, pk=pk, index=new.name)
    return last, len(changes)
