"""Who may do what to which application: one policy for the services, the admin and its lists."""

from wagtail.permission_policies.base import BasePermissionPolicy

from aid import workflow
from aid.models import Application
from foundation.accounts import scope


class ApplicationPermissionPolicy(BasePermissionPolicy):
    """Roles held in the application's office or above it; "view" and the acts of aid.workflow.

    The queryset side is `Application.objects.visible_to(user)`; a test keeps the two in agreement.
    """

    def user_has_permission(self, user, action):
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user, actions):
        held = scope.of(user)
        roles = {role for _, role in held.held}
        return held.everything or any(self._roles_for(action) & roles for action in actions)

    def users_with_any_permission(self, actions):
        from foundation.accounts.models import User

        roles = set().union(*(self._roles_for(action) for action in actions))
        return User.objects.filter(is_active=True, memberships__role__in=roles).distinct()

    def instances_user_has_any_permission_for(self, user, actions):
        return Application.objects.visible_to(user)

    def user_has_permission_for_instance(self, user, action, instance):
        return self.allows(scope.of(user), user, action, instance)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        held = scope.of(user)
        return any(self.allows(held, user, action, instance) for action in actions)

    def allows(self, held, user, action, application):
        """As user_has_permission_for_instance, for a scope already read: lists ask once per row."""
        if action in ("view", "change"):
            return self._sees(held, user, application)
        row = workflow.TRANSITIONS.get(action)
        if row is None or not (held.everything or self._role_fits(held, user, row, application)):
            return False
        if not row.not_after:
            return True
        return not any(
            event.actor_id == user.pk and event.action in row.not_after for event in application.events.all()
        )

    def next_actions(self, held, user, application):
        """The acts `user` may do now, the usual next step first."""
        return [
            action
            for action in workflow.actions_from(application.status)
            if self.allows(held, user, action, application)
        ]

    def _sees(self, held, user, application):
        if held.everything or held.roles_at(application.office.path) & workflow.OFFICE_ROLES:
            return True
        return held.is_caseworker and self._is_assignee(user, application)

    def _role_fits(self, held, user, row, application):
        roles = held.roles_at(application.office.path) & row.roles
        if roles & workflow.OFFICE_ROLES:
            return True
        # A caseworker acts only on what is theirs.
        return (
            bool(row.roles - workflow.OFFICE_ROLES)
            and held.is_caseworker
            and self._is_assignee(user, application)
        )

    @staticmethod
    def _is_assignee(user, application):
        return any(a.assignee_id == user.pk and a.ended_at is None for a in application.assignments.all())

    @staticmethod
    def _roles_for(action):
        if action in ("view", "change"):
            return workflow.OFFICE_ROLES | {"caseworker"}
        row = workflow.TRANSITIONS.get(action)
        return row.roles if row else frozenset()


application_policy = ApplicationPermissionPolicy(Application)
