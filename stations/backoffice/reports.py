"""站点有什么问题: what is missing or odd in the register of one's own offices, each row leading to its station."""

import django_filters
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from stations import keepers
from stations.exchange import plan
from stations.exchange.doubts import SHARED_PHONES, Neighbourhood
from stations.models import Station

PROBLEMS = {
    "unverified": _("六个月没有核对"),
    "no_point": _("没有坐标"),
    "far": _("坐标离别的站太远"),
    "no_hours": _("没有开放时间"),
    "no_phone": _("没有自己的电话"),
    "twin": _("像是重复的"),
}
_WITHOUT_WEEK = (Station.Kind.MOBILE, Station.Kind.NOTICE_BOARD)


class ProblemFilterSet(WagtailFilterSet):
    problem = django_filters.ChoiceFilter(
        label=_("有什么问题"), choices=list(PROBLEMS.items()), empty_label=None, method="with_problem"
    )

    def __init__(self, data=None, *args, **kwargs):
        data = data.copy() if data else {}
        data.setdefault("problem", "unverified")
        super().__init__(data, *args, **kwargs)

    class Meta:
        model = Station
        fields = ["kind"]

    def with_problem(self, stations, name, value):
        if value == "unverified":
            return stations.unchecked(timezone.localdate())
        if value == "no_point":
            return stations.filter(lat=None).exclude(kind=Station.Kind.MOBILE)
        if value == "no_hours":
            return stations.filter(opening_hours=None).exclude(kind__in=_WITHOUT_WEEK)
        if value == "no_phone":
            return stations.filter(phone__in=SHARED_PHONES)
        return stations.filter(code__in=odd(value))


def odd(kind):
    """{code: what is odd about it, in words} of all public stations."""
    around = Neighbourhood(places := plan.all_places())
    found = {place.code: around.far_off(place) if kind == "far" else around.twins(place) for place in places}
    return {code: said[0][1] for code, said in found.items() if said}


class ProblemsReport(ReportView):
    model = Station
    page_title = _("站点有什么问题")
    header_icon = "warning"
    index_url_name = "station_problems"
    index_results_url_name = "station_problems_results"
    filterset_class = ProblemFilterSet
    default_ordering = ("verified_on", "region__code", "code")
    is_searchable = False
    list_export = ["code", "name", "region", "office", "phone", "verified_on", "why"]
    export_headings = {
        "code": _("代码"), "name": _("名称"), "region": _("所在区划"), "office": _("管理机构"), "phone": _("电话"),
        "verified_on": _("核对日期"), "why": _("怎么了"),
    }  # fmt: skip

    def dispatch(self, request, *args, **kwargs):
        if not keepers.keeps(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        mine = keepers.stations_of(self.request.user).open_to_public()
        return mine.select_related("region", "office")

    @cached_property
    def columns(self):
        """What is not checked is signed, what is missing is filled in."""
        mending = "verify" if self.asked == "unverified" else "edit"
        return [
            TitleColumn("name", label=_("名称"), url_name=f"station_register:{mending}"),
            Column("code", label=_("代码")),
            Column("region", label=_("所在区划")),
            Column("office", label=_("管理机构")),
            Column("phone", label=_("电话")),
            DateColumn("verified_on", label=_("核对日期")),
            Column("why", label=_("怎么了")),
        ]

    @cached_property
    def asked(self):
        asked = self.request.GET.get("problem")
        return asked if asked in PROBLEMS else "unverified"

    def decorate_paginated_queryset(self, object_list):
        said = odd(self.asked) if self.asked in ("far", "twin") else {}
        for station in object_list:
            station.why = said.get(station.code, PROBLEMS[self.asked])
        return object_list
