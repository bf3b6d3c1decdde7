"""An officer's first page: what must be done now, by when, what is at risk first; for supervisors who has how much."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from aid import acts, sla
from aid.models import Absence, Application
from aid.policies import application_policy
from aid.status import CASE_ROLES
from casework import load
from counter import columns, paging, queue, words
from counter.solo import may_see
from foundation.accounts import scope
from foundation.accounts.models import User

RISKS = 5  # the rest is one link further
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


class NowPanel(CounterPanel):
    """The state in words, what is at risk with its next act, and what waits, act by act, with the first day of each."""

    name = "now"
    order = 3
    template_name = "counter/_home_now.html"

    def get_context_data(self, parent_context):
        counts, address = queue.counts_for(self.request), reverse("applications:index")
        if not counts[queue.MINE]:
            return {"waiting": 0}
        mine = queue.VIEWS[queue.MINE]
        worst = queue.pinned(mine, self.seen, self.look).values_list("pk", flat=True)[:RISKS]
        risky = columns.whole(list(worst), self.user, self.now)
        columns.read_along(risky)
        rows = columns.rows(risky, self.user, self.now)
        todo = self.by_act()
        return {
            "waiting": counts[queue.MINE],
            "heading": queue.heading(
                mine, paging.said(counts[queue.MINE]), paging.said(counts[queue.RISK]) if risky else ""
            ),
            "today": paging.said(counts["today"]) if counts["today"] else "",
            "first": rows[0].step_url if rows else todo[0]["url"],
            "risky": columns.table(rows, _("有风险的"), [columns.COLUMNS[name] for name in _SHOWN])
            if rows
            else None,
            "all_risky": f"{address}?show={queue.RISK}" if counts[queue.RISK] > len(rows) else "",
            "todo": todo,
            "all_mine": f"{address}?show={queue.MINE}",
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
        address = reverse("applications:index")
        late = [
            {
                "office": row["office__name"],
                "count": row["count"],
                "url": f"{address}?show=overdue&office={row['office']}",
            }
            for row in load.late_offices(self.seen, self.now)[:OFFICES]
        ]
        people = load.of_people(self.seen, self.user, self.look.today)
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
