"""盯着的案件: the list for watchers and supervisors, and what it says on their first page."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from aid import sla
from counter import visits
from counter.concern import lists
from counter.views import CounterView

MOST = 200


class WatchesView(CounterView):
    """Whoever watches sees theirs, a supervisor those of their offices; with what others were told."""

    template_name = "counter/watches.html"
    page_title = gettext_lazy("盯着的案件")
    header_icon = "view"

    def get(self, request):
        today = sla.local_day(timezone.now())
        found = {name: rows[:MOST] for name, rows in lists(request.user, today).items()}
        return self.render_to_response(self.get_context_data(today=today, **found))


class LatePanel(Component):
    """On the first page of watchers and supervisors: what should have been looked at. Says nothing when there is none."""

    name = "watches"
    order = 2
    template_name = "counter/_late_watches.html"

    def get_context_data(self, parent_context):
        user, today = parent_context["request"].user, sla.local_day(timezone.now())
        found = lists(user, today)
        counts = {name: found[name].count() for name in ("late", "unanswered", "untold")}
        counts["visits"] = visits.of(user).late(user, today).count()
        return {
            **counts,
            "visits_url": reverse("applications:visits"),
            "url": reverse("applications:watches"),
        }
