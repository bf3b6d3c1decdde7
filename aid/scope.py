"""What an officer holds: their roles and the parts of the office tree these reach down to."""

from dataclasses import dataclass

from foundation.accounts.models import Role


@dataclass(frozen=True)
class Scope:
    """`held`: (office path, role) pairs. A role reaches every office whose path starts with its own."""

    everything: bool = False
    held: frozenset[tuple[str, str]] = frozenset()

    def paths(self, roles):
        """The tops of the subtrees in which one of `roles` is held, without those inside another."""
        tops = sorted({path for path, role in self.held if role in roles})
        return [p for p in tops if not any(p != q and p.startswith(q) for q in tops)]

    def roles_at(self, office_path):
        return frozenset(role for path, role in self.held if office_path.startswith(path))

    @property
    def is_caseworker(self):
        return any(role == Role.CASEWORKER for _, role in self.held)


def of(user):
    """One query. Nothing for visitors and for people who have left."""
    if not user.is_authenticated or not user.is_active:
        return Scope()
    if user.is_superuser:
        return Scope(everything=True)
    return Scope(held=frozenset(user.memberships.values_list("office__path", "role")))
