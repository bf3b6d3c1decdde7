"""The deadline rows: each is computed from recorded facts and the calendar, and can be computed again."""

from datetime import date, datetime

from django.conf import settings

from aid import sla, workflow
from aid.models import Deadline
from foundation.workdays.rules import same_day_due
from foundation.workdays.services import calendar_around

Kind = Deadline.Kind


def end_of(kind, facts, *, paused_days=0, calendar):
    """When the clock of `kind` ends, as a rules.Deadline. `facts`: ISO dates, as Deadline.computed_from has them."""
    if kind == Kind.ACCEPT:
        submitted_at = datetime.fromisoformat(facts["submitted_at"])
        promised = same_day_due(submitted_at, calendar, settings.SAME_DAY_CUTOFF_HOUR)
        return sla.fixed(sla.local_day(promised), calendar)
    days = {name: date.fromisoformat(day) for name, day in facts.items()}
    if kind == Kind.REVIEW:
        return sla.review_deadline(days["received_on"], paused_days=paused_days, calendar=calendar)
    if kind == Kind.ASSIGN:
        return sla.assign_deadline(days["granted_on"], calendar=calendar)
    if kind == Kind.SUPPLEMENT:
        return sla.supplement_deadline(days["asked_on"], chosen=days.get("chosen"), calendar=calendar)
    return sla.fixed(sla.limitation_ends(days["left_on"]))


def start(application, kind, *, paused_days=0, **facts):
    """Start a clock, or start it again, from `facts`: dates, or the aware datetime of the submission."""
    facts = {name: moment.isoformat() for name, moment in facts.items() if moment}
    calendar = calendar_around(date.fromisoformat(next(iter(facts.values()))[:10]))
    end = end_of(kind, facts, paused_days=paused_days, calendar=calendar)
    return Deadline.objects.update_or_create(
        application=application,
        kind=kind,
        defaults={
            **_dates(end),
            "computed_from": facts,
            "paused_days": paused_days,
            "paused_since": None,
            "met_at": None,
            "cancelled_at": None,
        },
    )[0]


def _dates(end):
    return {"due_on": end.date, "due_at": sla.end_of(end.date), "provisional": end.provisional}


def moved(clock, calendar):
    """Where a running clock ends by `calendar` when that is not where it stands, else None.

    The day by which papers are to be brought was told to the person: it is never moved to an earlier one.
    """
    end = end_of(clock.kind, clock.computed_from, paused_days=clock.paused_days, calendar=calendar)
    if (end.date, end.provisional) == (clock.due_on, clock.provisional):
        return None
    return None if clock.kind == Kind.SUPPLEMENT and end.date < clock.due_on else end


def recompute(application, calendar):
    """Move the running clocks of a locked application. Returns what moved: [{kind, from, to}]."""
    found = []
    for clock in application.deadlines.running():
        end = moved(clock, calendar)
        if end:
            found.append({"kind": clock.kind, "from": clock.due_on.isoformat(), "to": end.date.isoformat()})
            Deadline.objects.filter(pk=clock.pk).update(**_dates(end))
    return found


def meet(application, *kinds, at):
    """The clocks of `kinds` are met at `at`, unless they were before."""
    application.deadlines.filter(kind__in=kinds).running().update(met_at=at, paused_since=None)


def cancel_all(application, *, at):
    """Nothing is due any more."""
    application.deadlines.running().update(cancelled_at=at)


def refresh_next_due(application):
    """The queue's order: the first clock that the office itself must meet and that is running."""
    first = (
        application.deadlines.running()
        .filter(kind__in=Deadline.OFFICE_KINDS, paused_since__isnull=True)
        .order_by("due_at")
        .first()
    )
    if first is None and application.status == workflow.Status.SUPPLEMENTING:
        first = application.deadlines.running().filter(kind=Kind.SUPPLEMENT).first()
    application.next_due_at = first.due_at if first else None
    application.next_due_kind = first.kind if first else ""
