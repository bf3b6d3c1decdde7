"""Reading: which stations a visitor means, and in what order. The caller brings the clock."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Avg, Case, Count, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Left

from foundation.content import places
from foundation.content.kept import kept
from foundation.regions.models import Region
from foundation.regions.script import simplified
from foundation.workdays import services as workdays
from foundation.workdays.rules import SHANGHAI, Kind
from stations import wording
from stations.distance import haversine_m
from stations.hours import is_open, next_opening
from stations.models import OpeningHours, ScheduledVisit, Station

NEIGHBOURS_M = 40_000
_TOWN = re.compile(r"(街道|社区|镇|乡|村|街)$")


@dataclass(frozen=True)
class Row:
    """A station as a list shows it at one moment."""

    station: Station
    tag: str
    tag_kind: str  # good | wait | plain
    today: str
    where: str
    distance: str
    is_open: bool


def calendar_at(at):
    return _calendar(at.astimezone(SHANGHAI).date())


_calendar = kept(workdays.calendar_around)


def row_of(station, at, calendar, origin=None):
    """The row of a station fetched by `with_schedule(at)`. `origin`: where the visitor is, (lat, lng)."""
    hours, visits = station.weekly_hours, station.coming_visits
    keeps = station.open_on_holidays
    upcoming = next_opening(hours, visits, at, calendar, on_holidays=keeps)
    staffed = station.kind != Station.Kind.NOTICE_BOARD
    open_now = staffed and is_open(hours, visits, at, calendar, on_holidays=keeps)
    tag, tag_kind = _tag(station, upcoming, open_now, at)
    if station.is_paused:
        today = station.status_note
    elif station.kind == Station.Kind.NOTICE_BOARD:
        today = wording.BOARD_HELP
    else:
        today = wording.describe_today(hours, visits, at, calendar, on_holidays=keeps)
    return Row(
        station=station,
        tag=tag,
        tag_kind=tag_kind,
        today=today,
        where=upcoming.place if upcoming and upcoming.place else station.address,
        distance=wording.distance(_distance(station, origin)),
        is_open=open_now,
    )


def _distance(station, origin):
    """Metres to the station; to the next stop of a mobile one, whose own position only says where it is kept."""
    if station.kind != Station.Kind.MOBILE:
        return getattr(station, "distance_m", None)
    stop = next(iter(station.upcoming_visits), None)
    if origin is None or stop is None or stop.lat is None:
        return None
    return haversine_m(*origin, stop.lat, stop.lng)


def _tag(station, upcoming, open_now, at):
    if station.is_paused:
        return wording.PAUSED, "wait"
    if station.kind == Station.Kind.NOTICE_BOARD:
        return wording.BOARD, "plain"
    if open_now:
        return (wording.HERE_NOW if upcoming.place else wording.OPEN_NOW), "good"
    if upcoming is None:
        return wording.NO_PLAN, "plain"
    today = at.astimezone(SHANGHAI).date()
    day = upcoming.starts_at.date()
    if upcoming.place:
        return wording.coming(day, today), "wait"
    if day == today:
        return wording.opens_at(upcoming.starts_at), "wait"
    return wording.RESTING, "plain"


def open_at(stations, at, calendar):
    """Those of `stations` where somebody is at the moment `at`: the rule of hours.py, in SQL."""
    local = at.astimezone(SHANGHAI)
    kind = calendar.kinds.get(local.date())
    now = local.time()

    def rows(weekday):
        return OpeningHours.objects.filter(
            station=OuterRef("pk"), weekday=weekday, opens__lte=now, closes__gt=now
        )

    own = Exists(rows(local.isoweekday()))
    if kind is None:
        by_hours = Q(own)
    elif kind is Kind.SWAP_WORK:
        has_monday = Exists(OpeningHours.objects.filter(station=OuterRef("pk"), weekday=1))
        by_hours = (
            Q(open_on_holidays=True) & Q(own)
            | Q(open_on_holidays=False) & Q(has_monday) & Q(Exists(rows(1)))
            | Q(open_on_holidays=False) & ~Q(has_monday) & Q(own)
        )
    elif kind.is_worked:
        by_hours = Q(own)
    else:
        by_hours = Q(open_on_holidays=True) & Q(own)
    visiting = Exists(
        ScheduledVisit.objects.filter(station=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    )
    staffed = stations.exclude(status=Station.Status.CLOSED_TEMPORARILY).exclude(
        kind=Station.Kind.NOTICE_BOARD
    )
    return staffed.filter(by_hours | Q(visiting))


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
            return named.order_by(*_home_first(wish.home), "region__code", "pk")
        return stations.order_by(*_home_first(wish.home), _kind_first(), "region__code", "pk")
    here = stations.in_region(found.region)
    found.total_here = here.count()
    region = found.region
    while not found.total_here and region.parent_id and not stations.in_region(region).exists():
        region = region.parent
        found.wider = region
    centre = found.centre = _centre(stations, region, hits)
    if centre is None:
        return stations.in_region(region).order_by(_kind_first(), "region__code", "pk")
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
        kinds = [_kind_first()]
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


def _home_first(code):
    """Stations of the region of this code before all others."""
    if not code:
        return []
    prefix = code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    return [Case(When(region__code__startswith=prefix, then=Value(0)), default=Value(1))]


def _kind_first():
    """Centres before desks."""
    return Case(When(kind=Station.Kind.CENTER, then=Value(0)), default=Value(1))


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


def nearest_open(station, at, calendar=None):
    """The nearest other station with somebody there now, else the nearest that is not paused; as a Row or None."""
    if station.lat is None:
        return None
    calendar = calendar or calendar_at(at)
    others = Station.objects.open_to_public().exclude(pk=station.pk)
    others = others.exclude(status=Station.Status.CLOSED_TEMPORARILY).exclude(kind=Station.Kind.MOBILE)
    near = open_at(others, at, calendar).near(station.lat, station.lng).with_schedule(at).first()
    return row_of(near, at, calendar) if near else None


def nearest_for(region_code, at):
    """The one station to show on the home page: of the region if any, open now before closed. A Row or None."""
    calendar = calendar_at(at)
    stations = Station.objects.open_to_public().exclude(status=Station.Status.CLOSED_TEMPORARILY)
    stations = stations.exclude(kind__in=[Station.Kind.MOBILE, Station.Kind.NOTICE_BOARD])
    region = Region.objects.by_code(region_code) if region_code else None
    if region:
        own = stations.in_region(region)
        if not own.exists() and region.parent:
            own = stations.in_region(region.parent)
        stations = own
    open_pks = open_at(stations, at, calendar).values("pk")
    best = (
        stations.annotate(closed=Case(When(pk__in=open_pks, then=Value(0)), default=Value(1)))
        .order_by("closed", _kind_first(), "region__code", "pk")
        .with_schedule(at)
        .first()
    )
    return row_of(best, at, calendar) if best else None


def in_next_days(at, days=14):
    """Coming stops of mobile stations, soonest first: for the home page and the campaigns."""
    return (
        ScheduledVisit.objects.filter(ends_at__gt=at, starts_at__lt=at + timedelta(days=days))
        .exclude(station__status__in=[Station.Status.CLOSED, Station.Status.CLOSED_TEMPORARILY])
        .select_related("station__region")
        .order_by("starts_at")
    )
