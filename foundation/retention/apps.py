from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "foundation.retention"
    verbose_name = _("保存期限")
    default_auto_field = "django.db.models.BigAutoField"
