from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuessingConfig(AppConfig):
    name = "foundation.guessing"
    verbose_name = _("防猜")
    default_auto_field = "django.db.models.BigAutoField"
