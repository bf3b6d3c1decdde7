"""By what a visitor narrows the list: what he needs, what he speaks, when he can come."""

from datetime import time, timedelta

from django.db.models import Exists, F, OuterRef, Q

from stations.models import OpeningHours, ScheduledVisit, Station
from stations.open_now import open_at

EVENING = time(18)
AHEAD = timedelta(days=14)  # a stop later than that is no answer to “at the weekend”


def narrowed(stations, wish, at, calendar):
    """Those of `stations` that fit all the visitor chose. `wish`: stations.finder.Wish."""
    stations = stations.of_kind(wish.kind).of_host(wish.host)
    if wish.need:
        stations = stations.filter(services__contains=[wish.need])
    if wish.language:
        stations = stations.filter(languages__contains=[wish.language])
    if wish.access:
        stations = stations.filter(accessibility__contains=[wish.access])
    if wish.evening:
        late = Q(closes__gt=EVENING) | Q(closes__lte=F("opens"))  # past midnight
        stations = _when(stations, late, Q(ends_at__time__gt=EVENING), at)
    if wish.weekend:
        stations = _when(stations, Q(weekday__in=[6, 7]), Q(starts_at__iso_week_day__in=[6, 7]), at)
    return open_at(stations, at, calendar) if wish.open else stations


def _when(stations, hours, visits, at):
    """Those where somebody is at such weekly hours or at such a stop in the next two weeks."""
    weekly = OpeningHours.objects.filter(hours, station=OuterRef("pk"))
    coming = ScheduledVisit.objects.coming(at).taking_place().filter(visits, station=OuterRef("pk"))
    stops = coming.filter(starts_at__lt=at + AHEAD)
    staffed = stations.exclude(kind=Station.Kind.NOTICE_BOARD).exclude(status="closed_temporarily")
    return staffed.filter(Exists(weekly) | Exists(stops))
