from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawsConfig(AppConfig):
    name = "laws"
    verbose_name = _("法律与普法")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.accounts.models import Role
        from foundation.accounts.roles import add_permissions

        for model in ("topic", "statute", "article", "parameter", "term"):
            add_permissions(Role.EDITOR, *(f"laws.{act}_{model}" for act in ("view", "add", "change")))
            add_permissions(
                Role.OPERATOR, *(f"laws.{act}_{model}" for act in ("view", "add", "change", "delete"))
            )
