from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "foundation.notices"
    verbose_name = _("通知")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.accounts import roles
        from foundation.accounts.models import Role
        from foundation.notices import checks, receivers, terms, wordings  # noqa: F401 - register themselves
        from foundation.retention.signals import changed
        from foundation.vault.signals import broken

        broken.connect(receivers.tell_of_broken_log)
        changed.connect(receivers.tell_of_terms)

        for role in (Role.SUPERVISOR, Role.OPERATOR):
            roles.add_permissions(role, "notices.view_message", "notices.resend_message")
