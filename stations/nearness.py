"""In what order stations stand, and from where their distance is reckoned."""

from math import inf
from typing import NamedTuple

from django.db.models import Case, Q, Value, When

from foundation.content.kept import kept
from stations.distance import haversine_m
from stations.models import ScheduledVisit, Station
from stations.open_now import open_at

NEIGHBOURS_M = 40_000
# Within a band the one that is open stands first; a metre more or less is no reason to find a closed door.
_BANDS_M = (1_500, 5_000, 15_000, 50_000)
_OF_A_SPOT = ("pk", "name", "kind", "region_id", "region__code", "lat", "lng")
_WIDENING_M = (5_000, 20_000, 80_000, 320_000, 1_300_000, 20_100_000)  # the last is everywhere


class Origin(NamedTuple):
    """A WGS-84 point from which distances are reckoned. `name`: of what it is, "" for where the visitor stands."""

    lat: float
    lng: float
    name: str = ""


class Spot(NamedTuple):
    """Of a station what its place in a list depends on. `named`: how the visitor's words name it."""

    pk: int
    name: str
    kind: str
    region: int
    code: str  # of the region
    lat: float | None
    lng: float | None
    named: int = 0

    def metres_from(self, origin):
        return haversine_m(*origin[:2], self.lat, self.lng)

    @property
    def is_board(self):
        return self.kind == Station.Kind.NOTICE_BOARD

    @property
    def is_mobile(self):
        return self.kind == Station.Kind.MOBILE

    @property
    def is_centre(self):
        return self.kind == Station.Kind.CENTER

    @property
    def best_first(self):
        """Boards with nobody beside them last, centres before desks."""
        return self.is_board, not self.is_centre, self.code, self.pk


def spots(stations, at, *also):
    """The spots of a query of stations, in no order; a mobile one where it stops next after the moment `at`."""
    moved = _next_stops(at)
    found = (Spot(*row) for row in stations.order_by().values_list(*_OF_A_SPOT, *also))
    return [spot._replace(**moved.get(spot.pk, {})) for spot in found]


def _next_stops(at):
    return _coming_stops(at.replace(second=0, microsecond=0))  # stops begin and end with a minute


@kept
def _coming_stops(at):
    """{pk of a mobile station: {"lat": …, "lng": …} of its next stop}; without those of which nobody has said it."""
    coming = ScheduledVisit.objects.taking_place().coming(at).filter(station__kind=Station.Kind.MOBILE)
    rows = coming.order_by("station_id", "starts_at").distinct("station_id")
    points = rows.values_list("station_id", "lat", "lng")
    return {pk: {"lat": lat, "lng": lng} for pk, lat, lng in points if lat is not None}


def origin_of(group, name=""):
    """The spot of a centre, else of the first desk in the group; None without a point. `name`: of what it stands for."""
    placed = [spot for spot in group if spot.lat is not None and not spot.is_mobile]
    if not placed:
        return None
    first = min(placed, key=lambda spot: spot.best_first)
    return Origin(first.lat, first.lng, name or first.name)


def within(stations, origin, metres, at, most=None):
    """Spots so near to `origin`, the nearest first, at most `most`."""
    moved = _next_stops(at)
    standing = stations.exclude(pk__in=moved).near(origin.lat, origin.lng, metres)
    found = [Spot(*row) for row in standing.values_list(*_OF_A_SPOT)[:most]]
    moving = spots(stations.filter(pk__in=moved), at) if moved else []
    found += [spot for spot in moving if spot.metres_from(origin) <= metres]
    return sorted(found, key=lambda spot: (spot.metres_from(origin), spot.pk))[:most]


def around(stations, origin, at, county):
    """[the centre over a county, its neighbours], each spots in no order; one query for both.

    `origin`: None where nobody knows what is near.
    """
    some = Q(region=county.parent_id, kind=Station.Kind.CENTER) | Q(pk__in=_next_stops(at))
    if origin:
        near = stations.near(origin.lat, origin.lng, NEIGHBOURS_M)
        some |= Q(pk__in=near.order_by().values("pk"))
    found = spots(stations.filter(some), at)
    above = [spot for spot in found if spot.region == county.parent_id and spot.is_centre]
    placed = [spot for spot in found if origin and spot.lat is not None]
    return [above, [spot for spot in placed if spot.metres_from(origin) <= NEIGHBOURS_M]]


def nearest(stations, origin, wanted, at):
    """Spots of the `wanted` nearest with a point, the nearest first: boxes that grow until they hold enough."""
    found = []
    for metres in _WIDENING_M:
        found = within(stations, origin, metres, at, wanted)
        if len(found) >= wanted:
            break
    return found


def in_order(groups, origin, at, calendar):
    """(pk, metres or None) of all spots in `groups` (who serves the visitor most first), in the list's order.

    Group, staffed before boards, band of distance, open before closed, distance.
    """
    group_of = {}
    for place, group in enumerate(groups):
        for spot in group:
            group_of.setdefault(spot, place)
    pks = [spot.pk for spot in group_of]
    is_open = set(open_at(Station.objects.filter(pk__in=pks), at, calendar).values_list("pk", flat=True))
    placed = []
    for spot, place in group_of.items():
        has_point = origin is not None and spot.lat is not None
        metres = spot.metres_from(origin) if has_point else None
        far = inf if metres is None else metres
        band = sum(far >= limit for limit in _BANDS_M)
        is_shut = spot.pk not in is_open
        if origin is None:  # centres tell more than who happens to be open
            placed.append(((place, *spot.best_first[:2], is_shut, spot.code, spot.pk), metres))
        else:
            placed.append(((place, spot.is_board, band, is_shut, far, *spot.best_first), metres))
    return [(key[-1], metres) for key, metres in sorted(placed)]


def of_region(region):
    return Q(region__code__startswith=region.prefix)


def home_first(code):
    """Stations of the region of this code before all others."""
    if not code:
        return []
    prefix = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return [Case(When(region__code__startswith=prefix, then=Value(0)), default=Value(1))]


def boards_last():
    """What nobody sits beside after all others."""
    return Case(When(kind=Station.Kind.NOTICE_BOARD, then=Value(1)), default=Value(0))


def kind_first():
    """Centres before desks."""
    return Case(When(kind=Station.Kind.CENTER, then=Value(0)), default=Value(1))
