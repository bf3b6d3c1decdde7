from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawsConfig(AppConfig):
    name = "laws"
    verbose_name = _("法律与普法")
    default_auto_field = "django.db.models.BigAutoField"
