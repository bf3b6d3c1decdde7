"""New areas (新区): names that people give as an address and that are no divisions. Pure; data/new_areas.toml."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from foundation.regions import latin
from foundation.regions.matching import Division, Divisions
from foundation.regions.script import simplified

DATA = Path(__file__).parent / "data" / "new_areas.toml"


class Area(NamedTuple):
    """`lies_in`: codes of divisions; `also`: other names, each the whole text; `letters`: the name without 新区."""

    name: str
    letters: str
    lies_in: tuple[str, ...]
    also: tuple[str, ...] = ()


class Named(NamedTuple):
    """An area that a text names, and what the text says behind it."""

    area: Area
    rest: str


def named(text: str, areas: Iterable[Area], divisions: Divisions) -> Named | None:
    """The area of a text, alone or behind the names of what it lies in: 江西省赣江新区, 青岛西海岸新区."""
    if latin.in_latin(text):
        return _spelled(text, areas)
    joined = re.sub(r"[\s,，、]+", "", simplified(text))
    for area in areas:
        before, found, after = joined.partition(area.name)
        if found and _is_above(before, area, divisions):
            return Named(area, after)
        if any(
            joined.endswith(name) and _is_above(joined[: -len(name)], area, divisions) for name in area.also
        ):
            return Named(area, "")
    return None


def _spelled(text, areas):
    for reading in latin.readings(text):
        target = reading.target.removesuffix("xinqu")
        is_area = target != reading.target or "new area" in text.lower()
        for area in areas:
            if area.letters == target and (is_area or area.name.removesuffix("新区") in area.also):
                return Named(area, "")
    return None


def _is_above(text, area, divisions):
    """Whether the text holds nothing but names of what the area lies in."""
    known: set[str] = set()
    for division in filter(None, map(divisions.of_code, area.lies_in)):
        known |= {division.name, division.short_name, *_above(division)}
    names = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
    return not text or bool(names and re.fullmatch(f"(?:(?:{names})[省市区]?)*", text))


def _above(division: Division) -> tuple[str, ...]:
    return (*division.parents, division.full_name.removesuffix(division.name))


@cache
def new_areas() -> tuple[Area, ...]:
    """The vendored list; read when a place is first asked for."""
    rows = tomllib.loads(DATA.read_text("utf-8"))["areas"]
    return tuple(
        Area(row["name"], row["letters"], tuple(row["lies_in"]), tuple(row.get("also", ()))) for row in rows
    )
