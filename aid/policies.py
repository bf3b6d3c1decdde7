"""Who may do what to which application: one policy for the services, the admin and its lists."""

from wagtail.permission_policies.base import BasePermissionPolicy

from aid import acts, approval, sla, solo, visibility, workflow
from aid.models import Application
from aid.models.approval import SAY_YES
from foundation.accounts import scope


class ApplicationPermissionPolicy(BasePermissionPolicy):
    """Roles held in the application's office or above it; "view", "export" and the acts of all tables.

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
        act = acts.find(action)
        roles = act and (approval.roles_now(act, application, user) if act.chain else act.roles)
        if act is None or (act.chain and not roles):
            return False
        if not (held.everything or self._role_fits(held, user, act, roles, application)):
            return False
        if not set(act.not_after) & set(application.acts_of(user)):
            return True
        # Asked only of who did what came before: a list of others' work costs no query.
        return act.alone and solo.setting_for(application.office_id, sla.today_in_shanghai()) is not None

    def next_acts(self, held, user, application, *, usual=False):
        """The acts `user` may do now, in the order of the tables. `usual`: of the usual next steps alone."""
        open_now = (
            act
            for flow in acts.workflows()
            if (subject := flow.record_of(application)) is not None
            for act in flow.acts_from(subject.status)
            if act.usual or not usual
        )
        return sorted(
            (act for act in open_now if self.allows(held, user, act.code, application)),
            key=lambda act: act.order,
        )

    def _sees(self, held, user, application):
        if held.everything or held.roles_at(application.office.path) & workflow.OFFICE_ROLES:
            return True
        return any(way.sees and self._is_theirs(way, held, user, application) for way in visibility.ways_in)

    def _role_fits(self, held, user, act, roles, application):
        if act.elsewhere:
            return any(
                act.code in way.acts and self._is_theirs(way, held, user, application)
                for way in visibility.ways_in
            )
        if held.roles_at(application.office.path) & roles & workflow.OFFICE_ROLES:
            return True
        return any(
            way.role in roles and not way.acts and self._is_theirs(way, held, user, application)
            for way in visibility.ways_in
        )

    @staticmethod
    def _is_theirs(way, held, user, application):
        return held.holds(way.role) and way.holds(user, application)

    @staticmethod
    def _roles_for(action):
        if action in ("view", "change"):
            return workflow.OFFICE_ROLES | {way.role for way in visibility.ways_in}
        if action == "export":
            return workflow.EXPORT_ROLES
        act = acts.find(action)
        if act is None:
            return frozenset()
        return act.roles | frozenset(SAY_YES) if act.chain else act.roles


application_policy = ApplicationPermissionPolicy(Application)
