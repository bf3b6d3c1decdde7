"""Who saw what: the access log to look through. For superusers, until a role is to have it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from foundation.vault.models import AccessEntry


class AccessFilterSet(WagtailFilterSet):
    class Meta:
        model = AccessEntry
        fields = ["action", "object_label", "object_id", "actor_label"]


class AccessReport(ReportView):
    model = AccessEntry
    page_title = _("查阅记录")
    header_icon = "view"
    index_url_name = "vault_access"
    index_results_url_name = "vault_access_results"
    filterset_class = AccessFilterSet
    permission_required = "view"
    default_ordering = "-number"
    list_export = []
    columns = [
        Column("number", label=_("序号")),
        DateColumn("at", label=_("时间")),
        Column("actor_label", label=_("操作人")),
        Column("action", label=_("动作")),
        Column("object", label=_("对象"), accessor=lambda e: f"{e.object_label} {e.object_id}"),
        Column("purpose", label=_("用途")),
        Column("request_reference", label=_("请求编号")),
    ]

    def get_base_queryset(self):
        return AccessEntry.objects.all()
