"""Reading: a station as lists show it, and those that are open or near. The caller brings the clock."""

from dataclasses import dataclass

from django.db.models import Case, Value, When

from foundation.content.kept import kept
from foundation.regions.models import Region
from foundation.workdays import services as workdays
from foundation.workdays.rules import SHANGHAI
from stations import on_paper, wording
from stations.distance import haversine_m
from stations.duty import is_now
from stations.hours import is_open, next_opening
from stations.models import Station
from stations.nearness import kind_first
from stations.open_now import open_at

# The neighbours that a station's own page shows: so many, within so many metres.
AROUND, AROUND_M = 4, 30_000
HERE_M = 50  # nobody is told that a station is so far from itself


@dataclass(frozen=True)
class Row:
    """A station as a list shows it at one moment."""

    station: Station
    tag: str
    tag_kind: str  # good | wait | plain
    today: str
    where: str
    duty: str  # the lawyer who is there or comes next, by the roster, else by the week
    distance: str
    is_open: bool
    origin: str = ""  # from what the distance is reckoned, "" for where the visitor stands

    @property
    def on_paper(self):
        return on_paper.hours_of(self.station)

    @property
    def shape(self):
        """Its sign in the list and on the plan: open, shut, or a van that comes on its days."""
        if self.station.kind == Station.Kind.MOBILE:
            return "van"
        return "open" if self.is_open else "shut"


def calendar_at(at):
    return _calendar(at.astimezone(SHANGHAI).date())


_calendar = kept(workdays.calendar_around)


def row_of(station, at, calendar, origin=None):
    """The row of a station fetched by `with_schedule(at)`. `origin`: stations.nearness.Origin."""
    table = station.timetable
    upcoming = next_opening(table, at, calendar)
    staffed = station.kind != Station.Kind.NOTICE_BOARD
    open_now = staffed and is_open(table, at, calendar)
    tag, tag_kind = _tag(station, upcoming, open_now, at)
    if station.is_paused:
        today = station.status_note
    elif station.kind == Station.Kind.NOTICE_BOARD:
        today = wording.BOARD_HELP
    else:
        today = wording.describe_today(table, at, calendar)
    return Row(
        station=station,
        tag=tag,
        tag_kind=tag_kind,
        today=today,
        where=upcoming.place if upcoming and upcoming.place else station.address,
        duty=_duty(station, table, open_now, at, calendar),
        distance=_far(_distance(station, origin), origin),
        is_open=open_now,
        origin=origin.name if origin else "",
    )


def _duty(station, table, open_now, at, calendar):
    coming = station.coming_duty(table, at, calendar)
    if coming:
        is_here = open_now and is_now(coming[0], at)
        return wording.on_duty(coming[0], at.astimezone(SHANGHAI).date(), is_here)
    if station.lawyer_days and not station.is_paused:
        return wording.lawyer_days(station.lawyer_day_words)
    return ""


def _far(metres, origin):
    """In words; nothing of the very station from which distances are reckoned."""
    is_it = origin and origin.name and metres is not None and metres < HERE_M
    return "" if is_it else wording.distance(metres)


def _distance(station, origin):
    """Metres to the station; to the next stop of a mobile one, whose own position only says where it is kept."""
    if station.kind != Station.Kind.MOBILE:
        return getattr(station, "distance_m", None)
    if origin is None or station.found_at is None:
        return None
    return haversine_m(*origin[:2], *station.found_at)


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


def nearest_open(station, at, calendar=None):
    """The nearest other station with somebody there now, else the nearest that is not paused; as a Row or None."""
    if station.found_at is None:
        return None
    calendar = calendar or calendar_at(at)
    others = Station.objects.open_to_public().exclude(pk=station.pk)
    others = others.exclude(status=Station.Status.CLOSED_TEMPORARILY).exclude(kind=Station.Kind.MOBILE)
    near = open_at(others, at, calendar).near(*station.found_at).with_schedule(at).first()
    return row_of(near, at, calendar) if near else None


def around(station, at, calendar):
    """Rows of the nearest few others, with how far they are from this one; none for what has no place of its own."""
    if station.lat is None or station.kind == Station.Kind.MOBILE:
        return []
    others = Station.objects.open_to_public().exclude(pk=station.pk)
    others = others.exclude(kind__in=[Station.Kind.MOBILE, Station.Kind.NOTICE_BOARD])
    near = others.near(station.lat, station.lng, AROUND_M).with_schedule(at)[:AROUND]
    return [row_of(one, at, calendar) for one in near]


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
        .order_by("closed", kind_first(), "region__code", "pk")
        .with_schedule(at)
        .first()
    )
    return row_of(best, at, calendar) if best else None
