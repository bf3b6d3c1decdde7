from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from foundation.regions.models import Region


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Everybody on the staff may look; nobody changes: the table comes from a command."""

    def user_has_permission(self, user, action):
        return action == "view" and user.is_active

    def user_has_any_permission(self, user, actions):
        return user.is_active and "view" in actions

    def users_with_any_permission(self, actions):
        return super().users_with_any_permission(actions)


class RegionViewSet(ModelViewSet):
    model = Region
    icon = "site"
    menu_label = _("行政区划")
    menu_name = "regions"
    menu_order = 900
    add_to_settings_menu = True
    form_fields = ["name"]
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["code", "full_name", "get_level_display", "valid_to"]
    list_filter = ["level", "is_pseudo"]
    search_fields = ["name", "full_name", "code", "pinyin"]
    search_backend_name = None
    list_per_page = 50
    ordering = ["code"]
    url_prefix = "regions"


regions = RegionViewSet("regions")
