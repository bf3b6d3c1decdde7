"""In what order stations stand, and from where their distance is reckoned."""

from typing import NamedTuple

from django.db.models import Case, F, Q, Value, When

from stations.models import Station
from stations.open_now import open_at

NEIGHBOURS_M = 40_000
# Within a band the one that is open stands first; a metre more or less is no reason to find a closed door.
_BANDS_M = (1_500, 5_000, 15_000, 50_000)
_WIDENING_M = (5_000, 20_000, 80_000, 320_000, 1_300_000, 6_000_000)


class Origin(NamedTuple):
    """A WGS-84 point from which distances are reckoned. `name`: of what it is, "" for where the visitor stands."""

    lat: float
    lng: float
    name: str = ""


def origin_of(placed, named, words):
    """`placed`: stations of the region. The one that the words name, else its centre, its first desk; None without a point.

    `named`: primary keys of the stations named by `words`.
    """
    placed = placed.exclude(kind=Station.Kind.MOBILE).filter(lat__isnull=False)
    best_first = placed.order_by(_unstaffed(), kind_first(), "region__code", "pk").values_list(
        "lat", "lng", "name"
    )
    if named and (first := best_first.filter(pk__in=named).first()):
        return Origin(*first[:2], words)
    first = best_first.first()
    return Origin(*first) if first else None


def nearest(stations, origin, wanted):
    """Primary keys of the `wanted` nearest with a point: boxes that grow until they hold enough."""
    found = []
    for within in _WIDENING_M:
        found = list(stations.near(origin.lat, origin.lng, within).values_list("pk", flat=True)[:wanted])
        if len(found) >= wanted:
            break
    return found


def in_order(groups, origin, at, calendar):
    """All stations of `groups` (lists of primary keys, who serves the visitor most first), in the list's order.

    Group, staffed before boards, band of distance, open before closed, distance.
    """
    pks = {pk for group in groups for pk in group}
    stations = Station.objects.filter(pk__in=pks)
    places = [When(pk__in=group, then=Value(place)) for place, group in enumerate(groups) if group]
    open_now = open_at(Station.objects.filter(pk__in=pks), at, calendar).values("pk")
    closed = Case(When(pk__in=list(open_now.values_list("pk", flat=True)), then=Value(0)), default=Value(1))
    order = [Case(*places, default=Value(len(groups))), _unstaffed()]
    if origin is None:
        return stations.order_by(*order, kind_first(), closed, "region__code", "pk")
    bands = [When(distance_m__lt=metres, then=Value(band)) for band, metres in enumerate(_BANDS_M)]
    band = Case(*bands, default=Value(len(_BANDS_M)))
    stations = stations.with_distance_from(origin.lat, origin.lng)
    return stations.order_by(*order, band, closed, F("distance_m").asc(nulls_last=True), "pk")


def of_region(region):
    return Q(region__code__startswith=region.prefix)


def home_first(code):
    """Stations of the region of this code before all others."""
    if not code:
        return []
    prefix = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return [Case(When(region__code__startswith=prefix, then=Value(0)), default=Value(1))]


def kind_first():
    """Centres before desks."""
    return Case(When(kind=Station.Kind.CENTER, then=Value(0)), default=Value(1))


def _unstaffed():
    """Boards with nobody beside them after all others."""
    return Case(When(kind=Station.Kind.NOTICE_BOARD, then=Value(1)), default=Value(0))
