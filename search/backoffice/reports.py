"""没找到答案的问题: what people asked in vain, by week and by the place they chose."""

from datetime import timedelta

import django_filters
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from foundation.content.kept import kept
from foundation.regions.models import Region
from search.models import SearchQuery
from search.services import RARE, STORY

WEEKS = 13  # as long as questions are kept
NOTHING, PARTLY = _("一条都没有"), _("只找到沾边的")


def may_read(user):
    return user.has_perm("search.view_searchquery")


def _weeks():
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    return [(str(week), str(week)) for week in (monday - timedelta(weeks=n) for n in range(WEEKS))]


def _regions():
    codes = SearchQuery.objects.exclude(region="").values_list("region", flat=True).distinct()
    return sorted((code, _prefectures().get(code, code)) for code in codes)


@kept
def _prefectures():
    return dict(Region.objects.in_force().filter(code__endswith="00").values_list("code", "full_name"))


def _said(row):
    """In words, on the screen and in the export."""
    return {
        "week": date_format(row["week"], "Y-m-d"),
        "place": _prefectures().get(row["region"], row["region"]) or "—",
        "language": str(dict(settings.LANGUAGES).get(row["locale"], row["locale"])),
        "answer": str(PARTLY if row["most_hits"] else NOTHING),
        "last": date_format(row["last_day"], "Y-m-d"),
    }


def _in_words(name):
    return lambda row: _said(row)[name]


class QuestionColumn(TitleColumn):
    """Leads on to 试搜, for who may judge there; not what stands for words that are not kept."""

    def get_link_url(self, row, parent_context):
        may_judge = parent_context["request"].user.has_perm("search.add_judgement")
        if not may_judge or row["text"] in (STORY, RARE):
            return None
        return f"{reverse('search_trial:index')}?{urlencode({'q': row['text']})}"


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
        Column("week", label=_("哪一周（周一）"), accessor=_in_words("week")),
        QuestionColumn("text", label=_("问法")),
        Column("asked", label=_("次数")),
        Column("place", label=_("选了哪个地区"), accessor=_in_words("place")),
        Column("language", label=_("语言"), accessor=_in_words("language")),
        Column("answer", label=_("结果"), accessor=_in_words("answer")),
        Column("last", label=_("最近一次"), accessor=_in_words("last")),
    ]
    list_export = ["week", "text", "asked", "place", "language", "answer", "last"]
    export_headings = {
        "week": _("哪一周（周一）"), "text": _("问法"), "asked": _("次数"), "place": _("选了哪个地区"),
        "language": _("语言"), "answer": _("结果"), "last": _("最近一次"),
    }  # fmt: skip

    def get_base_queryset(self):
        return SearchQuery.objects.unanswered().by_week()

    def decorate_paginated_queryset(self, object_list):
        # What is exported goes by names alone.
        return [{**row, **_said(row)} for row in object_list] if self.is_export else object_list


class UnansweredMenuItem(MenuItem):
    def is_shown(self, request):
        return may_read(request.user)
