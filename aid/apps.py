from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AidConfig(AppConfig):
    name = "aid"
    verbose_name = _("法律援助申请")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from aid import checks, reach, workflow, workflow_first_aid  # noqa: F401 - what they hold registers itself
        from foundation.notices import gate

        gate.ask_of(reach.rules_of)
