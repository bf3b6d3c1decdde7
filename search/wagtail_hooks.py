from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from search.backoffice.reports import UnansweredMenuItem, UnansweredReport
from search.backoffice.viewsets import SearchGroup, SynonymPolicy
from search.models import Synonym
from search.picks import waiting_items

register_permission_policy(Synonym, SynonymPolicy(Synonym))


@hooks.register("register_waiting_items")
def register_waiting_items():
    return [waiting_items]


@hooks.register("register_admin_viewset")
def register_search_menu():
    return SearchGroup()


@hooks.register("register_reports_menu_item")
def register_unanswered_menu_item():
    return UnansweredMenuItem(
        _("没找到答案的问题"), reverse_lazy("search_unanswered"), icon_name="search", order=110
    )


@hooks.register("register_admin_urls")
def register_unanswered():
    return [
        path("reports/search-unanswered/", UnansweredReport.as_view(), name="search_unanswered"),
        path(
            "reports/search-unanswered/results/",
            UnansweredReport.as_view(results_only=True),
            name="search_unanswered_results",
        ),
    ]
