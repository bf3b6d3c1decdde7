"""谁看了什么: the access log to look through, for auditors. Looking through it is an entry as well."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from foundation.vault import said
from foundation.vault.models import AccessEntry
from foundation.vault.services import record_access


class AccessFilterSet(WagtailFilterSet):
    who = django_filters.CharFilter(label=_("谁"), field_name="actor_label", lookup_expr="icontains")
    about = django_filters.CharFilter(
        label=_("哪一件"), method="filter_about", help_text=_("申请编号。材料也算在里面。")
    )
    sort = django_filters.ChoiceFilter(label=_("做了什么"), choices=said.Sort, method="filter_sort")
    at = django_filters.DateFromToRangeFilter(label=_("哪几天"), widget=DateRangePickerWidget)

    class Meta:
        model = AccessEntry
        fields = []

    def filter_about(self, entries, _name, value):
        return entries.filter(said.about(value))

    def filter_sort(self, entries, _name, value):
        return entries.filter(said.of_sort(value))


def _moment(entry):
    """To the second: what came after what is what is asked."""
    return f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"


def _about(entry):
    return entry.called or _("（不是哪一件申请）")


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
        Column("at", label=_("时间"), accessor=_moment),
        Column("actor_label", label=_("谁"), accessor=lambda entry: entry.actor_label or _("当事人或系统")),
        Column("action", label=_("做了什么"), accessor=lambda entry: said.of(entry.action).label),
        Column("about", label=_("哪一件"), accessor=_about),
        Column("purpose", label=_("用途")),
        Column("request_reference", label=_("请求编号")),
    ]

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        record_access(request.user, "vault.read_log", request.user, request=request)
        return response

    def get_base_queryset(self):
        return AccessEntry.objects.all()

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        entries = list(context["object_list"])
        names = said.called(entries)
        for entry in context["object_list"]:
            entry.called = names.get((entry.object_label, entry.object_id), "")
        return context
