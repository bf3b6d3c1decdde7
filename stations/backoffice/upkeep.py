"""What keeps stations true: those nobody checked for half a year, and what visitors say is wrong."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from foundation.content.admin_home import WaitingItem
from stations import keepers, services
from stations.backoffice.duty import DutyView, keeps
from stations.models import StationReport

PER_PAGE = 25


def unchecked_for(user):
    return keepers.stations_of(user).unchecked(timezone.localdate())


def waiting_items(request):
    """For the panel on the admin's home page."""
    if not keeps(request.user):
        return []
    told = StationReport.objects.within_scope_of(request.user).waiting().count()
    unchecked = unchecked_for(request.user).count()
    return [
        WaitingItem(_("有人说站点信息不对"), told, reverse("station_reports"), urgent=True),
        WaitingItem(_("半年没核对的站"), unchecked, reverse("unchecked_stations")),
    ]


class UncheckedStationsView(ReportView):
    page_title = gettext_lazy("半年没核对的站")
    header_icon = "time"
    index_url_name = "unchecked_stations"
    index_results_url_name = "unchecked_stations_results"
    columns = [
        TitleColumn(
            "name",
            label=gettext_lazy("援助站"),
            get_url=lambda station: reverse("station_register:verify", args=[station.pk]),
        ),
        Column("office", label=gettext_lazy("管理机构")),
        Column("region", label=gettext_lazy("所在区划")),
        Column("phone", label=gettext_lazy("电话")),
        DateColumn("verified_on", label=gettext_lazy("核对日期")),
    ]
    list_export = ["code", "name", "office", "region", "phone", "verified_on"]

    def dispatch(self, request, *args, **kwargs):
        if not keeps(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        found = unchecked_for(self.request.user).select_related("office", "region")
        return found.order_by("verified_on", "region__code", "pk")


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
