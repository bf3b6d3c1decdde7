"""谁手上有多少: cases of each person, and what is late in which office and at which step. For supervisors."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import sla
from aid.clock_rules import Kind
from aid.models import Application
from casework import load
from counter.solo import may_see
from counter.views import CounterView, forbidden


class LoadView(CounterView):
    template_name = "counter/load.html"
    page_title = gettext_lazy("谁手上有多少")
    header_icon = "group"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_see(request.user):
            return forbidden(request, _("谁手上有多少，由督导来看。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        now, address = timezone.now(), reverse("applications:index")
        seen = Application.objects.visible_to(request.user)
        late = [
            {
                "office": row["office__name"],
                "what": Kind(row["next_due_kind"]).label if row["next_due_kind"] else "—",
                "count": row["count"],
                "url": f"{address}?show=overdue&office={row['office']}",
            }
            for row in load.late_by_office(seen, now)
        ]
        people = load.of_people(seen, request.user, sla.local_day(now))
        return self.render_to_response(self.get_context_data(late=late, people=people))
