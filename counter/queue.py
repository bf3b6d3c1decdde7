"""The queue: what an officer may see, in tabs that each count for themselves, and the search over it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.models import Application, CallBack
from aid.references import parse_case_number, parse_reference
from casework.models import Case
from counter import paging, words
from foundation.accounts import scope
from foundation.accounts.models import Role, User
from foundation.vault import spelling


@dataclass(frozen=True)
class Look:
    """Who looks, and when."""

    user: Any
    now: datetime

    @property
    def today(self):
        return sla.local_day(self.now)


def _due_first(found, look):
    return found.due_first(look.today)


def _limitation_then_newest(found, look):
    return found.newest_first(look.today)


def _newest(found, _look):
    return found.order_by("-submitted_at", "-pk")


@dataclass(frozen=True)
class View:
    """A tab. `of(seen, look)`: which of the applications seen; `order(found, look)`: in which order.

    `unless_empty`: shown only when there are some, or when it is looked at.
    """

    code: str
    label: str
    of: Callable
    order: Callable = _due_first
    unless_empty: bool = False


def _due_today(seen, look):
    return seen.due_on(look.now, words.end_of_day(look.now)[1])


def _left_behind(seen, _look):
    return seen.open().filter(case__in=Case.objects.left_behind())


def _mine(seen, look):
    return seen.filter(case__in=Case.objects.of_caseworker(look.user))


VIEWS = {
    view.code: view
    for view in (
        View("todo", _("待办"), lambda seen, look: seen.todo(look.today)),
        View("today", _("今天到期"), _due_today),
        View("overdue", _("超期"), lambda seen, look: seen.overdue(look.now)),
        View("urgent", _("先行援助"), lambda seen, look: seen.first_aid_matters(), unless_empty=True),
        View("limit", _("时效快到"), lambda seen, look: seen.limitation_near(look.today), unless_empty=True),
        View("elsewhere", _("要转外地"), lambda seen, look: seen.to_refer(), unless_empty=True),
        View("green", _("绿色通道"), lambda seen, look: seen.green()),
        View("groups", _("群体"), lambda seen, look: seen.group_cases(), unless_empty=True),
        View("supplement", _("等补材料"), lambda seen, look: seen.awaiting_supplement()),
        View("unconfirmed", _("等本人确认"), lambda seen, look: seen.unconfirmed(), unless_empty=True),
        View("asked", _("当事人提的事"), lambda seen, look: seen.with_open_wishes(), unless_empty=True),
        View("withdrawn", _("刚撤回，能恢复"), lambda seen, look: seen.just_withdrawn(), unless_empty=True),
        View("unassigned", _("未指派"), lambda seen, look: seen.unassigned()),
        View("left", _("承办人走了"), _left_behind, unless_empty=True),
        View("mine", _("我承办的"), _mine, _limitation_then_newest, unless_empty=True),
        View("all", _("全部"), lambda seen, look: seen, _newest),
    )
}


CALL_BACKS = "call_backs"  # no tab: the menu and the home page say how many wait


def seen_in(view, seen, look):
    """Those of the applications `seen` that stand in one view, in its order."""
    return view.order(view.of(seen, look), look)


def counts(user, now):
    """How many in each view, and who waits for a call; each by a bounded query of its own, all in one statement."""
    seen, look = Application.objects.visible_to(user), Look(user, now)
    wanted = {code: view.of(seen, look) for code, view in VIEWS.items()}
    wanted[CALL_BACKS] = CallBack.objects.visible_to(user).waiting()
    # One row to hang the counts on; its own columns have names like theirs.
    counted = {f"count_{code}": paging.BoundedCount(rows) for code, rows in wanted.items()}
    found = User.objects.filter(pk=user.pk).values(**counted).get()
    return {code: found[f"count_{code}"] or 0 for code in wanted}


def counts_for(request):
    """The counts of whoever asks: for the menu, the tabs and the home page once in a request."""
    if not hasattr(request, "queue_counts"):
        request.queue_counts = counts(request.user, timezone.now())
    return request.queue_counts


@dataclass(frozen=True)
class Tab:
    view: View
    count: str
    is_current: bool

    @property
    def url(self):
        return f"{reverse('applications:index')}?show={self.view.code}"


def tabs(found, current):
    """The line of counts."""
    shown = [v for v in VIEWS.values() if found[v.code] or v is current or not v.unless_empty]
    return [Tab(view, paging.said(found[view.code]), view is current) for view in shown]


def first_view(held, found):
    """Where the queue opens: what waits for the office; for somebody who only does cases, theirs."""
    only_cases = not held.everything and all(role == Role.CASEWORKER for _path, role in held.held)
    return VIEWS["mine" if only_cases and found["mine"] >= found["todo"] else "todo"]


def chosen_view(request):
    """The view that the address names, or where the queue opens."""
    named = VIEWS.get(request.GET.get("show", ""))
    return named or first_view(scope.of(request.user), counts_for(request))


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
