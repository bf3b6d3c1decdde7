"""没找到答案的问题: what people asked in vain, by week and by the place they chose."""

from datetime import timedelta

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from foundation.content.spreadsheets import harmless
from foundation.regions.models import Region
from search.models import SearchQuery

WEEKS = 13  # as long as questions are kept
NOTHING, PARTLY = _("一条都没有"), _("只找到沾边的")


def may_read(user):
    return user.has_perm("search.view_searchquery")


def _weeks():
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    return [(str(week), str(week)) for week in (monday - timedelta(weeks=n) for n in range(WEEKS))]


def _regions():
    codes = SearchQuery.objects.exclude(region="").values_list("region", flat=True).distinct()
    return sorted(_names(codes).items())


def _names(codes):
    known = dict(Region.objects.in_force().filter(code__in=codes).values_list("code", "full_name"))
    return {code: known.get(code, code) for code in codes}


class UnansweredFilterSet(WagtailFilterSet):
    week = django_filters.ChoiceFilter(label=_("哪一周（周一）"), choices=_weeks)
    region = django_filters.ChoiceFilter(label=_("选了哪个地区"), choices=_regions)
    answer = django_filters.ChoiceFilter(
        label=_("结果"), choices=[("none", NOTHING), ("part", PARTLY)], method="by_answer"
    )

    class Meta:
        model = SearchQuery
        fields = ["locale"]

    def by_answer(self, found, name, value):
        return found.filter(most_hits=0) if value == "none" else found.filter(most_hits__gt=0)


class UnansweredReport(ReportView):
    model = SearchQuery
    page_title = _("没找到答案的问题")
    header_icon = "search"
    index_url_name = "search_unanswered"
    index_results_url_name = "search_unanswered_results"
    filterset_class = UnansweredFilterSet
    permission_required = "view"
    is_searchable = False
    columns = [
        DateColumn("week", label=_("哪一周（周一）")),
        Column("text", label=_("问法")),
        Column("asked", label=_("次数")),
        Column("place", label=_("选了哪个地区")),
        Column("locale", label=_("语言")),
        Column("answer", label=_("结果")),
        DateColumn("last_day", label=_("最近一次")),
    ]
    list_export = ["week", "text", "asked", "place", "locale", "answer", "last_day"]
    export_headings = {
        "week": _("哪一周（周一）"), "text": _("问法"), "asked": _("次数"), "place": _("选了哪个地区"),
        "locale": _("语言"), "answer": _("结果"), "last_day": _("最近一次"),
    }  # fmt: skip
    custom_field_preprocess = {name: {"csv": harmless, "xlsx": harmless} for name in ("text", "place")}

    def get_base_queryset(self):
        return SearchQuery.objects.unanswered().by_week()

    def decorate_paginated_queryset(self, object_list):
        rows = list(object_list)
        names = _names({row["region"] for row in rows if row["region"]})
        return [
            {
                **row,
                "place": names.get(row["region"], "—"),
                "answer": str(PARTLY if row["most_hits"] else NOTHING),
            }
            for row in rows
        ]


class UnansweredMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)
