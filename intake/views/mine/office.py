"""Whom to ask: the office with its street, hours and phone, and who does the case."""

from dataclasses import dataclass

from django.utils import timezone

from foundation.content.kept import kept
from stations.models import Station
from stations.selectors import calendar_at, row_of


@dataclass(frozen=True)
class Caseworker:
    name: str
    phone: str


def place_of(office):
    """The row of the station where the office sits (its address, hours and phone), or None."""
    station, now = _station_of(office), timezone.now()
    return station and row_of(station, now, calendar_at(now))


@kept
def _station_of(office):
    found = (
        Station.objects.filter(office=office, status=Station.Status.OPEN)
        .exclude(kind__in=[Station.Kind.NOTICE_BOARD, Station.Kind.MOBILE])
        .with_schedule(timezone.now())
    )
    # The centre itself before its desks elsewhere.
    return min(found, key=lambda station: (station.kind != Station.Kind.CENTER, station.pk), default=None)


def caseworker_of(application, place=None):
    """Who does the case, with the phone of the office or of where it sits; None before somebody is named."""
    case = getattr(application, "case", None)
    assignee = case and case.assignee
    phone = application.office.phone or (place.station.phone if place else "")
    return assignee and Caseworker(str(assignee), phone)
