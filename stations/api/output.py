"""A station as data: codes for programs, words for people. Never the name of a lawyer on duty or of a member of staff."""

import codecs

from django.utils import translation

from foundation.content.spreadsheets import line
from foundation.workdays.rules import SHANGHAI
from stations.exchange import shape

CHUNK = 1000
# What a table tells; the office that keeps a station is nobody's business but its own.
COLUMNS = [name for name in shape.BY_NAME if name not in ("office", "parent")]


def as_value(station, address_of):
    """One station as JSON. `station`: by `with_schedule`; `address_of`: makes an absolute address of a path."""
    lat, lng = station.found_at or (None, None)
    with translation.override(shape.CHINESE):
        return {
            "code": station.code,
            "name": station.name,
            "kind": station.kind,
            "kind_name": station.get_kind_display(),
            "level": station.level,
            "host": station.host,
            "host_name": station.get_host_display(),
            "region": station.region.code,
            "region_name": station.region.full_name,
            "address": station.address,
            "address_note": station.address_note,
            "lat": lat,
            "lng": lng,
            "phone": station.phone,
            "hours": shape.BY_NAME["hours"].write(station),
            "opening_hours": [
                {"weekday": row.weekday, "opens": f"{row.opens:%H:%M}", "closes": f"{row.closes:%H:%M}"}
                for row in station.opening_hours.all()
            ],
            "open_on_holidays": station.open_on_holidays,
            "special_days": [_special(row) for row in station.coming_special_days],
            "closures": [_closure(row) for row in station.coming_closures],
            "next_stops": [_stop(visit) for visit in station.upcoming_visits if not visit.is_cancelled],
            "services": station.services,
            "languages": station.languages,
            "accessibility": station.accessibility,
            "directions": station.directions,
            "status": station.status,
            "status_note": station.status_note,
            "verified_on": station.verified_on and station.verified_on.isoformat(),
            "updated_at": _moment(station),
            "url": address_of(station.get_absolute_url()),
        }


def as_feature(station, address_of):
    """The same as a point of GeoJSON, WGS-84."""
    value = as_value(station, address_of)
    lat, lng = value.pop("lat"), value.pop("lng")
    point = None if lat is None else {"type": "Point", "coordinates": [lng, lat]}
    return {"type": "Feature", "id": station.code, "geometry": point, "properties": value}


def as_csv(stations, address_of):
    """Lines for a spreadsheet, one after the other: as many as there are take no more memory than a few."""
    yield codecs.BOM_UTF8 + line([*(shape.headings()[name] for name in COLUMNS), "网址", "更新时间"])
    for station in stations.iterator(chunk_size=CHUNK):
        said = shape.told(station) | {"datum": "" if station.lat is None else "WGS-84"}
        said |= {"lat": station.lat, "lng": station.lng}
        cells = [*(said[name] for name in COLUMNS), address_of(station.get_absolute_url()), _moment(station)]
        yield line(cells)


def _special(row):
    """A day that is not as the week says; without hours it is closed."""
    opens, closes = (moment and f"{moment:%H:%M}" for moment in (row.opens, row.closes))
    return {"date": row.date.isoformat(), "opens": opens, "closes": closes, "reason": row.reason}


def _closure(row):
    until = row.until and row.until.isoformat()
    return {"first": row.first.isoformat(), "until": until, "reason": row.reason, "instead": row.instead}


def _stop(visit):
    return {
        "place": visit.place,
        "starts_at": _written(visit.starts_at),
        "ends_at": _written(visit.ends_at),
        "lat": visit.lat,
        "lng": visit.lng,
    }


def _moment(station):
    return _written(station.changed_at)


def _written(moment):
    return moment.astimezone(SHANGHAI).isoformat(timespec="seconds")
