"""Who could say each yes of a chain today, office by office, and where too few people hold what it asks for.

A chain in which nobody is left to say the next yes stands still: nobody says two of one, and whoever proposed none.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from aid import routing
from aid.models import Absence, ApprovalChain, SoloOffice
from foundation.accounts import scope
from foundation.accounts.models import Membership, Office, Role, User

Of = ApprovalChain.Lane
# Whoever does what begins the chain says no yes in it. A report that aid should end comes from who does the case, who
# seldom says yes to anything.
PROPOSES = {
    Of.ORDINARY: frozenset({Role.REVIEWER}),
    Of.GREEN: frozenset({Role.REVIEWER}),
    Of.MAJOR: frozenset({Role.REVIEWER}),
    Of.FIRST_AID: frozenset({Role.RECEPTIONIST, Role.REVIEWER}),
    Of.MEMBER: frozenset({Role.SUPERVISOR}),
}


@dataclass
class OfRole:
    """`asked`: how many of the role say yes. `people`: {user: office they hold it in}; `away` of them are not there today."""

    role: str
    asked: int
    people: dict[User, Office]
    away: frozenset[int] = frozenset()
    is_short: bool = False

    @property
    def label(self) -> str:
        return str(Role(self.role).label)

    @property
    def said(self) -> list[dict]:
        """For a template: who, where, and whether they are there."""
        return [
            {"who": user, "office": office, "is_away": user.pk in self.away}
            for user, office in self.people.items()
        ]


@dataclass
class AtOffice:
    office: Office
    roles: list[OfRole] = field(default_factory=list)

    @property
    def is_short(self) -> bool:
        return any(one.is_short for one in self.roles)


def unfilled(seats: Sequence[set]) -> set[int]:
    """The places in `seats` for which nobody is left, when each of those who may take one takes one at most.

    As few as can be. Those that come first are filled first.
    """
    sits: dict[object, int] = {}

    def seat(place: int, asked: set) -> bool:
        for who in sorted(seats[place], key=str):
            if who in asked:
                continue
            asked.add(who)
            if who not in sits or seat(sits[who], asked):
                sits[who] = place
                return True
        return False

    return {place for place in range(len(seats)) if not seat(place, set())}


def read(rows: Iterable[ApprovalChain], offices: Iterable[Office], on: date) -> dict[int, list[AtOffice]]:
    """{key of a row: the offices that decide by it}. A row to come is looked at as on its first day. Select `region`."""
    rows, offices = list(rows), [one for one in offices if one.region_code]
    of_lanes = list(
        ApprovalChain.objects.filter(lane__in={row.lane for row in rows}).select_related("region")
    )
    paths = {path for office in offices for path in scope.above(office.path)}
    held: dict[str, list[Membership]] = {}
    named = Membership.objects.filter(office__path__in=paths, user__is_active=True)
    for one in named.select_related("user", "office").order_by("user__pk"):
        held.setdefault(one.office.path, []).append(one)
    away = frozenset(Absence.objects.in_force(on).values_list("person", flat=True))
    alone = frozenset(SoloOffice.objects.in_force(on).values_list("office", flat=True))
    found = {}
    for row in rows:
        day = max(on, row.valid_from)
        theirs = [one for one in offices if _goes_by(one.region_code, row.lane, of_lanes, day) == row.pk]
        found[row.pk] = [_at(office, row, held, away, office.pk in alone) for office in theirs]
    return found


def _goes_by(code: str, lane: str, rows: Iterable[ApprovalChain], day: date) -> int | None:
    """As ApprovalChain.objects.of_place: the nearest place, of that the last."""
    places = routing.chain(code)
    holds = [
        one
        for one in rows
        if one.lane == lane
        and one.region.code in places
        and one.valid_from <= day
        and (one.valid_to is None or one.valid_to > day)
    ]
    order = sorted(
        holds, key=lambda one: (places.index(one.region.code), -one.valid_from.toordinal(), one.pk)
    )
    return order[0].pk if order else None


def _at(
    office: Office,
    row: ApprovalChain,
    held: dict[str, list[Membership]],
    away: frozenset[int],
    is_alone: bool,
) -> AtOffice:
    near = [one for path in reversed(scope.above(office.path)) for one in held.get(path, [])]

    def who(roles: Collection[str]) -> dict[User, Office]:
        """Those of the office first, and then of the one above it."""
        found: dict[User, Office] = {}
        for one in near:
            if one.role in roles:
                found.setdefault(one.user, one.office)
        return found

    proposes = frozenset() if is_alone else PROPOSES.get(Of(row.lane), frozenset())
    seats = [set(who(proposes)), *(set(who({role})) for role in row.roles)]
    short = {row.roles[place - 1] for place in unfilled(seats) if place}
    asked = Counter(row.roles).items()
    return AtOffice(office, [OfRole(role, n, who({role}), away, role in short) for role, n in asked])
