"""The deadline rows: each is computed from recorded facts and the calendar, and can be computed again."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from aid import local, sla
from aid.clock_rules import ENDING_KINDS, OFFICE_KINDS, RULES, Kind, Restart
from aid.models import Application, Claimant, Deadline, Tie
from aid.models.record import DeadlineQuerySet
from aid.workflow import Status
from foundation.content.kept import kept
from foundation.workdays import services as workdays
from foundation.workdays.rules import Calendar, LastDay

TOLD = (Kind.SUPPLEMENT, Kind.FIRST_AID, Kind.AWAITED)
_OF_WHO_TAKES_PART = Q(claimant=None) | Q(claimant__withdrawn_at=None)
calendar_around = kept(workdays.calendar_around)


def start(
    application: Application,
    kind: str,
    *,
    claimant: Claimant | None = None,
    paused_days: int = 0,
    **facts: date | datetime | int | None,
) -> Deadline:
    """Start a clock from `facts`: dates, the aware datetime of the submission, or a number of days; the first a date.

    Started again, the running row moves, or ends where it stands while a new one begins, as its rule says.
    `claimant`: whose it is, where each worker has one of their own.
    """
    values = _computed(kind, facts, paused_days)
    mine = application.deadlines.filter(kind=kind, claimant=claimant).running()
    if RULES[Kind(kind)].restart == Restart.MOVE and (clock := mine.first()):
        Deadline.objects.filter(pk=clock.pk).update(**values)
        clock.refresh_from_db()
        return clock
    return Deadline.objects.create(application=application, kind=kind, claimant=claimant, **values)


def _computed(kind: str, facts: dict, paused_days: int = 0) -> dict:
    """Fields of a Deadline."""
    written = {
        name: str(fact) if isinstance(fact, int) else fact.isoformat() for name, fact in facts.items() if fact
    }
    calendar = calendar_around(date.fromisoformat(next(iter(written.values()))[:10]))
    end = RULES[Kind(kind)].end_of(written, calendar, paused_days=paused_days)
    return {**_dates(end), "computed_from": written, "paused_days": paused_days, "paused_since": None}


def first(
    application: Application, claimants: list[Claimant], *, submitted_at: datetime, received_on: date
) -> list[Deadline]:
    """The clocks that run from the beginning, and the queue's order by them; nothing is saved."""
    cutoff = local.cutoff_hour(application.office, received_on)
    running = [
        Deadline(
            application=application,
            kind=Kind.ACCEPT,
            **_computed(Kind.ACCEPT, {"submitted_at": submitted_at, "cutoff": cutoff}),
        ),
        Deadline(
            application=application, kind=Kind.REVIEW, **_computed(Kind.REVIEW, {"received_on": received_on})
        ),
        *_limitations(application, claimants),
    ]
    _set_next_due(application, running)
    return running


def start_limitations(application: Application, claimants: list[Claimant]) -> None:
    """A limitation for each worker who has left, in one statement."""
    Deadline.objects.bulk_create(_limitations(application, claimants))


def _limitations(application: Application, claimants: list[Claimant]) -> list[Deadline]:
    return [
        Deadline(
            application=application,
            claimant=person,
            kind=Kind.LIMITATION,
            computed_from={"left_on": person.left_on.isoformat()},
            **_dates(sla.fixed(sla.limitation_ends(person.left_on))),
        )
        for person in claimants
        if person.left_on and not person.still_working
    ]


def move_limitation(application: Application, person: Claimant, *, at: datetime) -> None:
    """The limitation of a worker whose days were put right: it moves, begins, or runs no more."""
    mine = application.deadlines.filter(kind=Kind.LIMITATION, claimant=person)
    if mine.filter(met_at__isnull=False).exists():
        return  # their claim was filed: nothing runs whose day could be another
    if person.left_on and not person.still_working:
        start(application, Kind.LIMITATION, claimant=person, left_on=person.left_on)
    else:
        mine.running().update(cancelled_at=at)


def _dates(end: LastDay) -> dict:
    return {"due_on": end.date, "due_at": sla.end_of(end.date), "provisional": end.provisional}


def moved(clock: Deadline, calendar: Calendar) -> LastDay | None:
    """Where a running clock ends by `calendar` when that is not where it stands, else None.

    A day that was told to whoever is waited for is never moved to an earlier one.
    """
    end = RULES[Kind(clock.kind)].end_of(clock.computed_from, calendar, paused_days=clock.paused_days)
    if (end.date, end.provisional) == (clock.due_on, clock.provisional):
        return None
    return None if clock.kind in TOLD and end.date < clock.due_on else end


def recompute(application: Application, calendar: Calendar) -> list[dict]:
    """Move the running clocks of a locked application. Returns what moved: [{kind, from, to}]."""
    found = []
    for clock in application.deadlines.running():
        end = moved(clock, calendar)
        if end:
            found.append({"kind": clock.kind, "from": clock.due_on.isoformat(), "to": end.date.isoformat()})
            Deadline.objects.filter(pk=clock.pk).update(**_dates(end))
    return found


def _held(application: Application) -> DeadlineQuerySet:
    """The clocks of an application, and what the law counts for those that were merged into it."""
    merged = Tie.objects.filter(application=application, kind=Tie.Kind.HOLDS).values("other")
    theirs = Q(application__in=merged, kind__in=(Kind.REVIEW, Kind.LIMITATION))
    return Deadline.objects.filter(Q(application=application) | theirs)


def meet(application: Application, *kinds: str, at: datetime) -> None:
    """The clocks of `kinds` are met at `at`, unless they were before."""
    _held(application).filter(kind__in=kinds).running().update(met_at=at, paused_since=None)


def cancel(application: Application, *kinds: str, at: datetime) -> None:
    """Nothing is due of these any more."""
    _held(application).filter(kind__in=kinds).running().update(cancelled_at=at)


def revive(application: Application, *, cancelled_at: datetime) -> None:
    """What was called off at that moment is due again, on the day it was."""
    _held(application).filter(cancelled_at=cancelled_at, met_at=None).update(cancelled_at=None)


def meet_own(application: Application, kind: str, claimant: Claimant | None, *, at: datetime) -> None:
    """Met for this worker alone; with None that of the whole, while those of single workers run on."""
    application.deadlines.filter(kind=kind, claimant=claimant).running().update(met_at=at)


def cancel_of_whole(application: Application, kind: str, *, at: datetime) -> None:
    """Nothing is due of it for the whole; of single workers it runs on."""
    application.deadlines.filter(kind=kind, claimant=None).running().update(cancelled_at=at)


def cancel_all(application: Application, *, at: datetime) -> None:
    """Nothing is due any more of what ends with the application. The person's limitation goes on."""
    cancel(application, *ENDING_KINDS, at=at)


def file(application: Application, claimants: Iterable[Claimant], *, filed_on: date) -> list[Claimant]:
    """The limitations of these workers end: their claim was filed that day. Returns whose ran."""
    people = list(claimants)
    running = application.deadlines.filter(kind=Kind.LIMITATION, claimant__in=people).running()
    met = [clock.claimant for clock in running.select_related("claimant").order_by("claimant__position")]
    running.update(met_at=sla.end_of(filed_on))
    theirs = Deadline.objects.filter(kind=Kind.LIMITATION, claimant__in=_same_in_merged(application, people))
    theirs.running().update(met_at=sla.end_of(filed_on))
    return met


def _same_in_merged(application: Application, people: list[Claimant]) -> list[int]:
    """Who these are in the applications that were merged into theirs."""
    keys = {person.pk for person in people}
    ties = Tie.objects.filter(other=application, kind=Tie.Kind.INTO)
    return [int(one) for tie in ties for one, same in tie.people.items() if same in keys]


def unfile(application: Application) -> list[Claimant]:
    """No claim was filed after all: the limitations that ended by it run on. Returns whose."""
    ended = application.deadlines.filter(kind=Kind.LIMITATION, met_at__isnull=False)
    found = [clock.claimant for clock in ended.select_related("claimant").order_by("claimant__position")]
    ended.update(met_at=None)
    theirs = _same_in_merged(application, found)
    for merged in Application.objects.filter(claimants__in=theirs).distinct():
        unfile_there(merged, theirs)
    return found


def unfile_there(merged: Application, people: Iterable[int]) -> None:
    """The limitations of these run on where the claim was filed under the other number alone.

    What was filed under its own number before it was merged was filed.
    """
    ended = merged.deadlines.filter(kind=Kind.LIMITATION, claimant__in=people)
    ended.exclude(claimant__position__in=_filed_itself(merged)).update(met_at=None)


def _filed_itself(application: Application) -> set[int]:
    """The places in the roster of those whose claim was filed under this number, as its events say."""
    filed: set[int] = set()
    everybody = set(application.claimants.values_list("position", flat=True))
    told = application.events.filter(action__in=("file_claim", "unfile_claim")).order_by("number")
    for action, data in told.values_list("action", "data"):
        filed = filed | set(data.get("of", everybody)) if action == "file_claim" else set()
    return filed


def refresh_next_due(application: Application) -> None:
    """The queue's order: the first clock that the office itself must meet, and the first limitation that runs.

    Not that of a worker who left the others: it runs, but is their own affair until they come back.
    """
    running = _held(application).running().filter(_OF_WHO_TAKES_PART)
    # Done under another number, it has no day of its own: the other one has them.
    _set_next_due(application, running if application.status != Status.MERGED else [])


def _set_next_due(application: Application, running: Iterable[Deadline]) -> None:
    running = sorted(running, key=lambda clock: clock.due_at)
    first = next((c for c in running if c.kind in OFFICE_KINDS and c.paused_since is None), None)
    if first is None and application.status == Status.SUPPLEMENTING:
        first = next((c for c in running if c.kind == Kind.SUPPLEMENT), None)
    if first is None:
        first = next((c for c in running if c.kind == Kind.AWAITED), None)
    if application.status == Status.WITHDRAWN:
        first = next((c for c in running if c.kind == Kind.UNDO), None)
    application.next_due_at = first.due_at if first else None
    application.next_due_kind = first.kind if first else ""
    application.limitation_on = next((c.due_on for c in running if c.kind == Kind.LIMITATION), None)
