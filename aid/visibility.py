"""Ways to see an application other than a role in its office. Rooms above add theirs when they are loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q


@dataclass(frozen=True)
class WayIn:
    """`role` sees, and acts on, those applications that are theirs.

    `rows(user)`: which these are, for lists; `holds(user, application)`: whether one is, without a query when
    what it reads is prefetched. `acts`: the only ones done by this way, where they are not all of the role. `sees`: False where the
    application itself stays hidden, and only those acts are theirs. A test keeps the two in agreement.
    """

    role: str
    rows: Callable[[Any], Q]
    holds: Callable[[Any, Any], bool]
    acts: frozenset[str] = frozenset()
    sees: bool = True


ways_in: list[WayIn] = []
