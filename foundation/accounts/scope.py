"""The office tree, walked up and down in one place, and what a person holds in it.

An office's path begins with the path of each office above it (treebeard's materialised path), so that a role
held in an office reaches every office whose path starts with its own.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, Value

STEP = 4  # characters of a path per level; MP_Node.steplen


def above(path: str) -> list[str]:
    """The paths of the office at `path` and of those above it, from the top."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


def below(paths, field: str = "path") -> Q:
    """Offices in the subtree of one of `paths`, or who has to do with one at `field`; none without paths.

    Of rows that name one office each: `of_offices`.
    """
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{field}__startswith": path})
    return found


def of_offices(paths, field: str = "office") -> Q:
    """Rows whose `field` is an office in the subtree of one of `paths`; none without paths.

    The offices are read first: so the indexes that begin with the office serve.
    """
    if not paths:
        return Q(pk__in=[])
    offices = apps.get_model("accounts", "Office").objects.filter(below(paths))
    return one_of(field, offices.values("pk"))


class _IsOneOf(Func):
    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()


def among(keys: list[int], field: str = "id") -> Q:
    """Where the column `field` is one of `keys`, however many: one array, where IN would have a place for each."""
    return Q(_IsOneOf(F(field), Value(keys, output_field=ArrayField(BigIntegerField()))))


def one_of(field: str, rows: QuerySet) -> Q:
    """Where the column `field` is one of the keys that `rows` gives (`.values("pk")`), which are few of their table.

    They are read first. Of `IN (SELECT …)` PostgreSQL guesses that they are half of all, and reads what points to any.
    """
    return Q(_IsOneOf(F(field), ArraySubquery(rows.order_by())))


@dataclass(frozen=True)
class Scope:
    """`held`: (office path, role) pairs. A role reaches every office whose path starts with its own."""

    everything: bool = False
    held: frozenset[tuple[str, str]] = frozenset()

    def paths(self, roles=None) -> list[str]:
        """The tops of the subtrees in which one of `roles` (any when None) is held, none inside another."""
        tops = sorted({path for path, role in self.held if roles is None or role in roles})
        return [p for p in tops if not any(p != q and p.startswith(q) for q in tops)]

    def roles_at(self, office_path: str) -> frozenset[str]:
        """The roles held in the office at `office_path` or above it."""
        return frozenset(role for path, role in self.held if office_path.startswith(path))

    def holds(self, role: str) -> bool:
        """Whether `role` is held anywhere."""
        return any(one == role for _path, one in self.held)


def of(user) -> Scope:
    """What `user` holds. Nothing for visitors and for people who have left.

    One query for each user object, which remembers the answer as it does its permissions: for one request.
    """
    if not user.is_authenticated or not user.is_active:
        return Scope()
    if user.is_superuser:
        return Scope(everything=True)
    if getattr(user, "_scope", None) is None:
        user._scope = Scope(held=frozenset(user.memberships.values_list("office__path", "role")))
    return user._scope


def forget(user) -> None:
    """What `user` holds has changed: the next question is asked again."""
    user._scope = None
