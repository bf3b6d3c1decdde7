from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "casework"
    verbose_name = _("办案")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from aid import acts, turns, visibility
        from casework import handover, receivers, visible, workflow  # noqa: F401 - the table registers itself
        from foundation.accounts.handover import sources

        acts.done.connect(receivers.follow_the_application, dispatch_uid="casework.open_case")
        sources.append(handover.of)
        visibility.ways_in.append(visible.BY_ASSIGNMENT)
        turns.CALLED_FOR["reassign"] = (True, visible.left_behind)
