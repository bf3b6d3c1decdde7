from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies.pages import PagePermissionPolicy

from foundation.content.columns import DayColumn
from laws.models import ExplainerPage


def may_review(user):
    return PagePermissionPolicy().user_has_any_permission(user, {"add", "change", "publish"})


class ReviewReportView(ReportView):
    """待核对的页面: explainers past their review day, or resting on articles or figures that have changed."""

    page_title = _("待核对的页面")
    header_icon = "time"
    index_url_name = "explainer_review"
    index_results_url_name = "explainer_review_results"
    default_ordering = "review_due_on"
    columns = [
        TitleColumn("title", label=_("页面"), url_name="wagtailadmin_pages:edit"),
        Column("topic", label=_("援助事项")),
        DayColumn("review_due_on", label=_("该核对的日子")),
        Column("reason", label=_("为什么"), accessor="review_reason"),
    ]
    list_export = ["title", "topic", "review_due_on", "review_reason"]
    export_headings = {
        "title": _("页面"), "topic": _("援助事项"), "review_due_on": _("该核对的日子"), "review_reason": _("为什么"),
    }  # fmt: skip

    def dispatch(self, request, *args, **kwargs):
        if not may_review(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        found = ExplainerPage.objects.live().filter(alias_of=None).needing_review(timezone.localdate())
        return found.select_related("topic").prefetch_related(
            "citations__article__statute", "citations__article__versions"
        )
