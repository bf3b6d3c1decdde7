from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from foundation.vault.backoffice.reports import AccessReport


@hooks.register("register_admin_urls")
def register_access_report():
    return [
        path("reports/access/", AccessReport.as_view(), name="vault_access"),
        path("reports/access/results/", AccessReport.as_view(results_only=True), name="vault_access_results"),
    ]


class AccessMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("vault.view_accessentry")


@hooks.register("register_reports_menu_item")
def register_access_menu_item():
    return AccessMenuItem(_("查阅记录"), reverse_lazy("vault_access"), icon_name="view", order=110)
