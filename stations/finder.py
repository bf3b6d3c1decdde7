"""Which stations a visitor means, and in what order. The caller brings the clock."""

import re
from dataclasses import dataclass, field

from django.db.models import Avg, Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Left

from foundation.content import places
from foundation.content.kept import kept
from foundation.regions.models import Region
from foundation.regions.script import simplified
from stations.models import ScheduledVisit, Station
from stations.selectors import Row, calendar_at, home_first, kind_first, open_at, row_of

NEIGHBOURS_M = 40_000
_TOWN = re.compile(r"(街道|社区|镇|乡|村|街)$")


@dataclass
class Found:
    """The answer of the finder."""

    rows: list[Row] = field(default_factory=list)
    region: Region | None = None
    wider: Region | None = None  # where the rows come from when the region itself has none
    choices: list[tuple[Region, int]] = field(default_factory=list)  # “您是说…”, with how many stations
    total_here: int = 0  # in the region asked for
    has_more: bool = False
    centre: tuple[float, float] | None = None  # where distances are reckoned from
    unknown_place: bool = False


@dataclass(frozen=True)
class Wish:
    place: str = ""
    region: str = ""
    kind: str = ""
    host: str = ""
    open: bool = False
    show: int = 20
    position: tuple[float, float] | None = None
    home: str = ""  # code of the region that the site's bureau serves: first when no place is asked for

    @property
    def says_nothing(self):
        return self == Wish(home=self.home)


def find(wish: Wish, at) -> Found:
    """Stations for a wish: the visitor's own region first, then the neighbours by distance."""
    if wish.says_nothing:
        return _first(wish, at.replace(second=0, microsecond=0))
    return _find(wish, at)


def _find(wish, at):
    calendar = calendar_at(at)
    found = Found()
    stations = Station.objects.open_to_public().of_kind(wish.kind).of_host(wish.host)
    if wish.open:
        stations = open_at(stations, at, calendar)
    origin = wish.position
    if origin:
        ordered = stations.filter(lat__isnull=False).with_distance_from(*origin)
        ordered = ordered.order_by("distance_m", "pk")
    else:
        ordered = _by_place(stations, wish, found, at)
        origin = found.centre
    shown = list(ordered.with_schedule(at)[: wish.show + 1])
    found.has_more = len(shown) > wish.show
    found.rows = [row_of(station, at, calendar, origin) for station in shown[: wish.show]]
    return found


# For whoever has not said yet where he is. Opening hours and visits begin and end with a minute.
_first = kept(_find)


def _by_place(stations, wish, found, at):
    regions = _regions_meant(wish)
    hits = _named(wish.place, regions, at)
    found.region = regions[0] if len(regions) == 1 else None
    if len(regions) > 1:
        return _of_several(stations, regions, found)
    if found.region is None:
        if wish.place:
            found.unknown_place = True
            named = stations.filter(hits) if hits else stations.none()
            return named.order_by(*home_first(wish.home), "region__code", "pk")
        return stations.order_by(*home_first(wish.home), kind_first(), "region__code", "pk")
    here = stations.in_region(found.region)
    found.total_here = here.count()
    region = found.region
    while not found.total_here and region.parent_id and not stations.in_region(region).exists():
        region = region.parent
        found.wider = region
    centre = found.centre = _centre(stations, region, hits)
    if centre is None:
        return stations.in_region(region).order_by(kind_first(), "region__code", "pk")
    own = Q(region__code__startswith=region.prefix)
    if region.level == Region.Level.COUNTY:
        around = stations.filter(own | Q(pk__in=stations.near(*centre, NEIGHBOURS_M).values("pk")))
    else:
        around = stations.filter(own)
    first = [When(own & hits, then=Value(0))] if hits else []
    kinds = []
    if region.level != Region.Level.COUNTY:
        # Of a whole city its own centre, then the others'; far and near mean little there.
        first.append(When(own & Q(region=region, kind=Station.Kind.CENTER), then=Value(0)))
        kinds = [kind_first()]
    nearness = Case(*first, When(own, then=Value(1)), default=Value(2))
    return around.with_distance_from(*centre).order_by(
        nearness, *kinds, F("distance_m").asc(nulls_last=True), "pk"
    )


def _regions_meant(wish):
    if wish.region:
        region = Region.objects.select_related("parent__parent").by_code(wish.region)
        return [region] if region else []
    meant = [division.pk for division in places.meant(wish.place)] if wish.place else []
    return list(Region.objects.filter(pk__in=meant).select_related("parent__parent")) if meant else []


def _named(place, regions, at):
    """A condition: name, address or a coming stop holds what is left of `place` without the region's names."""
    rest = simplified("".join(place.split()))
    for region in regions[:1]:
        for part in (region, region.parent, region.parent and region.parent.parent):
            for name in (part.name, part.short_name) if part else ():
                rest = rest.replace(name, "")
    # People say 镇 where the map says 街道.
    rest = _TOWN.sub("", rest) if len(_TOWN.sub("", rest)) >= 2 else rest
    if len(rest) < 2:
        return None
    coming = ScheduledVisit.objects.filter(station=OuterRef("pk"), place__icontains=rest, ends_at__gt=at)
    return Q(name__icontains=rest) | Q(address__icontains=rest) | Q(Exists(coming))


def _of_several(stations, regions, found):
    counts = _counts(stations, regions)
    found.choices = sorted(counts, key=lambda pair: -pair[1])
    wanted = Q(pk__in=[])
    for region, count in counts:
        if count:
            wanted |= Q(region__code__startswith=region.prefix)
    return stations.filter(wanted).order_by("region__code", "pk")


def _counts(stations, regions):
    """(region, how many stations lie in it) for each; one query."""
    totals = stations.aggregate(
        **{f"n{r.pk}": Count("pk", filter=Q(region__code__startswith=r.prefix)) for r in regions}
    )
    return [(region, totals[f"n{region.pk}"]) for region in regions]


def _centre(stations, region, hits):
    """Where to reckon distances from: the stations that the words name, else the middle of the region's own."""
    placed = stations.in_region(region).exclude(kind=Station.Kind.MOBILE).filter(lat__isnull=False)
    for group in ([placed.filter(hits)] if hits else []) + [placed]:
        middle = group.aggregate(lat=Avg("lat"), lng=Avg("lng"))
        if middle["lat"] is not None:
            return middle["lat"], middle["lng"]
    return None


@kept
def below(region=None):
    """(region, count) one level down that have stations, by code: provinces, then their cities, then counties."""
    stations = Station.objects.open_to_public()
    if region is None:
        digits = 2
    elif region.level == Region.Level.PROVINCE:
        # In the four municipalities the level between is only a grouping.
        digits = 6 if region.code[:2] in {"11", "12", "31", "50"} else 4
        stations = stations.in_region(region)
    elif region.level == Region.Level.PREFECTURE:
        digits = 6
        stations = stations.in_region(region)
    else:
        return []
    counts = dict(
        stations.order_by()
        .annotate(prefix=Left("region__code", digits))
        .values("prefix")
        .annotate(n=Count("pk"))
        .values_list("prefix", "n")
    )
    codes = {prefix.ljust(6, "0"): n for prefix, n in counts.items()}
    regions = Region.objects.in_force().filter(code__in=codes)
    # A station filed under the city itself is no county of it.
    return [(r, codes[r.code]) for r in regions if region is None or r.code != region.code]
