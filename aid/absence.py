"""不在岗: who is away, from when to when, and who stands in. What is asked of one goes to the other on those days.

Work of an office is done by role, and nobody is missed there. What belongs to one person (the cases they were named
for, warnings) shows to the deputy as well, who acts in their own name.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import sla
from aid.models.absence import Absence
from aid.status import CASE_ROLES
from foundation.accounts import scope
from foundation.accounts.models import Membership, Role, User
from foundation.vault.services import record_access

LONGEST = timedelta(days=366)


def responsible_for(user: User, day: date) -> User:
    """Who answers for what belongs to `user` on that day: they, or when they are away their deputy.

    When the deputy is away too, theirs; the last one who can sign in, and `user` where the round leads back.
    """
    there = {one.person_id: one.deputy for one in Absence.objects.in_force(day).select_related("deputy")}
    found, met = user, {user.pk}
    while (following := there.get(found.pk)) and following.is_active:
        if following.pk in met:
            return user
        met.add(following.pk)
        found = following
    return found


def stands_in_for(user: User, day: date) -> frozenset[int]:
    """The keys of those whose deputy `user` is on that day, and of those whom these stand in for.

    One query for each user object, which remembers the answer as it does its scope.
    """
    if getattr(user, "_stands_in", (None,))[0] != day:
        pairs = list(Absence.objects.in_force(day).values_list("person", "deputy"))
        found: set[int] = set()
        asked = {user.pk}
        while asked:
            asked = {person for person, deputy in pairs if deputy in asked} - found - {user.pk}
            found |= asked
        user._stands_in = day, frozenset(found)
    return user._stands_in[1]


def people_of(user: User) -> QuerySet[User]:
    """Of whom `user` may say that they are away: themselves, and whom they supervise."""
    held, people = scope.of(user), User.objects.filter(is_active=True, memberships__role__in=CASE_ROLES)
    if not held.everything:
        theirs = scope.below(held.paths({Role.SUPERVISOR}), "memberships__office__path")
        people = people.filter(Q(pk=user.pk) | theirs)
    return people.distinct().order_by("last_name", "first_name", "pk")


def deputies_of(person: User) -> QuerySet[User]:
    """Who can stand in: holds one of the same roles there or above; for cases anywhere in the same line of offices."""
    fits = Q(pk__in=[])
    for path, role in person.memberships.filter(role__in=CASE_ROLES).values_list("office__path", "role"):
        near = Q(office__path__in=scope.above(path))
        if role == Role.CASEWORKER:
            near |= scope.of_offices([path])
        fits |= Q(pk__in=Membership.objects.filter(near, role=role).values("user"))
    found = User.objects.filter(fits, is_active=True).exclude(pk=person.pk)
    return found.order_by("last_name", "first_name", "pk")


def shown_to(user: User) -> QuerySet[Absence]:
    """Those of `people_of` this user, and those in which they stand in."""
    found = Absence.objects.select_related("person", "deputy", "set_by", "ended_by")
    return found.filter(Q(person__in=people_of(user).order_by().values("pk")) | Q(deputy=user))


@transaction.atomic
def announce(
    person: User, *, deputy: User, since: date, until: date, actor: User, at: datetime | None = None
) -> Absence:
    """`person` is away and `deputy` stands in.

    ValidationError for days that are past or out of order, for one who is away then already, and for a deputy who does
    not do the same work or is away then. The same said twice is one.
    """
    at = at or timezone.now()
    today = sla.local_day(at)
    locked = User.objects.select_for_update(of=("self",)).filter(pk=person.pk).first()
    if locked is None or not people_of(actor).filter(pk=person.pk).exists():
        raise PermissionDenied
    if not today <= until <= today + LONGEST:
        raise ValidationError({"until": _("最晚到一年以后，不能是过去的日子。")})
    if not today <= since <= until:
        raise ValidationError({"since": _("从今天或者以后的哪天起，不能比回来的日子晚。")})
    overlaps = Absence.objects.coming(today).filter(since__lte=until, until__gte=since)
    if same := overlaps.filter(person=locked, deputy=deputy, since=since, until=until).first():
        return same
    if overlaps.filter(person=locked).exists():
        raise ValidationError({"since": _("这几天已经定过了；要改，先把那一条结束。")})
    if not deputies_of(locked).filter(pk=deputy.pk).exists():
        raise ValidationError({"deputy": _("代的人要在同一个机构或者上级机构做同样的事。")})
    if overlaps.filter(person=deputy).exists():
        raise ValidationError({"deputy": _("这个人那几天自己也不在。")})
    made = Absence.objects.create(
        person=locked, deputy=deputy, since=since, until=until, set_by=actor, set_at=at
    )
    record_access(actor, "aid.absence_set", made, f"{locked.get_username()} {since} {until}")
    return made


@transaction.atomic
def end(one: Absence, *, actor: User, at: datetime | None = None) -> Absence:
    """They are back from today on, or never go. Done twice it is done once."""
    if not people_of(actor).filter(pk=one.person_id).exists():
        raise PermissionDenied
    one = Absence.objects.select_for_update(of=("self",)).get(pk=one.pk)
    today = sla.local_day(at or timezone.now())
    if one.ended_on is None and one.until >= today:
        one.ended_on, one.ended_by = today, actor
        one.save(update_fields=["ended_on", "ended_by"])
        record_access(actor, "aid.absence_end", one, one.person.get_username())
    return one
