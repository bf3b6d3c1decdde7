"""The calendar as a value for the rules, and loading the yearly notices."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from foundation.workdays.models import CalendarDay
from foundation.workdays.rules import Calendar, Kind

DATA = Path(__file__).parent / "data"
_FIELDS = ["kind", "name", "source", "is_provisional"]


def load_calendar(from_: date, to: date) -> Calendar:
    """The calendar of all years that `from_` to `to` touch. One query."""
    return CalendarDay.objects.between(date(from_.year, 1, 1), date(to.year, 12, 31)).as_calendar()


def calendar_around(day: date) -> Calendar:
    """The calendar of the year of `day`, the one before and the one after: enough for any period we reckon."""
    return load_calendar(day.replace(year=day.year - 1, day=1), day.replace(year=day.year + 1, day=1))


def years_to_obtain(today: date, ahead_days: int = 45) -> list[int]:
    """Years within reach whose notice is missing or provisional: somebody must enter them."""
    reach = today + timedelta(days=ahead_days)
    calendar = load_calendar(today, reach)
    return [year for year in range(today.year, reach.year + 1) if year not in calendar.years]


@dataclass(frozen=True)
class Imported:
    year: int
    created: int
    updated: int
    removed: int
    kept_manual: int


def parse_year(text: str) -> tuple[int, dict[date, dict]]:
    """The rows of one year's file. ValueError when it contradicts itself.

    `off` is one day or the first and last of a run; `statutory` are the holidays among them; `work` are weekend
    days worked instead.
    """
    data = tomllib.loads(text)
    year, common = data["year"], {"source": data["source"], "is_provisional": data["provisional"]}
    rows = {}
    for holiday in data["holiday"]:
        first, last = holiday["off"][0], holiday["off"][-1]
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        statutory = set(holiday["statutory"])
        if not days or not statutory <= set(days):
            raise ValueError(f"{holiday['name']}: a statutory day lies outside the days off")
        for day in days:
            kind = Kind.STATUTORY if day in statutory else Kind.SWAP_OFF if day.weekday() < 5 else Kind.REST
            rows[day] = {"kind": kind.value, "name": holiday["name"], **common}
        for day in holiday.get("work", []):
            if day.weekday() < 5 or day in rows:
                raise ValueError(f"{holiday['name']}: {day} is no weekend to be worked")
            rows[day] = {"kind": Kind.SWAP_WORK.value, "name": holiday["name"], **common}
    if any(day.year != year for day in rows):
        raise ValueError(f"a day outside {year}")
    return year, rows


@transaction.atomic
def import_year(text: str) -> Imported:
    """Bring one year of the table in line with its file. Safe to repeat; days edited by hand stay as they are."""
    year, rows = parse_year(text)
    existing = {day.date: day for day in CalendarDay.objects.filter(date__year=year)}
    manual = {date for date, day in existing.items() if day.is_manual}
    new, changed = [], []
    for date_, values in rows.items():
        day = existing.get(date_)
        if day is None:
            new.append(CalendarDay(date=date_, **values))
        elif date_ not in manual and any(getattr(day, f) != values[f] for f in _FIELDS):
            for f in _FIELDS:
                setattr(day, f, values[f])
            changed.append(day)
    gone = [d.pk for date_, d in existing.items() if date_ not in rows and date_ not in manual]
    CalendarDay.objects.bulk_create(new)
    CalendarDay.objects.bulk_update(changed, _FIELDS)
    if gone:
        CalendarDay.objects.filter(pk__in=gone).delete()
    return Imported(year, len(new), len(changed), len(gone), len(manual))


def import_all(folder: Path = DATA) -> list[Imported]:
    return [import_year(path.read_text("utf-8")) for path in sorted(folder.glob("*.toml"))]
