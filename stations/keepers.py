"""Who keeps the register: the roles that may, each in the offices in which a person holds one of them, and below."""

from foundation.accounts import scope
from foundation.accounts.models import Office, Role

KEEPERS = (Role.SUPERVISOR, Role.OPERATOR)


def keeps(user):
    """Whether `user` may change stations at all; `stations_of` says which. Whoever does sees their reports too."""
    return user.is_active and user.has_perm("stations.change_station")


def brings_in(user):
    """Whether `user` may write stations from a file: new ones as well as changes."""
    return keeps(user) and user.has_perm("stations.add_station")


def offices_of(user):
    """The offices whose stations `user` may change. Another role elsewhere brings nothing."""
    held = scope.of(user)
    return (
        Office.objects.all() if held.everything else Office.objects.filter(scope.below(held.paths(KEEPERS)))
    )


def stations_of(user):
    from stations.models import Station

    return Station.objects.all() if user.is_superuser else Station.objects.filter(office__in=offices_of(user))
