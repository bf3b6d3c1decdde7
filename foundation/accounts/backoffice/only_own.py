"""Screens of one object, for rows that an office or a place says whose they are."""

from django.http import Http404


class OnlyOwn:
    """An object of another office is not found."""

    def get_object(self, *args, **kwargs):
        found = super().get_object(*args, **kwargs)
        mine = self.permission_policy.user_has_any_permission_for_instance
        if not mine(self.request.user, ["add", "change", "delete", "view"], found):
            raise Http404
        return found
