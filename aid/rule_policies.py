"""Who changes which rules of places: editors and operators all; supervisors what their offices settle for themselves.

A supervisor's place is that of the offices they supervise, and all in it: docs/decisions/0056.
"""

from django.db.models import Q
from wagtail.permission_policies import ModelPermissionPolicy

from aid.models.office_row import OfficeRow
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


def _supervised(user):
    """The offices `user` is named supervisor of. A desk settles nothing: the agency above does."""
    tops = [path for path, role in scope.of(user).held if role == Role.SUPERVISOR]
    return Office.objects.filter(path__in=tops).exclude(kind=Office.Kind.STATION_DESK)


def offices_of(user):
    """Those for which `user` writes rules that hold in one office."""
    offices = Office.objects.active()
    if is_limited(user):
        offices = offices.filter(scope.below(_supervised(user).values_list("path", flat=True)))
    return offices


def within_places_of(user, field: str) -> Q:
    """Rows whose `field`, a code of a division, lies where `user` supervises."""
    found = Q(pk__in=[])
    for office in _supervised(user).filter(region__isnull=False).select_related("region"):
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
        if not is_limited(user):
            return rows
        of_place = within_places_of(user, "region__code")
        if not issubclass(self.model, OfficeRow):
            return rows.filter(of_place)
        return rows.filter((Q(office=None) & of_place) | Q(office__in=offices_of(user)))
