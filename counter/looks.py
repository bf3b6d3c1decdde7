"""看得太多: who looked at too much in a short time, on the first page of whoever answers for them."""

from datetime import timedelta

from django.utils import timezone
from wagtail.admin.ui.components import Component

from aid import looks
from foundation.accounts import scope
from foundation.accounts.models import Role

SHOWN, DAYS = 10, 14


def is_for(user):
    return user.has_perm("vault.view_accessentry") or scope.of(user).holds(Role.SUPERVISOR)


class LooksPanel(Component):
    """Nothing at all when there is nothing."""

    name = "looks"
    order = 15
    template_name = "counter/_looks.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        since = timezone.now() - timedelta(days=DAYS)
        return {
            "bursts": list(looks.bursts_seen_by(user, since)[:SHOWN]),
            "may_read_log": user.has_perm("vault.view_accessentry"),
        }
