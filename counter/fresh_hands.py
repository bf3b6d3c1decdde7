"""新账号办的决定: decisions in which a day-old account, or somebody a day in the role, had a hand. For who audits."""

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from aid.models import Event
from foundation.vault.models import AccessEntry

DECISIONS = ("grant", "grant_part", "refuse")


def decisions():
    """The decisions that a second look is due to, newest first, each with the `hands` of its application."""
    reviews = Event.objects.by_fresh_hands().filter(application=OuterRef("application"), action="review")
    fresh = Event.objects.by_fresh_hands().filter(pk=OuterRef("pk"))
    hands = Event.objects.filter(action__in=("review", *DECISIONS), actor__isnull=False).select_related(
        "actor"
    )
    return (
        Event.objects.filter(action__in=DECISIONS)
        .filter(Q(Exists(fresh)) | Q(Exists(reviews)))
        .select_related("application__office")
        .prefetch_related(Prefetch("application__events", hands, to_attr="hands"))
    )


def _hands_in_words(event):
    said = (
        _("%(act)s：%(who)s（账号 %(day)s 开）")
        % {"act": hand.label, "who": hand.actor_label, "day": f"{hand.actor.date_joined:%Y-%m-%d}"}
        for hand in event.application.hands
    )
    return "；".join(said)


class FreshHandsReportView(ReportView):
    model = AccessEntry  # whoever may read who saw what is who audits
    permission_required = "view"
    page_title = _("新账号办的决定")
    header_icon = "warning"
    index_url_name = "fresh_hands_report"
    index_results_url_name = "fresh_hands_report_results"
    default_ordering = "-at"
    list_export = []
    columns = [
        Column("application", label=_("编号"), accessor="application.reference"),
        Column("office", label=_("机构"), accessor="application.office"),
        Column("label", label=_("决定")),
        DateColumn("at", label=_("时间")),
        Column("hands", label=_("谁办的"), accessor=_hands_in_words),
    ]

    def get_base_queryset(self):
        return decisions()
