"""What somebody still has in hand: their account is not shut before others have taken it over.

This app knows no feature: the rooms above say what there is, and who could take it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from foundation.accounts.models import User


class StillHolds(Exception):
    """Their account is not shut: `held` is what somebody else must take over first."""

    def __init__(self, held: "list[Holding]"):
        self.held = held
        super().__init__("、".join(one.words for one in held))


@dataclass(frozen=True)
class Holding:
    """`words`: what it is and how many; `takers`: whoever could take over all of it; `give`: (to, actor)."""

    words: str
    takers: list[User]
    give: Callable[[User, Any], None] = field(repr=False)


# Each says what a person holds, or None.
sources: list[Callable[[User], Holding | None]] = []


def held_by(person: User) -> list[Holding]:
    return [found for source in sources if (found := source(person)) is not None]


def takers_of(held: list[Holding]) -> list[User]:
    """Whoever could take over everything."""
    first, *others = [one.takers for one in held] or [[]]
    return [person for person in first if all(person in takers for takers in others)]
