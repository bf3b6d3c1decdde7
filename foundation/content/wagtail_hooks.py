from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from foundation.content.admin_home import WaitingPanel


@hooks.register("insert_global_admin_css")
def brand_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("admin/brand.css"))


@hooks.register("construct_homepage_panels")
def what_waits_for_me(request, panels):
    panels.insert(0, WaitingPanel())


@hooks.register("construct_help_menu")
def no_help_abroad(request, menu_items):
    # Wagtail's own guide and news are English and on another host; ours are in docs/.
    abroad = ("editor-guide", "whats-new-in-wagtail")
    menu_items[:] = [item for item in menu_items if not item.name.startswith(abroad)]
