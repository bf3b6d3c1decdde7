"""A station for search engines and map makers: JSON-LD, schema.org/GovernmentOffice. Data, never run as a script."""

import json

from django.utils.safestring import mark_safe

from stations.hours import Span

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# As django.utils.html.json_script: nothing in it can end the element that holds it.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def of(station, address: str):
    """The text of the element. `station`: by `with_schedule`; `address`: absolute, of its page."""
    said = {
        "@context": "https://schema.org",
        "@type": "GovernmentOffice",
        "@id": address,
        "url": address,
        "name": station.name,
        "telephone": station.phone,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": station.region.full_name,
            "streetAddress": station.address,
        },
    }
    if station.found_at:
        lat, lng = station.found_at
        said["geo"] = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lng}
    hours = [] if station.is_paused else [_opening(row.span) for row in station.opening_hours.all()]
    if hours:
        said["openingHoursSpecification"] = hours
    special = [told for day, row in station.timetable.special.items() for told in _special(day, row)]
    special += [_closed(row.first, row.until) for row in station.coming_closures]
    if special:
        said["specialOpeningHoursSpecification"] = special
    return mark_safe(json.dumps(said, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped above


def _special(day, special):
    """A row for each stretch: nobody is there between two of them."""
    if not special.spans:
        return [_closed(day, day)]
    return [_between(day, day) | _hours(span) for span in special.spans]


def _closed(first, last):
    return _between(first, last) | {"opens": "00:00", "closes": "00:00"}


def _between(first, last):
    return {
        "@type": "OpeningHoursSpecification",
        "validFrom": first.isoformat(),
        **({"validThrough": last.isoformat()} if last else {}),
    }


def _opening(span: Span):
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": f"https://schema.org/{_DAYS[span.weekday - 1]}",
        **_hours(span),
    }


def _hours(span: Span):
    return {"opens": f"{span.opens:%H:%M}", "closes": f"{span.closes:%H:%M}"}
