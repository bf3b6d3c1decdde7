"""One event as an iCalendar file (RFC 5545), small enough to write by hand. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime


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


def to_ics(entry: CalendarEntry) -> str:
    """The file, lines ended by CRLF and folded at 75 octets (RFC 5545 3.1), text escaped (3.3.11)."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fayuan-huimin//events//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escape(entry.uid)}",
        f"DTSTAMP:{stamp(entry.changed_at)}",
        f"DTSTART:{stamp(entry.starts_at)}",
        f"DTEND:{stamp(entry.ends_at)}",
        f"SUMMARY:{escape(entry.summary)}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
    ]
    for name, text in (("DESCRIPTION", entry.description), ("LOCATION", entry.location)):
        if text:
            lines.append(f"{name}:{escape(text)}")
    if entry.url:
        lines.append(f"URL:{entry.url}")
    if entry.lat is not None and entry.lng is not None:
        lines.append(f"GEO:{entry.lat:.6f};{entry.lng:.6f}")
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(fold(line) + "\r\n" for line in lines)


def stamp(at: datetime) -> str:
    """A moment in UTC, as every calendar reads it. ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a calendar needs an aware time")
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def fold(line: str, limit: int = 75) -> str:
    """Break a line after at most `limit` octets, never inside a character; the rest begins with a space."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > limit:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n".join(parts)
