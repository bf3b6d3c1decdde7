from wagtail.permission_policies import ModelPermissionPolicy

from foundation.accounts import keeping, services
from foundation.accounts.models import Membership, Office


class KeeperPolicy(ModelPermissionPolicy):
    """Supervisors and operators look after the offices below their own; the group's permission comes first."""

    def _office(self, instance):
        return instance if isinstance(instance, Office) else instance.office

    def user_has_permission_for_instance(self, user, action, instance):
        if not self.user_has_permission(user, action):
            return False
        return services.offices_kept_by(user).filter(pk=self._office(instance).pk).exists()

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user, actions):
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        kept = services.offices_kept_by(user)
        return kept if self.model is Office else Membership.objects.filter(office__in=kept)


class MembershipPolicy(KeeperPolicy):
    """A role is given and taken, never turned into another; taken from nobody whom one could not have given it."""

    def user_has_permission(self, user, action):
        return action != "change" and super().user_has_permission(user, action)

    def user_has_permission_for_instance(self, user, action, instance):
        if not super().user_has_permission_for_instance(user, action, instance):
            return False
        return action != "delete" or keeping.may_take(user, instance)


class OfficePolicy(KeeperPolicy):
    """An office that closes is set inactive: what was done there goes on naming it."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)
