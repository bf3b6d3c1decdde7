"""The queue: what an officer may see, due first, in slices that cost the same however long it is."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aid.clock_rules import Kind
from aid.models import Application, Claimant
from aid.policies import application_policy
from aid.references import parse_case_number, parse_reference
from aid.workflow import Status
from casework.models import Assignment
from counter import words
from foundation.accounts import scope
from foundation.accounts.models import Role
from foundation.vault import spelling

PER_PAGE = 25
SEARCH_LIMIT = 50
COUNT_LIMIT = 1000


@dataclass(frozen=True)
class View:
    code: str
    label: str
    tone: str = ""


VIEWS = {
    view.code: view
    for view in (
        View("todo", _("待办")),
        View("today", _("今天到期"), "today"),
        View("overdue", _("超期"), "late"),
        View("limit", _("时效快到"), "late"),
        View("green", _("绿色通道")),
        View("supplement", _("等补材料")),
        View("unassigned", _("未指派"), "today"),
        View("mine", _("我承办的")),
        View("all", _("全部")),
    )
}


def _conditions(now):
    _start, end = words.end_of_day(now)
    return {
        "todo": ~Q(status__in=[Status.SUPPLEMENTING, Status.GRANTED]) | Q(next_due_kind=Kind.ASSIGN),
        "today": Q(next_due_at__gte=now, next_due_at__lt=end),
        "overdue": Q(next_due_at__lt=now),
        "limit": Q(pk__in=Application.objects.limitation_near(words.sla.local_day(now)).values("pk")),
        "green": Q(lane="green"),
        "supplement": Q(status=Status.SUPPLEMENTING),
        "unassigned": Q(status=Status.GRANTED, next_due_kind=Kind.ASSIGN),
    }


def _mine(user):
    return Exists(Assignment.objects.current().filter(case__application=OuterRef("pk"), assignee=user))


def seen_in(view, user, now):
    """The applications of one view, in its order."""
    visible = Application.objects.visible_to(user)
    if view == "all":
        return visible.order_by("-submitted_at", "-pk")
    if view == "mine":
        return visible.filter(_mine(user)).order_by("-submitted_at", "-pk")
    return visible.open().filter(_conditions(now)[view]).due_first()


def counts(user, now):
    """How many in each view; at most COUNT_LIMIT are looked at, those due first."""
    first = Application.objects.visible_to(user).open().due_first().values("pk")[:COUNT_LIMIT]
    wanted = {code: Count("pk", filter=condition) for code, condition in _conditions(now).items()}
    found = Application.objects.filter(pk__in=first).aggregate(**wanted)
    mine = Assignment.objects.current().filter(assignee=user)[:COUNT_LIMIT].count()
    return {**found, "mine": mine}


@dataclass(frozen=True)
class Tab:
    view: View
    count: str
    is_current: bool

    @property
    def url(self):
        return f"{reverse('applications:index')}?show={self.view.code}"


def tabs(found, current):
    """The line of counts. 我承办的 and 时效快到 only when there are some; 全部 carries no count."""
    shown = [v for v in VIEWS.values() if v.code not in ("mine", "limit") or found[v.code] or v is current]
    return [Tab(v, _said(found.get(v.code)), v is current) for v in shown]


def _said(count):
    if count is None:
        return ""
    return f"{COUNT_LIMIT}+" if count >= COUNT_LIMIT else str(count)


def first_view(held, found):
    """Where the queue opens: what waits for the office; for somebody who only does cases, theirs."""
    only_cases = not held.everything and all(role == Role.CASEWORKER for _path, role in held.held)
    return VIEWS["mine" if only_cases and found["mine"] >= found["todo"] else "todo"]


# --- slices ---------------------------------------------------------------------------------------
def slice_after(queryset, cursor, *, by_due):
    """(rows, cursor of the next slice or ""). A cursor that makes no sense is the beginning."""
    at, pk = _read(cursor)
    if pk is not None:
        queryset = queryset.filter(_after_due(at, pk) if by_due else _after_newest(at, pk))
    rows = list(queryset[: PER_PAGE + 1])
    if len(rows) <= PER_PAGE:
        return rows, ""
    last = rows[PER_PAGE - 1]
    return rows[:PER_PAGE], _write(last.next_due_at if by_due else last.submitted_at, last.pk)


def _after_due(at, pk):
    if at is None:
        return Q(next_due_at__isnull=True, pk__gt=pk)
    return Q(next_due_at__gt=at) | Q(next_due_at=at, pk__gt=pk) | Q(next_due_at__isnull=True)


def _after_newest(at, pk):
    return Q(submitted_at__lt=at) | Q(submitted_at=at, pk__lt=pk) if at else Q()


def _write(at, pk):
    return f"{int(at.timestamp() * 1_000_000) if at else 'n'}.{pk}"


def _read(cursor):
    at, _dot, pk = (cursor or "").partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None, None
    if at == "n":
        return None, int(pk)
    if not (at.isascii() and at.isdigit() and len(at) < 18):
        return None, None
    return datetime.fromtimestamp(int(at) / 1_000_000, UTC), int(pk)


# --- search ---------------------------------------------------------------------------------------
def find(text, user):
    """(kind of what was typed, applications): a reference or case number, a phone, its tail, a paper, a name."""
    visible = Application.objects.visible_to(user).order_by("-submitted_at", "-pk")
    text = text[:60]
    if number := parse_case_number(text):
        return "reference", visible.filter(case_number=number)
    if reference := parse_reference(text):
        return "reference", visible.filter(reference=reference)
    number = spelling.id_number(text)
    if not any(c.isdigit() for c in number):
        return "person", visible.by_person(name=text)
    digits = "" if any(c.isalpha() for c in number) else spelling.phone(text)
    return "person", visible.by_person(
        phone=digits if len(digits) >= 4 else "", id_number=number if len(number) > 4 else ""
    )


# --- rows -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    application: Application
    url: str
    due: words.Due
    person: str
    topic: str
    employer: str
    amount: object
    flags: list
    holder: str
    needs_holder: bool
    step_label: str
    step_url: str


def with_all(queryset):
    """What rows read: the same number of queries for any length."""
    return queryset.select_related("office", "topic", "case").prefetch_related(
        "claimants", "deadlines", "case__assignments__assignee", "events"
    )


def row(application, held, user, now, *, has_twin):
    url = reverse("applications:inspect", args=[application.pk])
    step = next_step(application, held, user)
    people = application.claimants.all()
    claimant = application.claimant
    who, needs_holder = words.holder(application)
    return Row(
        application=application,
        url=url,
        due=words.due(application.next_due_at, application.next_due_kind, now),
        person=claimant.masked_name if claimant else "—",
        topic=application.topic.name,
        employer=claimant.employer or claimant.project if claimant else "",
        amount=sum(person.amount_owed for person in people),
        flags=words.flags(application, words.sla.local_day(now), has_twin=has_twin),
        holder=who,
        needs_holder=needs_holder,
        step_label=str(step.label) if step else "",
        step_url=f"{url}?do={step.code}#act-{step.code}" if step else url,
    )


def rows(applications, user, now):
    held = scope.of(user)
    people = Claimant.objects.filter(application__in=applications).with_twins()
    twins = set(people.values_list("application_id", flat=True))
    return [row(one, held, user, now, has_twin=one.pk in twins) for one in applications]


def next_step(application, held, user):
    """The one act to offer first, or None when this officer has none to do now."""
    found = application_policy.next_acts(held, user, application)
    return next((act for act in found if act.usual), None)
