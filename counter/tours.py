"""巡回收件: each stop of the office's stations, and how many applications were taken there."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from aid.models import DeskEntry
from aid.services import desk
from foundation.content.columns import DayColumn
from stations.models import ScheduledVisit, Station


def may_see(user):
    return user.is_active and (user.has_perm("stations.view_station") or desk.fills_in(user))


def _with_intakes(visits):
    """Annotate `intakes`: applications sent that were filled in at the stop."""
    sent = DeskEntry.objects.filter(visit=OuterRef("pk"), application__isnull=False).order_by()
    counted = sent.values("visit").annotate(n=Count("pk")).values("n")
    return visits.annotate(intakes=Coalesce(Subquery(counted), 0))


class ToursReportView(ReportView):
    page_title = _("巡回收件")
    header_icon = "calendar-alt"
    index_url_name = "tours_report"
    index_results_url_name = "tours_report_results"
    default_ordering = "-starts_at"
    columns = [
        TitleColumn("place", label=_("停在哪里"), get_url=lambda visit: visit.station.get_absolute_url()),
        Column("station", label=_("援助站")),
        DayColumn("starts_at", label=_("几点到"), sort_key="starts_at"),
        Column("staff_names", label=_("谁去")),
        Column("cancelled_because", label=_("取消的原因")),
        Column("intakes", label=_("收下几件申请"), sort_key="intakes"),
    ]
    list_export = [
        "starts_at",
        "ends_at",
        "place",
        "station",
        "staff_names",
        "offer",
        "cancelled_because",
        "intakes",
    ]
    export_headings = {"intakes": _("收下几件申请")}

    def dispatch(self, request, *args, **kwargs):
        if not may_see(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        mine = Station.objects.within_scope_of(self.request.user)
        visits = ScheduledVisit.objects.filter(station__in=mine).select_related("station")
        return self.order_queryset(_with_intakes(visits))
