from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("门户")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.accounts import roles
        from foundation.accounts.models import Role
        from portal.notice_law import quoted
        from stations.papers import law

        law.read_with(quoted)
        # Whoever writes pages may also hand them over for translation; where, the page permissions say.
        for role in (Role.EDITOR, Role.CASE_EDITOR, Role.PROPAGANDA, Role.SUPERVISOR):
            roles.add_permissions(role, "wagtail_localize.submit_translation")
