"""Loading stations from data."""

from dataclasses import dataclass
from datetime import time

from django.db import transaction
from django.utils import timezone

from foundation.accounts.models import Office
from foundation.regions.models import Region
from stations.models import Closure, OpeningHours, ScheduledVisit, SpecialDay, Station
from stations.services.hotlines import load_hotlines
from stations.services.keeping import keep_one_in_step

_FIELDS = [
    "name",
    "level",
    "host",
    "kind",
    "address",
    "phone",
    "services",
    "languages",
    "accessibility",
    "lawyer_days",
    "directions",
    "open_on_holidays",
    "capacity",
    "opened_on",
    "status",
]


@dataclass(frozen=True)
class Loaded:
    created: int
    updated: int
    hotlines: int


@transaction.atomic
def load_stations(data: dict) -> Loaded:
    """Create or bring up to date the stations of a parsed stations.toml, and add its hotlines. Safe to repeat.

    `data`: "stations" (rows keyed by code; office and region by their codes), "hotlines", "address_note". Offices
    must be there already. Who checked what is said of a station is never data: a person signs it. ValueError for an unknown region, office or code of a service.
    """
    offices = {office.code: office for office in Office.objects.all()}
    created = updated = 0
    parents = {}
    for row in data.get("stations", []):
        station, is_new = _load_station(row, offices, data.get("address_note", ""))
        created, updated = created + is_new, updated + (not is_new)
        _load_schedule(station, row)
        parents[station] = row.get("parent")
        keep_one_in_step(station, timezone.localdate())
    _load_parents(parents)
    return Loaded(created, updated, load_hotlines(data.get("hotlines", [])))


def _load_station(row, offices, address_note):
    region = Region.objects.by_code(row["region"])
    if region is None:
        raise ValueError(f"Station {row['code']}: no region has the code {row['region']}.")
    office = None
    if row.get("office"):
        office = offices.get(row["office"])
        if office is None:
            raise ValueError(f"Station {row['code']}: no office has the code {row['office']}.")
    station = Station.objects.filter(code=row["code"]).first() or Station(code=row["code"])
    is_new = station.pk is None
    for name in _FIELDS:
        if name in row:
            setattr(station, name, row[name])
    station.put_at(row.get("lat"), row.get("lng"), row.get("datum", "wgs84"))
    station.region, station.office, station.address_note = region, office, address_note
    if row.get("status") == Station.Status.CLOSED_TEMPORARILY:
        raise ValueError(f"Station {station.code}: a pause is one of its closures.")
    station.full_clean(exclude=["office", "region"])
    station.save()
    return station, is_new


def _load_parents(wanted):
    """`wanted`: {station: code of its parent or None}. ValueError for one that is not there or not above it."""
    by_code = {station.code: station for station in Station.objects.filter(code__in=wanted.values())}
    for station, code in wanted.items():
        if not code:
            continue
        parent = by_code.get(code)
        if parent is None or not parent.is_above(station):
            raise ValueError(f"Station {station.code}: {code} is no station above it.")
        Station.objects.filter(pk=station.pk).exclude(parent=parent).update(parent=parent)


def _load_schedule(station, row):
    wanted = {
        (weekday, time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"]))
        for hours in row.get("hours", [])
        for weekday in hours["weekdays"]
    }
    rows = list(OpeningHours.objects.filter(station=station))
    if {(r.weekday, r.opens, r.closes) for r in rows} != wanted:
        OpeningHours.objects.filter(station=station).delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(station=station, weekday=w, opens=o, closes=c) for w, o, c in sorted(wanted)
        )
    for day in row.get("special_days", []):
        times = {
            name: day[name] and time.fromisoformat(day[name]) for name in ("opens", "closes") if name in day
        }
        SpecialDay.objects.update_or_create(
            station=station, date=day["date"], opens=times.get("opens"),
            defaults={"closes": times.get("closes"), "reason": day["reason"]},
        )  # fmt: skip
    for closure in row.get("closures", []):
        values = {
            "until": closure.get("until"),
            "reason": closure["reason"],
            "instead": closure.get("instead", ""),
        }
        Closure.objects.update_or_create(station=station, first=closure["first"], defaults=values)
    for visit in row.get("visits", []):
        values = {name: visit.get(name) for name in ("ends_at", "place", "lat", "lng")}
        values |= {name: visit.get(name, "") for name in ("offer", "staff_names", "cancelled_because")}
        values["region"] = Region.objects.by_code(visit["region"]) if visit.get("region") else None
        ScheduledVisit.objects.update_or_create(
            station=station, starts_at=visit["starts_at"], defaults=values
        )
