from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = _("服务站点")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.accounts import roles
        from foundation.accounts.models import Role
        from foundation.accounts.rooms import open_to
        from stations import checks, terms  # noqa: F401 - checks register themselves
        from stations.keepers import KEEPERS

        open_to("stations.change_station", "wagtailimages_chooser:")  # the picture of its door
        keep = ["stations.view_station", "stations.change_station", "stations.add_station"]
        for role in KEEPERS:
            roles.add_permissions(role, *keep)
        for role in (Role.SUPERVISOR, Role.OPERATOR, Role.EDITOR):
            for model in ("hotline", "problem"):
                roles.add_permissions(role, *(f"stations.{act}_{model}" for act in ("view", "add", "change")))
        gone = ["stations.delete_station", "stations.delete_hotline", "stations.delete_problem"]
        roles.add_permissions(Role.OPERATOR, *gone)
