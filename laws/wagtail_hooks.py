from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from laws.backoffice.chooser import article_chooser
from laws.backoffice.reports import ReviewReportView, may_review
from laws.backoffice.viewsets import LawGroup


@hooks.register("register_admin_viewset")
def register_law_menu():
    return LawGroup()


@hooks.register("register_admin_viewset")
def register_article_chooser():
    return article_chooser


class ReviewMenuItem(MenuItem):
    def is_shown(self, request):
        return may_review(request.user)


@hooks.register("register_reports_menu_item")
def register_review_report_menu_item():
    return ReviewMenuItem(_("待核对的页面"), reverse_lazy("explainer_review"), icon_name="time", order=100)


@hooks.register("register_admin_urls")
def register_review_report():
    return [
        path("reports/explainer-review/", ReviewReportView.as_view(), name="explainer_review"),
        path(
            "reports/explainer-review/results/",
            ReviewReportView.as_view(results_only=True),
            name="explainer_review_results",
        ),
    ]
