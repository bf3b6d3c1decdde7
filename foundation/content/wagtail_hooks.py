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
