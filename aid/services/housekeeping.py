"""What the clock does by itself: forgetting drafts, looking at papers again, noticing what was not answered."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import groupby, islice

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from aid import files
from aid.acts import TransitionNotAllowed
from aid.clamd import ScannerDown
from aid.clock_rules import FIXED_KINDS
from aid.models import Application, Arrival, Deadline, Draft, Evidence, IssuedPaper
from aid.services import clocks, drafts, issue
from aid.services.intake import lapse
from aid.services.perform import perform
from aid.status import OBJECTED_TO, OPEN
from foundation.guessing.models import Tally
from foundation.vault import files as vault_files
from foundation.vault.services import record_access
from foundation.workdays.models import CalendarDay

log = logging.getLogger(__name__)
STRAY_AFTER = timedelta(days=1)
LOOK_AGAIN_AFTER, LOOK_AGAIN_FOR = timedelta(hours=20), timedelta(days=14)
LATE, HOLD_FOR, HELD = timedelta(days=3), timedelta(days=2), "aid.drafts_held"
# Also what ended while the bureau, or a paper to be sent, is waited for.
RECOMPUTED = OPEN | OBJECTED_TO
SLICE = 500  # names that the database is asked about at once


def forget_tallies(at: datetime) -> int:
    """Delete the counters of hours that are over. Returns how many."""
    return Tally.objects.over(at).delete()[0]


def forget_drafts_tonight(at: datetime) -> int:
    """`forget_drafts`, unless the clock may have leapt: then not before two more nights. Returns how many.

    Each night takes those of one day. Some that are over for longer mean that the worker was away, or that the clock
    is set wrong: what people are filling in would go at once, and nobody could bring it back.
    """
    if not Draft.objects.expired(at - LATE).exists():
        cache.delete(HELD)
        return forget_drafts(at)
    since = cache.get_or_set(HELD, at, timeout=None) or at
    if at - since < HOLD_FOR:
        log.error("drafts are over for days: is the clock right? They are kept until %s", since + HOLD_FOR)
        return 0
    return forget_drafts(at)


def forget_drafts(at: datetime) -> int:
    """Delete the drafts past their term, with their papers. Returns how many."""
    forgotten = 0
    for key in Draft.objects.expired(at).values_list("pk", flat=True).iterator():
        with transaction.atomic():
            # One by one under lock: a draft sent at its last moment takes its papers along.
            for draft in Draft.objects.expired(at).select_for_update(of=("self",)).filter(pk=key):
                drafts.forget(draft)
                forgotten += 1
    return forgotten


def examine(key: str) -> None:
    """Let the scanner look at a paper that waits; it may be gone, or looked at already."""
    for paper in Evidence.objects.in_quarantine().filter(pk=key):
        with suppress(ScannerDown):  # the next round asks again
            files.examine(paper)


def examine_waiting() -> int:
    """Let the scanner look again at papers left in quarantine. Returns how many still wait.

    A round ends when it does not answer; the next begins with those that were not tried. A backlog is an error
    in the log, and stands on the officers' first page (`waiting_too_long`).
    """
    waiting = Evidence.objects.in_quarantine()
    with suppress(ScannerDown):
        for paper in waiting.order_by(F("examined_at").asc(nulls_first=True), "added_at"):
            files.examine(paper)
    late = Evidence.objects.waiting_too_long(timezone.now())
    if count := late.count():
        oldest = late.order_by("added_at").values_list("added_at", flat=True)[0]
        log.error("%s papers still wait for the scanner, the oldest since %s", count, oldest.isoformat())
    return waiting.count()


def look_again(at: datetime) -> int:
    """Let the scanner, which learns each day, look again at what came lately. Returns how many it now blocks."""
    if not settings.AID_FILE_SCANNER:
        return 0
    lately = Evidence.objects.available().filter(
        Q(examined_at=None) | Q(examined_at__lte=at - LOOK_AGAIN_AFTER), added_at__gte=at - LOOK_AGAIN_FOR
    )
    blocked = 0
    with suppress(ScannerDown):
        for paper in lately.order_by("examined_at"):
            if files.examine(paper).state == Evidence.State.REJECTED:
                record_access(None, "aid.block_paper", paper, paper.reason)
                blocked += 1
    return blocked


def forget_strays(at: datetime) -> int:
    """Delete sealed papers that no row names: an act that failed wrote them. Returns how many."""
    storage, names = vault_files.private_storage(), vault_files.all_names()
    forgotten = 0
    while some := list(islice(names, SLICE)):
        named = _named(some)
        for name in some:
            if name in named or storage.get_modified_time(name) > at - STRAY_AFTER:
                continue  # what is young may belong to an act that has not ended yet
            if vault_files.purpose_of(name).startswith((files.PURPOSE, issue.PURPOSE)):
                vault_files.delete_sealed(name)
                forgotten += 1
    return forgotten


def _named(names: list[str]) -> set[str]:
    """Which of the sealed files a paper names, or one that still comes in."""
    rows = Evidence.objects.filter(Q(path__in=names) | Q(preview_path__in=names))
    coming = Arrival.objects.filter(parts__overlap=names).values_list("parts", flat=True)
    issued = IssuedPaper.objects.filter(path__in=names).values_list("path")
    kept = [*rows.values_list("path", "preview_path"), *coming, *issued]
    return {name for some in kept for name in some}


def recompute_clocks(at: datetime) -> int:
    """Bring the running clocks in line with the calendar as it is now. Returns how many applications moved.

    Looks at everything each time and asks nobody what was changed: days are entered by hand, by file, by a
    restored backup.
    """
    calendar = CalendarDay.objects.all().as_calendar()
    running = Deadline.objects.running().filter(application__status__in=RECOMPUTED)
    running = running.exclude(kind__in=FIXED_KINDS).order_by("application_id")
    moved = 0
    for pk, of_one in groupby(running.iterator(), lambda clock: clock.application_id):
        if any(clocks.moved(clock, calendar) for clock in of_one):
            moved += _recompute(pk, calendar, at)
    return moved


@transaction.atomic
def _recompute(pk, calendar, at):
    application = Application.objects.select_for_update(of=("self",)).get(pk=pk)
    moved = clocks.recompute(application, calendar) if application.status in RECOMPUTED else []
    if moved:
        perform(application, "recompute", lambda change: change.data.update(moved=moved), at=at)
    return bool(moved)


def lapse_unanswered(at: datetime) -> int:
    """Close what was not supplemented in time: 视为撤回. Returns how many.

    Source: 《法律援助法》第四十三条, in force 2022-01-01, read 2026-11-21. No timer calls this: an officer or an
    operator does, because a closed application may cost a family its wages.
    """
    late = Deadline.objects.running().filter(kind=Deadline.Kind.SUPPLEMENT, due_at__lt=at)
    lapsed = 0
    for application in Application.objects.awaiting_supplement().filter(deadlines__in=late).iterator():
        try:
            lapse(application, at=at)
            lapsed += 1
        except (TransitionNotAllowed, ValidationError):
            continue  # answered at the last moment, or given more time
    return lapsed
