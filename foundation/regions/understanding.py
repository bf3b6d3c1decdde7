"""What a visitor means by a place: divisions of today, the old name that led to them, a town in them. Pure."""

from dataclasses import dataclass

from foundation.regions import latin
from foundation.regions.matching import Division, Divisions
from foundation.regions.script import simplified
from foundation.regions.towns import Town, Towns


@dataclass(frozen=True)
class Meaning:
    """`divisions`: one when it is clear, several when the visitor must choose, none when nothing is known.

    `old`: the name that is no longer used. `towns`: the names that the text goes on with, as the list has them, by
    the code of the county. `rest`: what the text says beside the division, 水南镇中山路 of 赣州章贡区水南镇中山路.
    """

    divisions: tuple[Division, ...] = ()
    old: Division | None = None
    towns: tuple[tuple[str, str], ...] = ()
    rest: str = ""
    is_sure: bool = True

    def town_in(self, code: str) -> str:
        """The town that was named, as the county of this code has it; "" if none."""
        return dict(self.towns).get(code, "")


def understand(
    text: str, divisions: Divisions, towns: Towns, *, limit: int = 12, bare: bool = True
) -> Meaning:
    """`bare`: whether a town may be said without its 镇, 乡 or 街道."""
    found, old = divisions.resolved(text, limit)
    named = old or (found[0] if len(found) == 1 else None)
    rest = _rest(text, named, divisions)
    if not rest:
        return Meaning(tuple(found), old)
    lying = {}  # county → (town, division); the very name before one that is alike
    for town in _towns(rest, towns, bare):
        for code in town.counties:
            county = divisions.of_code(code)
            if county and code not in lying and (not found or any(_holds(wide, code) for wide in found)):
                lying[code] = town, county
    if lying:
        exact = {code: pair for code, pair in lying.items() if pair[0].name == pair[0].said}
        chosen = lying if found or not exact else exact | lying
        counties = tuple(county for _town, county in chosen.values())
        names = tuple((code, town.name) for code, (town, _county) in chosen.items())
        return Meaning(counties[:limit], old, names[:limit], rest, bool(found) or _ends_like_a_town(lying))
    return Meaning(tuple(found), old, (), rest)


def _towns(rest: str, towns: Towns, bare: bool) -> list[Town]:
    if not latin.in_latin(rest):
        return towns.named(rest, bare=bare)
    names = [*latin.names_in(rest), *(reading.target for reading in latin.readings(rest))]
    return [town for name in dict.fromkeys(names) for town in towns.sounding(name)] if bare else []


def _ends_like_a_town(lying):
    return all(town.said[-1:] in "镇乡道木区处" for town, _county in lying.values())


def _rest(text, division, divisions):
    """What the text says without the names of the division and of what it lies in."""
    if latin.in_latin(text):
        known = divisions.sounds_of(division) if division else set()
        ways = [{reading.target, *reading.others} for reading in latin.readings(text)]
        return "" if any(way <= known for way in ways) else text
    rest = simplified("".join(text.split()))
    if division:
        for name in (division.full_name, division.name, division.short_name, *division.parents):
            rest = rest.replace(name, "")
        rest = rest.lstrip("省市区县州盟旗，,、 ")
    return rest


def _holds(wide, code):
    digits = (2, 4, 6)[wide.depth]
    return code[:digits] == wide.code[:digits]
