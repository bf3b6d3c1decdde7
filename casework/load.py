"""Who has how much: what a supervisor looks at before somebody breaks down under it, and what is late in which office."""

from collections import Counter
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from aid import absence, sla
from aid.models import Absence, Application
from aid.models.application_rows import ApplicationQuerySet
from casework import held
from foundation.accounts.models import Role, User


def of_people(seen: ApplicationQuerySet, user: User, at: datetime) -> list[dict]:
    """Each caseworker of whom `user` is the supervisor, and who else was named for a review, with what they have in hand.

    Of the applications `seen`, as casework.held says whose they are: how many, of these how many late, near their
    limitation, and with something that nobody has answered.
    """
    today = sla.local_day(at)
    everybody = absence.people_of(user)
    keys = everybody.order_by().values("pk")
    mine = seen.order_by().values("pk")
    counts: dict[int, Counter] = {}
    cases = held.cases().filter(assignee__in=keys, case__application__in=mine)
    reviews = held.reviews().filter(reviewer__in=keys, pk__in=mine)
    for rows, whose, which in (
        (cases, "assignee", "case__application"),
        (reviews, "reviewer", "pk"),
    ):
        of = _counts(which, today, at)
        for row in rows.order_by().values(whose).annotate(**of):
            counts.setdefault(row[whose], Counter()).update({name: row[name] for name in of})
    caseworkers = User.objects.filter(memberships__role=Role.CASEWORKER).order_by().values("pk")
    people = everybody.filter(Q(pk__in=caseworkers) | Q(pk__in=list(counts)))
    away = {one.person_id: one for one in Absence.objects.in_force(today).select_related("deputy")}
    none = dict.fromkeys(("cases", "late", "limitation", "asked"), 0)
    rows = [{"person": one, "away": away.get(one.pk), **none, **counts.get(one.pk, {})} for one in people]
    return sorted(rows, key=lambda row: (-row["limitation"], -row["cases"], str(row["person"])))


def _counts(which: str, today: date, at: datetime) -> dict[str, Count]:
    """What is counted of the applications that rows name by `which`."""
    every = Application.objects.order_by()
    asked = {
        "late": every.overdue(at),
        "limitation": every.limitation_near(today),
        "asked": every.with_open_wishes(),
    }
    found = {
        name: Count("pk", filter=Q(**{f"{which}__in": rows.values("pk")})) for name, rows in asked.items()
    }
    return {"cases": Count("pk"), **found}


def late_by_office(seen: ApplicationQuerySet, at: datetime) -> QuerySet:
    """(office, kind of the clock, how many) of what is late, the most first."""
    late = seen.overdue(at).order_by()
    return (
        late.values("office", "office__name", "next_due_kind")
        .annotate(count=Count("pk"))
        .order_by("-count", "office__name")
    )


def late_offices(seen: ApplicationQuerySet, at: datetime) -> QuerySet:
    """(office, how many) of what is late, the most first."""
    late = seen.overdue(at).order_by().values("office", "office__name")
    return late.annotate(count=Count("pk")).order_by("-count", "office__name")
