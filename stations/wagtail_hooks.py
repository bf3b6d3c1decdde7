from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from stations import keepers
from stations.backoffice import duty, upkeep
from stations.backoffice.hotlines import UncheckedHotlinesView
from stations.backoffice.papers import PrintingReport
from stations.backoffice.reports import ProblemsReport
from stations.backoffice.viewsets import PlacesGroup, StationPolicy
from stations.models import Station

register_permission_policy(Station, StationPolicy(Station))


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesGroup()


class KeepersMenuItem(MenuItem):
    def is_shown(self, request):
        return keepers.keeps(request.user)


@hooks.register("register_reports_menu_item")
def register_duty_menu_item():
    title = duty.DutyReportView.page_title
    return KeepersMenuItem(title, reverse_lazy("duty_report"), icon_name="calendar-alt", order=121)


@hooks.register("register_reports_menu_item")
def register_station_reports_item():
    title = upkeep.ReportsView.page_title
    return KeepersMenuItem(title, reverse_lazy("station_reports"), icon_name="warning", order=119)


@hooks.register("register_waiting_items")
def register_waiting():
    return [upkeep.waiting_items]


@hooks.register("register_admin_urls")
def register_reports():
    view = duty.DutyReportView
    return [
        path("station-reports/", upkeep.ReportsView.as_view(), name="station_reports"),
        path("reports/duty/", view.as_view(), name="duty_report"),
        path("reports/duty/results/", view.as_view(results_only=True), name="duty_report_results"),
    ]


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("stations.verify", _("核对站点"), _("核对了地址、电话和开放时间"))
    actions.register_action("stations.duty", _("排值班"), _("改了值班表"))
    actions.register_action("stations.verify_hotline", _("核对电话"), _("打过去核对了号码"))
    actions.register_action("stations.import_read", _("上传站点文件"), _("上传了一个站点文件"))
    actions.register_action("stations.import", _("导入"), _("从文件导入"))
    actions.register_action("stations.import_undo", _("撤销导入"), _("撤销了一次导入"))
    actions.register_action("stations.print", _("印公示和联系卡"), _("印了公示、联系卡或者二维码"))


class UncheckedMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("stations.change_hotline")


@hooks.register("register_reports_menu_item")
def register_unchecked_hotlines_item():
    address = reverse_lazy("unchecked_hotlines")
    return UncheckedMenuItem(_("没核对的电话"), address, icon_name="mobile-alt", order=120)


@hooks.register("register_admin_urls")
def register_unchecked_hotlines():
    report = UncheckedHotlinesView
    return [
        path("reports/unchecked-hotlines/", report.as_view(), name="unchecked_hotlines"),
        path(
            "reports/unchecked-hotlines/results/",
            report.as_view(results_only=True),
            name="unchecked_hotlines_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_printings_item():
    address = reverse_lazy("station_printings")
    return KeepersMenuItem(_("印发记录"), address, icon_name="doc-full", order=130)


@hooks.register("register_admin_urls")
def register_printings():
    results = PrintingReport.as_view(results_only=True)
    return [
        path("reports/station-printings/", PrintingReport.as_view(), name="station_printings"),
        path("reports/station-printings/results/", results, name="station_printings_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_problems_item():
    return KeepersMenuItem(
        _("站点有什么问题"), reverse_lazy("station_problems"), icon_name="warning", order=125
    )


@hooks.register("register_admin_urls")
def register_problems():
    report = ProblemsReport
    return [
        path("reports/station-problems/", report.as_view(), name="station_problems"),
        path(
            "reports/station-problems/results/",
            report.as_view(results_only=True),
            name="station_problems_results",
        ),
    ]
