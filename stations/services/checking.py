"""Who is reminded that what is said of a station was not checked for half a year."""

from datetime import date

from django.db.models import Count

from foundation.accounts.models import Role, User
from foundation.notices.services import queue_all
from stations.models import Station

KEEPERS = (Role.SUPERVISOR, Role.OPERATOR)


def remind_of_checks(on: date) -> int:
    """Once a month, inside the site, to those who keep the stations of an office or stand above: how many wait.

    The stations themselves are the list, one row each (`Station.objects.unchecked`). Safe to repeat within the
    month. Returns how many people were reminded.
    """
    unchecked = Station.objects.unchecked(on).filter(office__isnull=False).order_by()
    by_path = dict(unchecked.values_list("office__path").annotate(n=Count("pk")))
    told: dict[int, tuple[User, set[str]]] = {}
    for person, path in _keepers():
        paths = {below for below in by_path if below.startswith(path)}
        if paths:
            told.setdefault(person.pk, (person, set()))[1].update(paths)
    for person, paths in told.values():
        queue_all(
            {f"stations.checks:{on:%Y-%m}:{person.pk}": person},
            channel="staff",
            template="staff_stations_unchecked",
            context={"count": sum(by_path[path] for path in paths)},
        )
    return len(told)


def _keepers():
    held = User.objects.filter(is_active=True, memberships__role__in=KEEPERS)
    for person in held.prefetch_related("memberships__office").distinct():
        for membership in person.memberships.all():
            if membership.role in KEEPERS:
                yield person, membership.office.path
