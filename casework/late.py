"""What is late and why, by office and by person: what is open still, and what was done too late."""

from datetime import date, datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from aid.choices import LateReason
from aid.clock_rules import Kind
from aid.models import ClockWarning, Deadline, Event
from aid.models.application_rows import ApplicationQuerySet
from foundation.accounts.models import User

_OPEN = Q(met_at=None, cancelled_at=None)


def found(seen: ApplicationQuerySet, since: date, until: date, at: datetime) -> QuerySet[Deadline]:
    """The clocks of ours that ran out, of the applications `seen`, whose last day lies in those days."""
    late = Deadline.objects.missed(at).filter(due_on__range=(since, until))
    return late.filter(application__in=seen.order_by().values("pk")).order_by("due_at", "pk")


def with_ender(late: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """`ended_by`: the key of the officer whose act met it."""
    acts = Event.objects.filter(
        application=OuterRef("application"), at=OuterRef("met_at"), actor__isnull=False
    ).order_by("-number")
    return late.annotate(ended_by=Subquery(acts.values("actor")[:1]))


def by_office(late: QuerySet[Deadline]) -> list[dict]:
    """(office, step) with how many are open, were done late, have no reason; and how many of each reason."""
    of = late.order_by().values("application__office", "application__office__name", "kind", "late_reason")
    rows: dict[tuple, dict] = {}
    for one in of.annotate(open=Count("pk", filter=_OPEN), count=Count("pk")):
        key = (one["application__office"], one["kind"])
        row = rows.setdefault(
            key,
            {
                "office": one["application__office__name"],
                "what": Kind(one["kind"]).label,
                "open": 0,
                "past": 0,
                "silent": 0,
                "reasons": [],
            },
        )
        row["open"] += one["open"]
        row["past"] += one["count"] - one["open"]
        if one["late_reason"]:
            row["reasons"].append((one["count"], str(LateReason(one["late_reason"]).label)))
        else:
            row["silent"] += one["count"]
    for row in rows.values():
        row["reasons"].sort(key=lambda pair: (-pair[0], pair[1]))
    return sorted(rows.values(), key=lambda row: (-row["open"] - row["past"], row["office"], row["what"]))


def by_person(late: QuerySet[Deadline]) -> list[dict]:
    """Whose turn it is or was: of what is open whoever was told that it is theirs, else whoever did it too late."""
    ended = with_ender(late.exclude(_OPEN)).order_by().values("ended_by")
    rows: dict[int | None, dict] = {}

    def row_of(key):
        return rows.setdefault(key, {"person": None, "open": 0, "past": 0, "silent": 0})

    for one in ended.annotate(count=Count("pk"), silent=Count("pk", filter=Q(late_reason=""))):
        row_of(one["ended_by"])["past"] += one["count"]
        row_of(one["ended_by"])["silent"] += one["silent"]
    still = late.filter(_OPEN)
    told = ClockWarning.objects.filter(
        step=ClockWarning.Step.SOON, due_on=F("deadline__due_on"), deadline__in=still.order_by().values("pk")
    ).order_by()
    for one in told.values("told").annotate(
        count=Count("deadline", distinct=True),
        silent=Count("deadline", distinct=True, filter=Q(deadline__late_reason="")),
    ):
        row_of(one["told"])["open"] += one["count"]
        row_of(one["told"])["silent"] += one["silent"]
    untold = still.exclude(pk__in=told.values("deadline")).order_by()
    counts = untold.aggregate(count=Count("pk"), silent=Count("pk", filter=Q(late_reason="")))
    if counts["count"]:
        row_of(None)["open"] += counts["count"]
        row_of(None)["silent"] += counts["silent"]
    people = {one.pk: one for one in User.objects.filter(pk__in=[key for key in rows if key])}
    for key, row in rows.items():
        row["person"] = people.get(key)
    return sorted(rows.values(), key=lambda row: (-row["open"] - row["past"], str(row["person"] or "")))
