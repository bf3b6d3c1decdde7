"""Who has how much: what a supervisor looks at before somebody breaks down under it, and what is late in which office."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from aid import absence, turns
from aid.models import Absence, Application
from aid.models.application_rows import ApplicationQuerySet
from casework.models import Assignment
from casework.workflow import Status
from foundation.accounts.models import Role, User


def of_people(seen: ApplicationQuerySet, user: User, today: date) -> list[dict]:
    """Each caseworker of whom `user` is the supervisor, with how many of the applications `seen` they have."""
    people = absence.people_of(user).filter(pk__in=User.objects.filter(memberships__role=Role.CASEWORKER))
    theirs = (
        Assignment.objects.current()
        .filter(
            assignee__in=people.order_by().values("pk"), case__application__in=seen.order_by().values("pk")
        )
        .exclude(case__status=Status.ENDED)
    )
    near = Application.objects.filter(turns.limitation_is_near(today)).order_by().values("pk")
    asked = Q(case__application__in=Application.objects.with_open_wishes().order_by().values("pk"))
    counted = theirs.order_by().values("assignee")
    counts = {
        row["assignee"]: row
        for row in counted.annotate(
            cases=Count("pk"),
            limitation=Count("pk", filter=Q(case__application__in=near)),
            asked=Count("pk", filter=asked),
        )
    }
    away = {one.person_id: one for one in Absence.objects.in_force(today).select_related("deputy")}
    none = {"cases": 0, "limitation": 0, "asked": 0}
    rows = [{"person": one, "away": away.get(one.pk), **none, **counts.get(one.pk, {})} for one in people]
    return sorted(rows, key=lambda row: (-row["limitation"], -row["cases"], str(row["person"])))


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
