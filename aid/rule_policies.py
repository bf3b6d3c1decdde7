"""Who changes which rules of places: editors and operators all; supervisors what their offices settle for themselves.

A supervisor's place is that of the offices they supervise, and all in it: docs/decisions/0056.
"""

from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy

from foundation.accounts import scope
from foundation.accounts.models import Office, Role

EVERYWHERE = {Role.EDITOR, Role.OPERATOR}
# What an agency promises, or how it works. What a law, a province or a city sets is not among them.
OF_SUPERVISORS = (
    "localcutoff",
    "localwarndays",
    "localreopendays",
    "localpaperdays",
    "stepcheck",
    "approvalchain",
    "informedbody",
    "papertemplate",
)


def is_limited(user) -> bool:
    """Whether a place says which rules are theirs."""
    held = scope.of(user)
    return not (held.everything or any(held.holds(role) for role in EVERYWHERE))


def within_places_of(user, field: str) -> Q:
    """Rows whose `field`, a code of a division, lies where `user` supervises. A desk has no place of its own."""
    tops = [path for path, role in scope.of(user).held if role == Role.SUPERVISOR]
    offices = Office.objects.filter(path__in=tops, region__isnull=False).exclude(
        kind=Office.Kind.STATION_DESK
    )
    found = Q(pk__in=[])
    for office in offices.select_related("region"):
        found |= Q(**{f"{field}__startswith": office.region.prefix})
    return found


class RulePolicy(ModelPermissionPolicy):
    """A role brings the permission; the place says for which rows. Whatever is not theirs is not found."""

    def user_has_permission_for_instance(self, user, action, instance):
        return self.user_has_permission(user, action) and self._theirs(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self._theirs(user)

    def _theirs(self, user):
        rows = self.model._default_manager.all()
        return rows.filter(within_places_of(user, "region__code")) if is_limited(user) else rows
