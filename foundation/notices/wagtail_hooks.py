from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from foundation.notices.backoffice import inbox, reports


@hooks.register("register_admin_urls")
def register_outbox():
    return [
        path("reports/outbox/", reports.OutboxReport.as_view(), name="notices_outbox"),
        path(
            "reports/outbox/results/",
            reports.OutboxReport.as_view(results_only=True),
            name="notices_outbox_results",
        ),
        path("reports/outbox/<int:pk>/resend/", reports.resend, name="notices_resend"),
        path("inbox/", inbox.InboxView.as_view(), name="notices_inbox"),
    ]


@hooks.register("construct_homepage_panels")
def add_inbox(request, panels):
    panels.append(inbox.InboxPanel())


class OutboxMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("notices.view_message")


@hooks.register("register_reports_menu_item")
def register_outbox_menu_item():
    return OutboxMenuItem(_("消息"), reverse_lazy("notices_outbox"), icon_name="mail", order=100)


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("notices.resend", _("重发消息"), _("重发了消息"))
