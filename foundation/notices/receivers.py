"""What those who keep the site are told at once."""

from django.db.models import Q
from django.utils import timezone

from foundation.accounts.models import Role, User
from foundation.notices import services


def tell_of_broken_log(sender, problem, **kwargs):
    """Into the inbox of each superuser and operator, once a day: what was found stands in the system log."""
    keepers = User.objects.filter(Q(is_superuser=True) | Q(memberships__role=Role.OPERATOR), is_active=True)
    day = timezone.localdate()
    recipients = {f"vault.log_broken:{day}:{user.pk}": user for user in keepers.distinct()}
    services.queue_all(recipients, channel="staff", template="log_broken", context={})
