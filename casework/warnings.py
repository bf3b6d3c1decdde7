"""快到期的提醒, 超期的往上报: whoever must act is told of a clock before it ends; of one that ran out the supervisor of the
office, and some days later the one of the office above.

Told once for each day on which a clock ends: when it moves, it is warned of anew. What is told is the number, the clock
and the day. Two workers at once tell nobody twice: the rows are unique, and so are the keys of the messages.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from aid import absence, acts, local, sla, turns
from aid.clock_rules import OFFICE_KINDS, Kind
from aid.models import Application, ClockWarning, Deadline, Tie
from aid.models.approval import SAY_YES
from aid.services import clocks as clock_rows
from aid.status import OBJECTED_TO, OFFICE_ROLES, OPEN
from casework.models import Assignment
from foundation.accounts import scope
from foundation.accounts.models import Membership, Office, Role, User
from foundation.notices.services import queue
from foundation.notices.templates import SOURCE_LANGUAGE

Step = ClockWarning.Step
WARNED = (*OFFICE_KINDS, Kind.LIMITATION)
# Further ahead than the longest lead reaches, with a long holiday in it.
AHEAD = timedelta(days=25)
AT_ONCE = 200
TEMPLATES = {Step.SOON: "staff_clock_soon", Step.LATE: "staff_clock_late", Step.ABOVE: "staff_clock_above"}
# By which acts a clock is met, or comes nearer to it; whose turn one of them is, hears of it.
_MET_BY = {
    Kind.ACCEPT: {"accept"},
    Kind.REVIEW: {"accept", "add_supplement", "review", "endorse", "grant", "grant_part", "refuse"},
    Kind.ASSIGN: {"assign"},
    Kind.BUREAU: {"uphold", "order_member"},
    Kind.SEND_END: {"serve"},
    Kind.LIMITATION: {
        "accept",
        "review",
        "endorse",
        "grant",
        "assign",
        "ask_first_aid",
        "endorse_first_aid",
        "grant_first_aid",
        "file_claim",
    },
}


def warn(at: datetime) -> int:
    """Tell whom it concerns of what is near its end or ran out. Returns how many warnings were given."""
    told = 0
    with translation.override(SOURCE_LANGUAGE):
        for step in Step:
            offices = _untold(step, at).order_by().values("application__office")
            for office in Office.objects.filter(pk__in=offices).select_related("region"):
                ripe = [clock.pk for clock in _untold(step, at, office) if _is_ripe(clock, step, office, at)]
                for start in range(0, len(ripe), AT_ONCE):
                    told += _tell(office, step, ripe[start : start + AT_ONCE], at)
    return told


def _untold(step: str, at: datetime, office: Office | None = None) -> QuerySet[Deadline]:
    """Running clocks of which nobody was told, as far as a query can say. Not the limitation that was over before anybody asked."""
    # What was merged into an open one runs on with it.
    merged = Tie.objects.filter(
        application=OuterRef("application"), kind=Tie.Kind.INTO, other__status__in=OPEN
    )
    worked_on = Q(application__status__in=OPEN) | Q(Exists(merged))
    of_people = worked_on & Q(kind=Kind.LIMITATION, due_at__gte=F("application__submitted_at"))
    of_us = Q(kind__in=OFFICE_KINDS) & (worked_on | Q(application__status__in=OBJECTED_TO))
    found = Deadline.objects.running().filter(of_people | of_us, paused_since__isnull=True)
    found = found.filter(Q(claimant=None) | Q(claimant__withdrawn_at=None))
    if step == Step.SOON:
        found = found.filter(due_on__lte=sla.local_day(at) + AHEAD)
    else:
        found = found.filter(due_at__lt=at)
    same = {name: OuterRef(name) for name in ("application", "kind", "due_on")}
    found = found.filter(~Exists(ClockWarning.objects.filter(step=step, **same)))
    if office:
        found = found.filter(application__office=office)
    return found.order_by("due_at", "pk")


def _is_ripe(clock: Deadline, step: str, office: Office, at: datetime) -> bool:
    if step == Step.LATE:
        return True
    today = sla.local_day(at)
    before, after = local.warn_days(office.region_code, today)
    calendar = clock_rows.calendar_around(clock.due_on)
    if step == Step.ABOVE:
        return today >= sla.rises_on(clock.due_on, after, calendar)
    if clock.kind == Kind.LIMITATION:
        return (clock.due_on - today).days < sla.FIRST_AID_DAYS
    if clock.kind == Kind.ACCEPT:
        from_hour = datetime.combine(clock.due_on, time(sla.SAME_DAY_WARN_HOUR), tzinfo=sla.SHANGHAI)
        return at >= from_hour
    return today >= sla.warn_on(clock.due_on, before, calendar)


@transaction.atomic
def _tell(office: Office, step: str, keys: list[int], at: datetime) -> int:
    """Under the lock of the clocks: what is met or moved meanwhile is left out, and what another worker has in hand."""
    clocks = list(
        _untold(step, at, office)
        .filter(pk__in=keys)
        .select_related("application")
        .select_for_update(of=("self",), skip_locked=True)
    )
    # Those of several workers that end on one day are one.
    clocks = list({(one.application_id, one.kind, one.due_on): one for one in reversed(clocks)}.values())
    bosses = _supervisors(office)
    nearest = bosses[0] if bosses else []
    if step == Step.SOON:
        next_ones = _who_is_next(office, clocks, at)
        to = {clock: next_ones.get(clock.pk) or nearest for clock in clocks}
    else:
        level = nearest if step == Step.LATE else (bosses[1] if len(bosses) > 1 else [])
        to = dict.fromkeys(clocks, level)
    today = sla.local_day(at)
    there = {user: absence.responsible_for(user, today) for users in to.values() for user in users}
    rows = [
        ClockWarning(
            application=clock.application,
            deadline=clock,
            kind=clock.kind,
            due_on=clock.due_on,
            step=step,
            told=user,
            at=at,
        )
        for clock, users in to.items()
        for user in dict.fromkeys(there[one] for one in users)
    ]
    ClockWarning.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        _queue(row, office)
    return len(rows)


def _queue(row: ClockWarning, office: Office) -> None:
    queue(
        key=f"aid.{TEMPLATES[row.step]}:{row.application_id}:{row.kind}:{row.due_on}:{row.told_id}",
        channel="staff",
        to=row.told,
        template=TEMPLATES[row.step],
        context={
            "reference": row.application.reference,
            "clock": str(Kind(row.kind).label),
            "due": f"{row.due_on.month}月{row.due_on.day}日",
        },
        office=office,
        link=reverse("applications:inspect", args=[row.application_id]),
    )


def _supervisors(office: Office) -> list[list[User]]:
    """Those of the office, then of the offices above it, level by level; levels without one are left out."""
    held = Membership.objects.filter(
        role=Role.SUPERVISOR, office__path__in=scope.above(office.path), user__is_active=True
    ).select_related("user", "office")
    levels = defaultdict(list)
    for one in held.order_by("user__pk"):
        levels[one.office.path].append(one.user)
    return [levels[path] for path in sorted(levels, key=len, reverse=True)]


def _who_is_next(office: Office, clocks: Iterable[Deadline], at: datetime) -> dict[int, list[User]]:
    """By the key of each clock who can act: of a limitation whoever does the case; else whose turn it is, of the office
    itself before those above it."""
    holders = {
        one.case.application_id: one.assignee
        for one in Assignment.objects.current()
        .with_role()
        .filter(
            case__application__in=[c.application_id for c in clocks if c.kind == Kind.LIMITATION],
            assignee__is_active=True,
            has_role=True,
        )
        .select_related("assignee", "case")
    }
    found: dict[int, list[User]] = {}
    for clock in clocks:
        if clock.kind == Kind.LIMITATION and clock.application_id in holders:
            found[clock.pk] = [holders[clock.application_id]]
    rest = [clock for clock in clocks if clock.pk not in found]
    reached: dict[int, list[tuple[int, User]]] = defaultdict(list)
    for user, held in _people(office).items():
        for turn in turns.of(user, at):
            act = acts.find(turn.code)
            if act is None:
                continue
            theirs = [clock for clock in rest if act.code in _MET_BY[Kind(clock.kind)]]
            roles = act.roles | set(SAY_YES) if act.chain else act.roles
            near = max((len(path) for role, path in held if role in roles), default=0)
            waiting = Application.objects.filter(turn.when, pk__in={c.application_id for c in theirs})
            keys = set(waiting.values_list("pk", flat=True)) if theirs else set()
            for clock in theirs:
                if clock.application_id in keys:
                    reached[clock.pk].append((near, user))
    for key, pairs in reached.items():
        nearest = max(near for near, _user in pairs)
        found[key] = list(dict.fromkeys(user for near, user in pairs if near == nearest))
    return found


def _people(office: Office) -> dict[User, list[tuple[str, str]]]:
    """Who works there or above it, with their (role, path of the office)."""
    held = Membership.objects.filter(
        role__in=OFFICE_ROLES, office__path__in=scope.above(office.path), user__is_active=True
    ).select_related("user", "office")
    found: dict[User, list[tuple[str, str]]] = defaultdict(list)
    for one in held.order_by("user__pk"):
        found[one.user].append((one.role, one.office.path))
    return found
