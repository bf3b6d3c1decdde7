"""Writes: loading stations from data, and the check of what is said about one."""

from dataclasses import dataclass
from datetime import date, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from foundation.accounts.models import Office
from foundation.regions.models import Region
from stations.models import Hotline, OpeningHours, ScheduledVisit, Station

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
    "status",
    "status_note",
]
# By problem: what a person would say. The numbers are data; these lines help to find them.
_PROBLEMS = {
    "12348": "老板拖欠工钱\n不知道该找谁\n想申请法律援助\n请不起律师",
    "12333": "问劳动监察在哪里\n没签劳动合同\n没交社保\n工伤认定怎么办",
    "12345": "反映欠薪没人管\n办事碰了钉子",
    "12351": "想找工会出面\n单位不让加入工会",
    "12368": "立案、开庭、执行走到哪一步\n判了不给钱",
    "110": "有人打人\n不让走、被关起来\n抢东西",
}


@dataclass(frozen=True)
class Loaded:
    created: int
    updated: int
    hotlines: int


@transaction.atomic
def load_stations(data: dict) -> Loaded:
    """Create or bring up to date the stations and hotlines of a parsed stations.toml. Safe to repeat.

    `data`: "stations" (rows keyed by code; office and region by their codes), "hotlines", "address_note". Offices
    must be there already. Who checked what is said of a station is never data: a person signs it. ValueError for an unknown region, office or code of a service.
    """
    offices = {office.code: office for office in Office.objects.all()}
    created = updated = 0
    for row in data.get("stations", []):
        station, is_new = _load_station(row, offices, data.get("address_note", ""))
        created, updated = created + is_new, updated + (not is_new)
        _load_schedule(station, row)
    for place, row in enumerate(data.get("hotlines", [])):
        _load_hotline(row, place)
    return Loaded(created, updated, len(data.get("hotlines", [])))


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
    station.full_clean(exclude=["office", "region"])
    station.save()
    return station, is_new


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
    for visit in row.get("visits", []):
        values = {name: visit.get(name) for name in ("ends_at", "place", "lat", "lng")}
        ScheduledVisit.objects.update_or_create(
            station=station, starts_at=visit["starts_at"], defaults=values
        )


def _load_hotline(row, place):
    phone = row["phone"]
    Hotline.objects.update_or_create(
        phone=phone,
        defaults={
            "name": row["name"],
            "description": row["description"],
            "problems": row.get("problems", _PROBLEMS.get(phone, "")),
            "hours": row.get("hours", "每天 24 小时" if phone in {"110", "12348"} else ""),
            "is_emergency": phone == "110",
            "order": place * 10,
        },
    )


@transaction.atomic
def confirm_facts(station: Station, *, actor, on: date) -> Station:
    """Record that address, phone and hours were checked on the day `on`. Raises PermissionDenied."""
    station = Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    if not Station.objects.within_scope_of(actor).filter(pk=station.pk).exists():
        raise PermissionDenied
    station.verified_on = on
    station.save(update_fields=["verified_on"])
    log(station, "stations.verify", user=actor, data={"on": on.isoformat()})
    return station
