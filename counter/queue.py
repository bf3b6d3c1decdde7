"""The queue: what an officer may see, in tabs that each count for themselves, and the search over it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.models import Application, CallBack, Claimant
from casework.models import Case
from counter import paging, words
from foundation.accounts import scope
from foundation.accounts.models import User
from foundation.vault import together


@dataclass(frozen=True)
class Look:
    """Who looks, and when."""

    user: Any
    now: datetime

    @property
    def today(self):
        return sla.local_day(self.now)

    @cached_property
    def _first(self):
        seen = Application.objects.visible_to(self.user)
        waiting = seen.waiting_for(self.user, self.now).order_by().values("pk")
        beside = {
            ASKED: VIEWS[ASKED].of(seen, self),
            CALL_BACKS: CallBack.objects.visible_to(self.user).waiting(),
        }
        return _told(self.user, beside, keys=ArraySubquery(waiting))

    @property
    def mine(self):
        """The keys of what waits for `user`: read once, for several lists and counts of a page ask for it."""
        return self._first["keys"] or []

    @property
    def menu(self):
        """The counts that stand in the menu, on every page of the admin."""
        beside = {code: self._first[code] for code in (ASKED, CALL_BACKS)}
        return {MINE: min(len(self.mine), paging.COUNT_LIMIT + 1), **beside}

    @property
    def end(self):
        """Of the day."""
        return words.end_of_day(self.now)[1]


def _due_first(found, look):
    return found.due_first(look.today)


def _last_said(found, _look):
    return found.last_said_first()


def _newest(found, _look):
    return found.order_by("-submitted_at", "-pk")


def _latest_due(found, _look):
    return found.order_by(F("next_due_at").desc(nulls_last=True), "-pk")


def _limitation(found, _look):
    return found.order_by(F("limitation_on").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class View:
    """A list. `of(seen, look)`: which of the applications seen; `order(found, look)`: in which order.

    `says`: its heading, which names the count. `is_scope`: whose work it is, a tab; else a chip that asks for one thing.
    `pins(seen, look)`: what of it is at risk, and stands above its pages. `unless_empty`: shown only when there are
    some, or when it is looked at.
    """

    code: str
    label: str
    of: Callable
    order: Callable = _due_first
    says: str = ""
    is_scope: bool = False
    pins: Callable | None = None
    unless_empty: bool = True


def _mine(seen, look):
    return seen.filter(scope.among(look.mine))


def _others(seen, look):
    return seen.in_other_hands(look.mine, look.today)


def _risky(seen, look):
    return _mine(_all_risky(seen, look), look)


def _others_risky(seen, look):
    return _all_risky(seen, look).exclude(scope.among(look.mine))


def _all_risky(seen, look):
    return seen.at_risk(look.today, look.end)


def _due_today(seen, look):
    return seen.due_on(look.now, look.end)


def _offered_to_us(seen, look):
    return seen.offered_to(look.user)


def _left_behind(seen, _look):
    return seen.open().filter(scope.one_of("id", Case.objects.left_behind().values("application")))


# What one may choose in place of the order of a list.
SORTS = {
    "": (_("最急的在前"), None),
    "new": (_("新来的在前"), _newest),
    "old": (_("先来的在前"), lambda found, _look: found.order_by("submitted_at", "pk")),
    "late": (_("最不急的在前"), _latest_due),
    "limit": (_("时效先到的在前"), _limitation),
}
MINE, OTHERS, OFFICE, RISK, ASKED = "mine", "others", "office", "risk", "asked"
_SCOPE = {"is_scope": True, "unless_empty": False}
VIEWS = {
    view.code: view
    for view in (
        View(MINE, _("该我做"), _mine, says=_("该我做 %(count)s 件"), pins=_risky, **_SCOPE),
        View(OTHERS, _("别人在办"), _others, says=_("别人在办 %(count)s 件"), pins=_others_risky, **_SCOPE),
        View(
            OFFICE,
            _("本单位"),
            lambda seen, look: seen.running(look.today),
            says=_("本单位 %(count)s 件"),
            pins=_all_risky,
            **_SCOPE,
        ),
        View(
            "unassigned", _("未指派"), lambda seen, look: seen.unassigned(), is_scope=True, unless_empty=False
        ),
        View("left", _("承办人走了"), _left_behind, is_scope=True),
        View("all", _("全部"), lambda seen, look: seen, _newest, **_SCOPE),
        View(RISK, _("有风险"), _risky, says=_("该我做、有风险的 %(count)s 件")),
        View("offered", _("转接中，等答复"), lambda seen, look: seen.offered()),
        View("unowned", _("没有人管"), lambda seen, look: seen.unowned()),
        View("urgent", _("先行援助"), lambda seen, look: seen.first_aid_matters()),
        View("chain", _("审批链上，等下一位"), lambda seen, look: seen.in_chain()),
        View("first_aid_papers", _("先行援助，等材料"), lambda seen, look: seen.first_aid_papers()),
        View("offered_to_us", _("转来的，等我们答复"), _offered_to_us),
        View("limit", _("时效快到"), lambda seen, look: seen.limitation_near(look.today)),
        View("overdue", _("超期"), lambda seen, look: seen.overdue(look.now), unless_empty=False),
        View("today", _("今天到期"), _due_today, unless_empty=False),
        View("elsewhere", _("要转外地"), lambda seen, look: seen.to_refer()),
        View("green", _("绿色通道"), lambda seen, look: seen.green()),
        View("groups", _("群体"), lambda seen, look: seen.group_cases()),
        View("supplement", _("等补材料"), lambda seen, look: seen.awaiting_supplement()),
        View("unconfirmed", _("等本人确认"), lambda seen, look: seen.unconfirmed()),
        View(ASKED, _("新留言"), lambda seen, look: seen.with_open_wishes(), _last_said),
        View("objected", _("异议，五日内审查"), lambda seen, look: seen.objected()),
        View("withdrawn", _("刚撤回，能恢复"), lambda seen, look: seen.just_withdrawn()),
    )
}


CALL_BACKS = "call_backs"  # no tab: the menu and the home page say how many wait
PINNED = 10


def seen_in(view, seen, look, sort=""):
    """Those of the applications `seen` that stand in one view, in its order or in one of SORTS."""
    order = SORTS[sort][1] or view.order
    return order(view.of(seen, look), look)


def is_by_urgency(view, sort=""):
    """Whether `seen_in` is in the order of `due_first`."""
    return not sort and view.order is _due_first


def pinned(view, seen, look):
    """Those of a view that stand above all its pages, PINNED at most: at risk, the worst first."""
    return view.pins(seen, look).worst_first(look.today, look.now, look.end)


def next_case(look, but):
    """The first of what waits for whoever looks, risks before all, but for the application `but`; None when all is done."""
    seen = Application.objects.visible_to(look.user).exclude(pk=but.pk)
    first = {"risky": pinned(VIEWS[MINE], seen, look)[:1], "due": seen_in(VIEWS[MINE], seen, look)[:1]}
    risky, due = (one.values("pk") for one in first.values())
    people = Claimant.objects.filter(scope.one_of("application", risky.union(due)))
    found = together.read(**first, people=people)
    for application in [*found["risky"], *found["due"]]:
        whose = [one for one in found["people"] if one.application_id == application.pk]
        together.hang(application, "claimants", whose)
        return application
    return None


def counts(look):
    """How many in each view, and who waits for a call; each by a bounded query of its own, all in one statement."""
    seen, menu = Application.objects.visible_to(look.user), look.menu
    wanted = {code: view.of(seen, look) for code, view in VIEWS.items() if code not in menu}
    return {**menu, **_told(look.user, wanted)}


def _told(user, counted, **more):
    """How many each of `counted` has, and what `more` are, in one statement."""
    # One row to hang them on; its own columns have names like theirs.
    counts = {f"count_{code}": paging.BoundedCount(rows) for code, rows in counted.items()}
    found = User.objects.filter(pk=user.pk).values(**counts, **more).get()
    return {code: found[f"count_{code}"] or 0 for code in counted} | {name: found[name] for name in more}


def look_of(request):
    """Whoever asks, at the moment at which they first asked for something of the queue."""
    if not hasattr(request, "queue_look"):
        request.queue_look = Look(request.user, timezone.now())
    return request.queue_look


def counts_for(request):
    """The counts of whoever asks: for the tabs and the home page once in a request."""
    if not hasattr(request, "queue_counts"):
        request.queue_counts = counts(look_of(request))
    return request.queue_counts


@dataclass(frozen=True)
class Tab:
    view: View
    count: str
    is_current: bool

    @property
    def url(self):
        return f"{reverse('applications:index')}?show={self.view.code}"


def tabs(found, current, *, scopes=True):
    """The line of counts: whose work, or of `scopes` False what there is to see to."""
    views = [view for view in VIEWS.values() if view.is_scope == scopes]
    shown = [v for v in views if found[v.code] or v is current or not v.unless_empty]
    return [Tab(view, paging.said(found[view.code]), view is current) for view in shown]


def first_view(found):
    """Where the queue opens: what waits for whoever looks, or when nothing does, what there is."""
    return VIEWS[MINE if found[MINE] else OFFICE]


def heading(view, count, risks):
    """The state in words, for the head of the page."""
    said = (
        view.says % {"count": count}
        if view.says
        else gettext("%(label)s %(count)s 件") % {"label": view.label, "count": count}
    )
    return gettext("%(said)s，%(risks)s 件有风险") % {"said": said, "risks": risks} if risks else said


def chosen_view(request):
    """The view that the address names, or where the queue opens."""
    named = VIEWS.get(request.GET.get("show", ""))
    return named or first_view(counts_for(request))
