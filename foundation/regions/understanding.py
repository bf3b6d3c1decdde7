"""What a visitor means by a place: divisions of today, the old name that led to them, a town in them. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from foundation.regions import areas, latin, numbers
from foundation.regions.areas import Area
from foundation.regions.matching import Division, Divisions
from foundation.regions.script import simplified
from foundation.regions.towns import Town, Towns

_LIKE_A_TOWN = re.compile("(街道|[镇乡])$")


@dataclass(frozen=True)
class Meaning:
    """`divisions`: one when it is clear, several when the visitor must choose, none when nothing is known.

    `old`: the name that is no longer used. `area`: the new area (新区) that lies in them. `towns`: the names that the
    text goes on with, as the list has them, by the code of the county. `rest`: what the text says beside the division,
    水南镇中山路 of 赣州章贡区水南镇中山路. `namesakes`: towns called like the divisions, each with its county: 南安镇.
    """

    divisions: tuple[Division, ...] = ()
    old: Division | None = None
    towns: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    is_sure: bool = True
    area: str = ""
    namesakes: tuple[tuple[Division, str], ...] = ()

    def town_in(self, code: str) -> str:
        """The town that was named, as the county of this code has it; "" if none."""
        return dict(self.towns).get(code, "")


def understand(
    text: str,
    divisions: Divisions,
    towns: Towns,
    new_areas: Iterable[Area] = (),
    *,
    limit: int = 12,
    bare: bool = True,
) -> Meaning:
    """`bare`: whether a town may be said without its 镇, 乡 or 街道."""
    if digits := numbers.digits_of(text):
        return Meaning(tuple(numbers.meant(digits, divisions)))
    area = areas.named(text, new_areas, divisions)
    if area:
        found, old = [row for code in area.area.lies_in if (row := divisions.of_code(code))], None
        rest = area.rest
    else:
        found, old = divisions.resolved(text, limit)
        rest = _rest(text, [old] if old else found, divisions)
    name = area.area.name if area and found else ""
    # 长安镇 is a town kept as a county in one place and a town like others elsewhere.
    is_town = bool(found) and not rest and all(_LIKE_A_TOWN.search(row.name) for row in found)
    if not rest and not is_town:
        alike = _namesakes(text, found, divisions, towns) if bare and not (old or area) else ()
        return Meaning(tuple(found), old, area=name, namesakes=alike)
    within = [] if is_town else found
    lying: dict[str, tuple[Town, Division]] = {}  # by county; the very name before one that is alike
    for town in _towns(rest or text, towns, bare or is_town):
        for code in town.counties:
            county = divisions.of_code(code)
            if county and code not in lying and (not within or any(_holds(wide, code) for wide in within)):
                lying[code] = town, county
    if is_town:  # of the very name alone, for it was said whole
        lying = {
            code: (town, county)
            for code, (town, county) in lying.items()
            if town.name == found[0].name and not any(_holds(county, row.code) for row in found)
        }
        counties = tuple({row.code: row for row in (*found, *(c for _town, c in lying.values()))}.values())
        names = tuple((code, town.name) for code, (town, _c) in lying.items() if code != found[0].code)
        return Meaning(counties[:limit], old, names[:limit], rest)
    if lying:
        exact = {code: pair for code, pair in lying.items() if pair[0].name == pair[0].said}
        chosen = lying if found or not exact else exact | lying
        counties = tuple(county for _town, county in chosen.values())
        names = tuple((code, town.name) for code, (town, _county) in chosen.items())
        is_sure = bool(found) or all(town.is_whole for town, _county in lying.values())
        return Meaning(counties[:limit], old, names[:limit], rest, is_sure, name)
    return Meaning(tuple(found), old, (), rest, area=name)


def _towns(rest, towns, bare):
    if not latin.in_latin(rest):
        return towns.named(rest, bare=bare)
    if not bare:
        return []
    parts = {part.target: part.endings for part in (*latin.parts_of(rest), *latin.readings(rest))}
    found = [
        (town._replace(is_whole=town.is_whole or bool(ends)), bool(ends) and town.name[-1] not in ends)
        for letters, ends in parts.items()
        for town in towns.sounding(letters)
    ]
    return [
        town for town, _is_other in sorted(found, key=lambda pair: pair[1])
    ]  # “Town” is 镇 before it is 乡


def _namesakes(text, found, divisions, towns):
    """Towns that bear the short name of the divisions, elsewhere than in them: 南安镇 beside 南安市."""
    joined = simplified("".join(text.split()))
    if latin.in_latin(text):
        named = (
            [] if any(reading.endings for reading in latin.readings(text)) else _towns(text, towns, bare=True)
        )
    else:
        named = towns.named(joined) if any(joined == row.short_name for row in found) else []
    pairs = [
        (county, town.name) for town in named for code in town.counties if (county := divisions.of_code(code))
    ]
    return tuple(pair for pair in pairs if not any(_holds(wide, pair[0].code) for wide in found))


def _rest(text, named, divisions):
    """What the text says without the names of the divisions and of what they lie in."""
    if latin.in_latin(text):
        known = [divisions.sounds_of(division) for division in named]
        return "" if any(_explains(sounds, way) for sounds in known for way in latin.readings(text)) else text
    rest = simplified("".join(text.split()))
    for division in named:
        for name in (division.full_name, division.name, division.short_name, *division.parents):
            rest = rest.replace(name, "")
    rest = rest.lstrip("省市区县州盟旗，,、 ") if named else rest
    return "" if rest == "新区" else rest  # what 浑南区 was called


def _explains(sounds, reading):
    return any(name in sounds for name in (reading.target, *reading.with_ending)) and sounds.issuperset(
        reading.others
    )


def _holds(wide, code):
    digits = (2, 4, 6)[wide.depth]
    return code[:digits] == wide.code[:digits]
