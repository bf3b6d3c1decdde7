"""One's own account: what a member of staff sets for themselves. What they are called is not among it."""

from django.utils.decorators import method_decorator
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NameEmailSettingsPanel


@method_decorator(require_admin_access, name="dispatch")
class OwnAccountView(AccountView):
    """Wagtail's, without the panel for name and e-mail: the log and the timeline believe them, so a keeper sets them."""

    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
