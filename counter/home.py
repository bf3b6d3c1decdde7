"""An officer's first page: what must be done now, by when, what is at risk first; for supervisors who has how much."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from aid import acts, sla
from aid.clock_rules import Kind
from aid.models import Absence, Application, Deadline
from aid.policies import application_policy
from aid.status import CASE_ROLES
from casework import load
from counter import columns, paging, queue, unanswered, words
from counter.filters import opened
from counter.load import hands
from counter.solo import may_see
from foundation.accounts import scope
from foundation.accounts.models import User

RISKS = 5  # the rest is one link further
ASKED = 3
PEOPLE = 5
OFFICES = 3
_SHOWN = ("due", "number", "person", "claim", "marks", "step")


def works_here(user):
    return application_policy.user_has_permission(user, "view")


class CounterPanel(Component):
    class Media:
        css = {"all": ["css/counter.css"]}

    def __init__(self, request):
        self.request, self.user, self.now = request, request.user, timezone.now()

    @cached_property
    def seen(self):
        return Application.objects.visible_to(self.user)

    @cached_property
    def look(self):
        return queue.look_of(self.request)


@dataclass(frozen=True)
class HomeRow(columns.Row):
    """`left`: how long until the hour of the same-day promise. `said`: the first line of what nobody has answered."""

    left: str = ""
    said: str = ""


class NowPanel(CounterPanel):
    """The state in words, what is at risk with its next act, what nobody has answered, and what waits, act by act."""

    name = "now"
    order = 3
    template_name = "counter/_home_now.html"

    @cached_property
    def counts(self):
        return queue.counts_for(self.request)

    @cached_property
    def page_heading(self):
        """The state in words, for the head of the page; its numbers open what they count."""
        if not self.counts[queue.MINE]:
            return _("现在没有该您做的")
        mine, risky = paging.said(self.counts[queue.MINE]), paging.said(self.counts[queue.RISK])
        said = _('<a href="{mine_url}">该您做 {mine} 件</a>')
        if self.counts[queue.RISK]:
            said = _('<a href="{mine_url}">该您做 {mine} 件</a>，<a href="{risky_url}">{risky} 件有风险</a>')
        urls = {"mine_url": opened(show=queue.MINE), "risky_url": opened(show=queue.RISK)}
        return format_html(said, mine=mine, risky=risky, **urls)

    def get_context_data(self, parent_context):
        counts = self.counts
        if not counts[queue.MINE] and not counts[queue.ASKED]:
            return {"waiting": 0}
        risky, asked = self.rows()
        todo = self.by_act() if counts[queue.MINE] else []
        return {
            "waiting": counts[queue.MINE],
            "today": paging.said(counts["today"]) if counts["today"] else "",
            "today_url": opened(show="today"),
            "first": risky[0].step_url if risky else todo[0]["url"] if todo else "",
            "risky": columns.table(risky, _("有风险的"), self.shown()) if risky else None,
            "all_risky": opened(show=queue.RISK) if counts[queue.RISK] > len(risky) else "",
            "asked": asked,
            "asked_count": paging.said(counts[queue.ASKED]),
            "all_asked": opened(show=queue.ASKED),
            "todo": todo,
            "all_mine": opened(show=queue.MINE),
        }

    def shown(self):
        return [columns.COLUMNS[name] for name in _SHOWN]

    def rows(self):
        """(What is at risk, what was said last and nobody has answered), as rows: read together."""
        worst = queue.pinned(queue.VIEWS[queue.MINE], self.seen, self.look)
        risky = list(worst.values_list("pk", flat=True)[:RISKS])
        last = queue.seen_in(queue.VIEWS[queue.ASKED], self.seen, self.look)
        asked = list(last.values_list("pk", flat=True)[:ASKED]) if self.counts[queue.ASKED] else []
        found = columns.whole(list(dict.fromkeys(risky + asked)), self.user, self.now)
        columns.read_along(found)
        left, said = self.left_today(found), unanswered.first_lines(found)
        rows = {
            row.application.pk: HomeRow(
                **vars(row), left=left.get(row.application.pk, ""), said=said.get(row.application.pk, "")
            )
            for row in columns.rows(found, self.user, self.now)
        }
        return tuple([rows[pk] for pk in keys if pk in rows] for keys in (risky, asked))

    def left_today(self, applications):
        """{key: the words} of those promised for today: how long until the hour up to which their office takes them in."""
        today = self.look.today
        promised = [
            one.pk
            for one in applications
            if one.next_due_kind == Kind.ACCEPT and sla.local_day(one.next_due_at) == today
        ]
        if not promised:
            return {}
        clocks = Deadline.objects.running().filter(kind=Kind.ACCEPT, application__in=promised)
        return {
            pk: words.left_until(int(facts.get("cutoff") or settings.SAME_DAY_CUTOFF_HOUR), self.now)
            for pk, facts in clocks.values_list("application", "computed_from")
        }

    def by_act(self):
        """What waits for the user by the act that is theirs, as far as counting goes: how many, and the most urgent."""
        mine = queue.VIEWS[queue.MINE].of(self.seen.with_turn_of(self.user, self.now), self.look)
        due = mine.order_by("next_due_at", "pk").values_list("turn", "pk", "next_due_at", "next_due_kind")
        found: dict[str, dict] = {}
        for code, pk, due_at, kind in due[: paging.COUNT_LIMIT + 1]:
            act = acts.find(code)
            step = f"?do={code}#act-{code}" if act else ""
            row = found.setdefault(
                code,
                {
                    "label": act.label if act else _("别的"),
                    "number": 0,
                    "all": opened(show=queue.MINE, step=code),
                    "due": words.due(due_at, kind, self.now),
                    "url": reverse("applications:inspect", args=[pk]) + step,
                },
            )
            row["number"] += 1
        for row in found.values():
            row["count"] = paging.said(row["number"])
        return list(found.values())


class LoadPanel(CounterPanel):
    """For supervisors: what is late where, and how much each caseworker has; the beginning of counter.load."""

    name = "load"
    order = 8
    template_name = "counter/_home_load.html"

    def get_context_data(self, parent_context):
        late = [
            {
                "office": row["office__name"],
                "count": row["count"],
                "url": opened(show="overdue", office=row["office"]),
            }
            for row in load.late_offices(self.seen, self.now)[:OFFICES]
        ]
        people = hands(self.seen, self.user, self.now)
        return {"late": late, "people": people[:PEOPLE], "more": max(0, len(people) - PEOPLE)}


class AwayPanel(CounterPanel):
    """Who of one's offices is away today, and who stands in. Says nothing when all are there."""

    name = "away"
    order = 12
    template_name = "counter/_home_away.html"

    def get_context_data(self, parent_context):
        colleagues = User.objects.filter(memberships__role__in=CASE_ROLES)
        held = scope.of(self.user)
        if not held.everything:
            colleagues = colleagues.filter(scope.below(held.paths(CASE_ROLES), "memberships__office__path"))
        away = Absence.objects.in_force(sla.local_day(self.now)).filter(person__in=colleagues.values("pk"))
        return {"away": away.select_related("person", "deputy").order_by("until", "pk")}


def panels(request):
    if not works_here(request.user):
        return []
    found = [NowPanel(request), AwayPanel(request)]
    return [*found, LoadPanel(request)] if may_see(request.user) else found
