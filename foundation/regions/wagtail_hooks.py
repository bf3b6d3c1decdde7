from wagtail import hooks
from wagtail.permissions import register_permission_policy

from foundation.regions.backoffice.chooser import region_chooser
from foundation.regions.backoffice.viewsets import ReadOnlyPolicy, regions
from foundation.regions.models import Region

register_permission_policy(Region, ReadOnlyPolicy(Region))


@hooks.register("register_admin_viewset")
def register_regions():
    return [regions, region_chooser]
