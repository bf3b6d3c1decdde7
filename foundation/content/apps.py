from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContentConfig(AppConfig):
    name = "foundation.content"
    verbose_name = _("页面内容")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from foundation.content import kept
        from foundation.content.admin_start import mend_widgets
        from foundation.content.editors_files import mend_avatars
        from foundation.content.renditions import mend_renditions
        from foundation.content.spreadsheets import mend_exports

        kept.watch()
        mend_exports()
        mend_avatars()
        mend_renditions()
        mend_widgets()
