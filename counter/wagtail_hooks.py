from django.urls import include, path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from aid.models import Application
from aid.policies import application_policy
from counter import (
    absence,
    call_backs,
    cooperation,
    erasure,
    fresh_hands,
    home,
    load,
    looks,
    menu,
    solo,
    tours,
    unowned,
    visits,
    watches,
)

register_permission_policy(Application, application_policy)


@hooks.register("register_admin_urls")
def register_counter():
    return [path("applications/", include("counter.urls"))]


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return menu.ApplicationsMenuItem(
        _("援助申请"),
        lazy(reverse, str)("applications:index"),
        name="applications",
        icon_name="clipboard-list",
        order=50,
    )


class ToursMenuItem(MenuItem):
    def is_shown(self, request):
        return tours.may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_tours_menu_item():
    address = lazy(reverse, str)("tours_report")
    return ToursMenuItem(tours.ToursReportView.page_title, address, icon_name="calendar-alt", order=120)


@hooks.register("register_admin_urls")
def register_tours():
    view = tours.ToursReportView
    return [
        path("reports/tours/", view.as_view(), name="tours_report"),
        path("reports/tours/results/", view.as_view(results_only=True), name="tours_report_results"),
    ]


class FreshHandsMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("vault.view_accessentry")


@hooks.register("register_reports_menu_item")
def register_fresh_hands_menu_item():
    view = fresh_hands.FreshHandsReportView
    address = lazy(reverse, str)("fresh_hands_report")
    return FreshHandsMenuItem(view.page_title, address, icon_name="warning", order=115)


@hooks.register("register_admin_urls")
def register_fresh_hands():
    view = fresh_hands.FreshHandsReportView
    return [
        path("reports/fresh-hands/", view.as_view(), name="fresh_hands_report"),
        path(
            "reports/fresh-hands/results/", view.as_view(results_only=True), name="fresh_hands_report_results"
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_solo_menu_item():
    address = lazy(reverse, str)("applications:solo")
    return solo.SupervisorsMenuItem(solo.SoloView.page_title, address, icon_name="user", order=117)


@hooks.register("register_reports_menu_item")
def register_load_menu_item():
    address = lazy(reverse, str)("applications:load")
    return solo.SupervisorsMenuItem(load.LoadView.page_title, address, icon_name="group", order=116)


@hooks.register("register_reports_menu_item")
def register_absences_menu_item():
    address = lazy(reverse, str)("applications:absences")
    return menu.CounterMenuItem(absence.AbsencesView.page_title, address, icon_name="date", order=118)


@hooks.register("register_admin_menu_item")
def register_undelivered():
    return menu.CounterMenuItem(
        _("没送到的"),
        lazy(reverse, str)("applications:undelivered"),
        name="undelivered",
        icon_name="mail",
        order=52,
    )


@hooks.register("register_admin_menu_item")
def register_call_backs():
    return call_backs.CallBackMenuItem(
        _("要回电话的"),
        lazy(reverse, str)("applications:call_backs"),
        name="call-backs",
        icon_name="mobile-alt",
        order=51,
    )


@hooks.register("register_admin_menu_item")
def register_erasures():
    return erasure.ErasureMenuItem(
        _("删除要求"), lazy(reverse, str)("applications:erasures"), name="erasures", icon_name="bin", order=52
    )


@hooks.register("register_admin_menu_item")
def register_cooperation():
    return cooperation.CooperationMenuItem(
        cooperation.CooperationView.page_title,
        lazy(reverse, str)("applications:cooperation"),
        name="cooperation",
        icon_name="mail",
        order=53,
    )


@hooks.register("construct_homepage_panels")
def add_home(request, panels):
    panels.extend(home.panels(request))


@hooks.register("construct_homepage_panels")
def add_search(request, panels):
    if application_policy.user_has_permission(request.user, "view"):
        panels.append(menu.SearchPanel())


@hooks.register("construct_homepage_panels")
def add_unowned(request, panels):
    if unowned.is_for(request.user):
        panels.append(unowned.UnownedPanel())


@hooks.register("construct_homepage_panels")
def add_watches(request, panels):
    if application_policy.user_has_permission(request.user, "view"):
        panels.append(watches.LatePanel())


@hooks.register("register_reports_menu_item")
def register_watches_menu_item():
    address = lazy(reverse, str)("applications:watches")
    return menu.CounterMenuItem(watches.WatchesView.page_title, address, icon_name="view", order=118)


@hooks.register("register_reports_menu_item")
def register_visits_menu_item():
    address = lazy(reverse, str)("applications:visits")
    return menu.CounterMenuItem(visits.RouteView.page_title, address, icon_name="site", order=119)


@hooks.register("construct_homepage_panels")
def add_looks(request, panels):
    if looks.is_for(request.user):
        panels.append(looks.LooksPanel())


@hooks.register("register_waiting_items")
def register_waiting():
    return [
        menu.waiting_items,
        menu.scanner_items,
        call_backs.waiting_items,
        erasure.waiting_items,
        cooperation.waiting_items,
    ]


@hooks.register("register_log_actions")
def register_actions(actions):
    @actions.register_action("aid.act")
    class ActFormatter(menu.ActFormatter):
        pass
