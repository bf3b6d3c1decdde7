"""What keeps stations true: what visitors say is wrong, and what waits on the home page. reports.py has the rest."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.content.admin_home import WaitingItem
from stations import keepers, services
from stations.backoffice.duty import DutyView
from stations.models import StationReport

PER_PAGE = 25


def waiting_items(request):
    """For the panel on the admin's home page."""
    if not keepers.keeps(request.user):
        return []
    told = StationReport.objects.within_scope_of(request.user).waiting().count()
    unchecked = keepers.stations_of(request.user).unchecked(timezone.localdate()).count()
    return [
        WaitingItem(_("有人说站点信息不对"), told, reverse("station_reports"), urgent=True),
        WaitingItem(_("半年没核对的站"), unchecked, f"{reverse('station_problems')}?problem=unverified"),
    ]


class ReportsView(DutyView):
    """What visitors said, the oldest first; with `?show=done` what was done, the latest first. POST answers one."""

    page_title = gettext_lazy("有人说不对")
    header_icon = "warning"
    template_name = "stations/admin/reports.html"

    def get(self, request):
        return self.show()

    def post(self, request):
        mine = StationReport.objects.within_scope_of(request.user)
        one = get_object_or_404(
            mine, pk=request.POST.get("report") if request.POST.get("report", "").isdecimal() else 0
        )
        words = request.POST.get("answer", "").replace("\x00", "")
        try:
            services.reports.answer(one, words=words, actor=request.user)
        except ValidationError as wrong:
            return self.show(failed=(one.pk, words, wrong.messages[0]), status=422)
        messages.success(request, _("记下了。"))
        return redirect("station_reports")

    def show(self, failed=None, status=200):
        is_done = self.request.GET.get("show") == "done"
        seen = StationReport.objects.within_scope_of(self.request.user).select_related("station", "done_by")
        found = seen.exclude(done_at=None).order_by("-done_at", "-pk") if is_done else seen.waiting()
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        rows = [
            {
                "report": one,
                "typed": failed[1] if failed and failed[0] == one.pk else "",
                "wrong": failed[2] if failed and failed[0] == one.pk else "",
            }
            for one in page.object_list
        ]
        context = self.get_context_data(rows=rows, page=page, is_done=is_done)
        return self.render_to_response(context, status=status)
