from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "foundation.accounts"
    verbose_name = _("人员与机构")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.accounts import signals, terms  # noqa: F401 - register themselves
