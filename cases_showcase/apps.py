from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesShowcaseConfig(AppConfig):
    name = "cases_showcase"
    verbose_name = _("典型案例")
    default_auto_field = "django.db.models.BigAutoField"
