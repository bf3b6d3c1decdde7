"""What is late and why, by office and by person: what is open still, and what was done too late.

All numbers are of applications, not of clocks: each opens the queue, narrowed by the same rows (`ran_out`).
"""

from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from aid.choices import LateReason
from aid.clock_rules import Kind
from aid.models import ClockWarning, Deadline, Event
from aid.models.application_rows import ApplicationQuerySet
from foundation.accounts.models import User

SILENT = "silent"  # in place of a reason: nobody has said one
UNSAID = _("没说原因")
NOBODY = "nobody"  # in place of a person: nobody was told, or nobody's act ended it
_OPEN = Q(met_at=None, cancelled_at=None)


class State(TextChoices):
    """Of a clock that ran out."""

    OPEN = "open", _("还没办")
    PAST = "past", _("晚了才办")


def ran_out(
    at: datetime,
    *,
    since: date | None = None,
    until: date | None = None,
    kind: str = "",
    state: str = "",
    why: str = "",
    whose: str = "",
) -> QuerySet[Deadline]:
    """The clocks of ours that ran out: with their last day in those days, of a kind, a State, a reason, a person.

    `why`: a LateReason or SILENT. `whose`: the key of a person or NOBODY, as `by_person` counts them.
    """
    late = Deadline.objects.missed(at)
    if since:
        late = late.filter(due_on__gte=since)
    if until:
        late = late.filter(due_on__lte=until)
    if kind:
        late = late.filter(kind=kind)
    if state:
        late = late.filter(_OPEN if state == State.OPEN else ~_OPEN)
    if why:
        late = late.filter(late_reason="" if why == SILENT else why)
    return _of_person(late, whose) if whose else late


def found(seen: ApplicationQuerySet, since: date, until: date, at: datetime) -> QuerySet[Deadline]:
    """Those of the applications `seen` whose last day lies in those days, the first first."""
    late = ran_out(at, since=since, until=until)
    return late.filter(application__in=seen.order_by().values("pk")).order_by("due_at", "pk")


def with_ender(late: QuerySet[Deadline]) -> QuerySet[Deadline]:
    """`ended_by`: the key of the officer whose act met it."""
    acts = Event.objects.filter(
        application=OuterRef("application"), at=OuterRef("met_at"), actor__isnull=False
    ).order_by("-number")
    return late.annotate(ended_by=Subquery(acts.values("actor")[:1]))


def _told() -> QuerySet[ClockWarning]:
    """Who was told that a clock is theirs, of the day on which it ended."""
    return ClockWarning.objects.filter(step=ClockWarning.Step.SOON, due_on=F("deadline__due_on")).order_by()


def _of_person(late: QuerySet[Deadline], whose: str) -> QuerySet[Deadline]:
    told, late = _told().filter(deadline=OuterRef("pk")), with_ender(late)
    if whose == NOBODY:
        return late.filter(Q(_OPEN, ~Exists(told)) | Q(~_OPEN, ended_by=None))
    return late.filter(Q(_OPEN, Exists(told.filter(told=whose))) | Q(~_OPEN, ended_by=whose))


def how_many(late: QuerySet[Deadline]) -> int:
    """Of how many applications."""
    return late.order_by().aggregate(count=Count("application", distinct=True))["count"]


def by_office(late: QuerySet[Deadline]) -> list[dict]:
    """Each office with how many ran out, are open, were done late, have no reason, and how many of each reason."""
    rows = _tally(late, "application__office", "application__office__name")
    return sorted(rows, key=lambda row: (-row["count"], row["office"]))


def by_step(late: QuerySet[Deadline]) -> list[dict]:
    """The same for each clock of an office."""
    rows = _tally(late, "application__office", "application__office__name", "kind")
    return sorted(rows, key=lambda row: (-row["count"], row["office"], row["what"]))


def _tally(late: QuerySet[Deadline], *by: str) -> list[dict]:
    def of(*some: Q) -> Count:
        return Count("application", distinct=True, filter=Q(*some) if some else None)

    whys = {f"why_{code}": of(Q(late_reason=code)) for code in LateReason.values}
    counted = (
        late.order_by()
        .values(*by)
        .annotate(count=of(), open=of(_OPEN), past=of(~_OPEN), silent=of(Q(late_reason="")), **whys)
    )
    return [
        {
            "office_key": row["application__office"],
            "office": row["application__office__name"],
            "kind": row.get("kind", ""),
            "what": str(Kind(row["kind"]).label) if "kind" in row else "",
            **{name: row[name] for name in ("count", "open", "past", "silent")},
            "whys": {code: row[f"why_{code}"] for code in LateReason.values if row[f"why_{code}"]},
        }
        for row in counted
    ]


def by_person(late: QuerySet[Deadline]) -> list[dict]:
    """Whose turn it is or was: of what is open whoever was told that it is theirs, else whoever did it too late.

    An application of two clocks counts once for each person.
    """
    whose: dict[int | None, dict[str, set[int]]] = {}

    def note(person: int | None, name: str, application: int, reason: str) -> None:
        row = whose.setdefault(person, {"open": set(), "past": set(), "silent": set()})
        row[name].add(application)
        if not reason:
            row["silent"].add(application)

    ended = with_ender(late.exclude(_OPEN)).order_by()
    for person, application, reason in ended.values_list("ended_by", "application", "late_reason"):
        note(person, "past", application, reason)
    still = late.filter(_OPEN).order_by()
    told = _told().filter(deadline__in=still.values("pk"))
    for person, application, reason in told.values_list(
        "told", "deadline__application", "deadline__late_reason"
    ):
        note(person, "open", application, reason)
    untold = still.exclude(pk__in=told.values("deadline"))
    for application, reason in untold.values_list("application", "late_reason"):
        note(None, "open", application, reason)
    people = User.objects.in_bulk([key for key in whose if key])
    rows = [
        {"person": people.get(key), "key": key or NOBODY, **{name: len(keys) for name, keys in row.items()}}
        for key, row in whose.items()
    ]
    return sorted(rows, key=lambda row: (-row["open"] - row["past"], str(row["person"] or "")))
