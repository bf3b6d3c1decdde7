"""What is to come as an iCalendar file (RFC 5545). Pure, but for the answer to the browser."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse
from icalendar import Calendar, Event


@dataclass(frozen=True)
class CalendarEntry:
    """What a phone's calendar wants to know. Times are aware; lat and lng are WGS-84."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    lat: float | None = None
    lng: float | None = None
    is_cancelled: bool = False


def to_ics(*entries: CalendarEntry) -> bytes:
    """The file, in UTF-8. ValueError for a naive time."""
    calendar = Calendar()
    calendar.add("prodid", "-//fayuan-huimin//events//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def as_file(name: str, *entries: CalendarEntry) -> HttpResponse:
    """An answer that a phone's calendar opens."""
    response = HttpResponse(to_ics(*entries), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _event(entry):
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", in_utc(entry.changed_at))
    event.add("dtstart", in_utc(entry.starts_at))
    event.add("dtend", in_utc(entry.ends_at))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    for name in ("summary", "description", "location", "url"):
        if text := getattr(entry, name):
            event.add(name, text)
    if entry.lat is not None and entry.lng is not None:
        event.add("geo", (entry.lat, entry.lng))
    return event


def in_utc(at: datetime) -> datetime:
    """As every calendar reads it, whatever zones it knows."""
    if at.tzinfo is None:
        raise ValueError("a calendar needs an aware time")
    return at.astimezone(UTC)
