"""People, offices and what a role brings: reading and writing."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from foundation.accounts import roles, scope
from foundation.accounts.models import Membership, Office, Role, User
from foundation.regions.models import Region

KEEPERS = (Role.SUPERVISOR, Role.OPERATOR)


@transaction.atomic
def load_offices(rows) -> int:
    """Create or bring up to date the offices in `rows`; returns how many were new. Safe to repeat.

    A row is a mapping with code, name and kind, and optionally short_name, parent (a code), region (a
    division code) and phone. Order does not matter. Raises ValueError for an unknown parent or region.
    """
    waiting = {row["code"]: row for row in rows}
    created = 0
    while waiting:
        ready = [row for row in waiting.values() if row.get("parent") not in waiting]
        if not ready:
            raise ValueError(f"The offices {sorted(waiting)} are each other's parents.")
        for row in ready:
            created += _load_office(row)
            del waiting[row["code"]]
    return created


def _load_office(row) -> bool:
    region = None
    if row.get("region"):
        region = Region.objects.by_code(str(row["region"]))
        if region is None:
            raise ValueError(f"Office {row['code']}: no region has the code {row['region']}.")
    values = {
        "name": row["name"],
        "short_name": row.get("short_name", ""),
        "kind": row["kind"],
        "region": region,
        "phone": row.get("phone", ""),
    }
    parent = None
    if row.get("parent"):
        parent = Office.objects.filter(code=row["parent"]).first()
        if parent is None:
            raise ValueError(f"Office {row['code']}: no office has the code {row['parent']}.")
    office = Office.objects.filter(code=row["code"]).first()
    if office is None:
        add = parent.add_child if parent else Office.add_root
        add(code=row["code"], **values)
        return True
    Office.objects.filter(pk=office.pk).update(**values)
    if parent and not office.is_child_of(parent):
        office.move(parent, "last-child")
    return False


def roles_of(user, office) -> set[str]:
    """The roles `user` has in `office`, those held in an office above included."""
    return set(scope.of(user).roles_at(office.path))


def has_role(user, role, office) -> bool:
    """Whether `user` may act as `role` in `office`; a superuser may act as any."""
    return user.is_active and (user.is_superuser or role in roles_of(user, office))


def unfit_for(role, office, person=None) -> str:
    """Why `person`, or for None anybody, cannot be `role` of `office`, in words; "" when they can.

    Whoever audits has no hand in what is audited, and the log is one for the whole site.
    """
    if role == Role.AUDITOR and not office.is_root():
        return _("查阅记录全站只有一本，审计员任在最上一级的机构。")
    held = set(person.memberships.values_list("role", flat=True)) if person else set()
    if role != Role.AUDITOR and Role.AUDITOR in held:
        return _("这位是审计员，不兼别的职务。")
    if role == Role.AUDITOR and held - {Role.AUDITOR}:
        return _("审计员不兼别的职务：先卸了别的，再任审计员。")
    return ""


def give_role(user, role, office) -> Membership:
    """Make `user` a `role` of `office`. Safe to repeat; the groups follow by signal."""
    return Membership.objects.get_or_create(user=user, office=office, role=Role(role))[0]


def sync_roles() -> int:
    """Make every role's group equal to the table in roles.py, and everybody's groups to their memberships."""
    for role in Role.values:
        set_group_permissions(role)
    users = User.objects.filter(Q(memberships__isnull=False) | Q(groups__name__in=_group_names())).distinct()
    for user in users.iterator():
        sync_groups_of(user.pk)
    return len(Role.values)


def set_group_permissions(role) -> Group:
    group, _created = Group.objects.get_or_create(name=roles.group_name(role))
    wanted = Q(pk__in=[])
    for name in roles.permissions_of(role):
        app, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app, codename=codename)
    group.permissions.set(Permission.objects.filter(wanted))
    return group


def sync_groups_of(user_pk) -> None:
    """Give a user exactly the role groups of their memberships; other groups stay as they are."""
    held = set(Membership.objects.filter(user=user_pk).values_list("role", flat=True))
    wanted = set()
    for role in held:
        group = Group.objects.filter(name=roles.group_name(role)).first() or set_group_permissions(role)
        wanted.add(group.pk)
    through = User.groups.through.objects
    through.filter(user=user_pk, group__name__in=_group_names()).exclude(group__in=wanted).delete()
    through.bulk_create(
        [User.groups.through(user_id=user_pk, group_id=pk) for pk in wanted], ignore_conflicts=True
    )


def _group_names():
    return [roles.group_name(role) for role in Role.values]


def offices_kept_by(user) -> QuerySet[Office]:
    """The offices that `user` looks after as supervisor or operator: theirs and everything below them."""
    held = scope.of(user)
    return (
        Office.objects.all() if held.everything else Office.objects.filter(scope.below(held.paths(KEEPERS)))
    )
