from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    name = "foundation.vault"
    verbose_name = _("个人信息保护")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.vault import checks, heads, said, terms  # noqa: F401 - what they hold registers itself
        from foundation.vault.access_log import AccessLog, BoundFields

        said.act("vault.read_log", _("看了查阅记录"), said.Sort.LOOK)
        said.act("vault.sign_log", _("给查阅记录签了名"), said.Sort.OTHER)
        heads.register(AccessLog())
        heads.register(BoundFields())
