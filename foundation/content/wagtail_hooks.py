from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permission_policies.pages import PagePermissionPolicy

from foundation.content import admin_imports
from foundation.content.admin_home import WaitingPanel


@hooks.register("register_admin_urls", order=-10)
def doors_before_wagtails_imports():
    return [
        path("redirects/import/", admin_imports.redirects),
        path("localize/translate/<int:translation_id>/pofile/upload/", admin_imports.catalogue),
    ]


@hooks.register("insert_global_admin_css")
def brand_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/brand.css"))


@hooks.register("insert_global_admin_js")
def start_without_scripts():
    return format_html('<script src="{}"></script>', static("js/admin-start.js"))


@hooks.register("construct_homepage_panels")
def what_waits_for_me(request, panels):
    panels.insert(0, WaitingPanel())


@hooks.register("construct_help_menu")
def no_help_abroad(request, menu_items):
    # Wagtail's own guide and news are English and on another host; ours are in docs/.
    abroad = ("editor-guide", "whats-new-in-wagtail")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(abroad)]


@hooks.register("construct_reports_menu")
def no_translations_report_for_the_counter(request, menu_items):
    if not PagePermissionPolicy().user_has_any_permission(request.user, {"add", "change", "publish"}):
        menu_items[:] = [item for item in menu_items if "translations" not in item.url]
