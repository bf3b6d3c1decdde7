from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
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


class RegionInspect(generic.InspectView):
    """In words: Wagtail would say None and False."""

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("是") if value else _("否")
        return "—" if value is None else value


class RegionViewSet(ModelViewSet):
    model = Region
    icon = "site"
    menu_label = _("行政区划")
    menu_name = "regions"
    menu_order = 900
    add_to_settings_menu = True
    form_fields = ["name"]
    inspect_view_enabled = True
    inspect_view_class = RegionInspect
    inspect_view_fields_exclude = ["id"]
    copy_view_enabled = False
    list_display = [
        "code",
        "full_name",
        Column("get_level_display", label=_("级别"), sort_key="level"),
        "valid_to",
    ]
    list_filter = ["level", "is_pseudo"]
    search_fields = ["name", "full_name", "code", "pinyin"]
    search_backend_name = None
    list_per_page = 50
    ordering = ["code"]
    url_prefix = "regions"


regions = RegionViewSet("regions")
