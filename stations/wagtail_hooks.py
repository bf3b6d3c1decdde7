from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from stations.backoffice.viewsets import PlacesGroup, StationPolicy
from stations.models import Station

register_permission_policy(Station, StationPolicy(Station))


@hooks.register("register_admin_viewset")
def register_places():
    return PlacesGroup()


@hooks.register("register_log_actions")
def register_actions(actions):
    actions.register_action("stations.verify", _("核对站点"), _("核对了地址、电话和开放时间"))
