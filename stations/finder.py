"""Which stations a visitor means, and in what order. The caller brings the clock."""

from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.db.models.functions import Left

from foundation.content import places
from foundation.content.kept import kept
from foundation.regions.models import Region
from foundation.regions.script import simplified
from foundation.regions.understanding import Meaning
from stations.models import Station
from stations.naming import LONGEST, SHORTEST, Word, naming, words_of
from stations.narrowing import narrowed
from stations.nearness import (
    Origin,
    around,
    boards_last,
    home_first,
    in_order,
    kind_first,
    nearest,
    of_region,
    origin_of,
    spots,
)
from stations.selectors import Row, calendar_at, row_of

FAR = 3  # stations of home that are shown to whom they are far away
CHOICES, FOREMOST = 12, 4
_MANY = 400  # named by words that many stations have
_MUNICIPALITIES = {"11", "12", "31", "50"}


@dataclass(frozen=True)
class Choice:
    """A place that may be meant: “您是说…”. `count`: how many stations lie there; `town`: of its town, "" if none."""

    region: Region
    count: int
    town: str = ""
    is_home: bool = False  # in the city that the site's bureau serves

    @property
    def is_likely(self):
        return self.is_home or self.count > 0


@dataclass
class Found:
    """The answer of the finder."""

    rows: list[Row] = field(default_factory=list)
    region: Region | None = None
    town: str = ""  # the town of the region that was named
    old: str = ""  # the name that is no longer used and led here
    area: str = ""  # the new area (新区) that lies there
    wider: Region | None = None  # where the rows come from when the region itself has none
    is_far: bool = False  # that is the bureau's own region, for want of any nearer
    choices: list[Choice] = field(default_factory=list)
    has_more_choices: bool = False
    elsewhere: list[Choice] = field(default_factory=list)  # towns of the same name far from home
    total_here: int = 0  # in the region asked for
    has_more: bool = False
    origin: Origin | None = None  # where distances are reckoned from
    unknown_place: bool = False  # nobody knows the place
    is_named: bool = False  # no place of the list, but stations have it in their name or address


@dataclass(frozen=True)
class Wish:
    place: str = ""
    region: str = ""
    need: str = ""
    language: str = ""
    access: str = ""
    kind: str = ""
    host: str = ""
    open: bool = False
    evening: bool = False
    weekend: bool = False
    show: int = 20
    position: tuple[float, float] | None = None
    home: str = ""  # code of the region that the site's bureau serves: first when no place is asked for

    @property
    def says_nothing(self):
        return self == Wish(home=self.home)

    @property
    def is_narrow(self):
        chosen = (self.need, self.language, self.access, self.kind, self.host)
        return any(chosen) or self.open or self.evening or self.weekend


def find(wish: Wish, at) -> Found:
    """Stations for a wish: the visitor's own region first, then the neighbours by distance."""
    if wish.says_nothing:
        return _first(wish, at.replace(second=0, microsecond=0))
    return _find(wish, at)


def _find(wish, at):
    calendar = calendar_at(at)
    found = Found()
    stations = narrowed(Station.objects.open_to_public(), wish, at, calendar)
    if wish.position:
        found.origin = Origin(*wish.position)
        near = nearest(stations, found.origin, wish.show + 1, at)
        ordered = in_order([near], found.origin, at, calendar)
    else:
        ordered = _by_place(stations, wish, found, at, calendar)
    # Whose place has no station anywhere near is helped by a number to call, not by doors of another province.
    is_first = wish.show == Wish.show
    most = FAR if found.is_far and is_first and not found.unknown_place else wish.show
    shown = _fetched(ordered[: most + 1], at)
    found.has_more = len(shown) > most
    found.rows = [row_of(station, at, calendar, found.origin) for station in shown[:most]]
    return found


def _fetched(page, at):
    """The stations of a page, each with its schedule. `page`: a query, or (pk, metres) in order."""
    if not isinstance(page, list):
        return list(page.with_schedule(at))
    stations = {s.pk: s for s in Station.objects.filter(pk__in=[pk for pk, _m in page]).with_schedule(at)}
    for pk, metres in page:
        stations[pk].distance_m = metres
    return [stations[pk] for pk, _metres in page]


# For whoever has not said yet where he is. Opening hours and visits begin and end with a minute.
_first = kept(_find)


def _by_place(stations, wish, found, at, calendar):
    if not wish.place and not wish.region:
        return stations.order_by(*home_first(wish.home), kind_first(), "region__code", "pk")
    meaning = places.understood(wish.place) if wish.place else Meaning()
    towns = _towns(wish, meaning)
    regions = _regions(wish, meaning, towns)
    words = words_of(meaning, {region.code for region in regions})
    at_home = [region for region in regions if _is_home(region.code, wish)]
    if words and not wish.region and not at_home and (hits := _hits(stations, wish, meaning, words, at)):
        found.is_named = True
        found.elsewhere = _choices(stations, regions, towns, wish)
        return _of_words(stations, wish, found, words, hits, at, calendar)
    if not wish.region:
        found.old, found.area = meaning.old.name if meaning.old else "", meaning.area
    if meaning.towns and len(at_home) == 1 < len(regions):
        others = [region for region in regions if region != at_home[0]]
        found.elsewhere = _choices(stations, others, towns, wish)
        regions = at_home
    if len(regions) > 1:
        return _of_several(stations, wish, found, regions, towns, words)
    if regions:
        found.region = regions[0]
        found.town = towns.get(found.region.code, "")
        return _of_region(stations, wish, found, words, at, calendar)
    found.unknown_place = True
    return in_order([_of_home(stations, wish, found, at)], None, at, calendar)


def _is_home(code, wish):
    return bool(wish.home) and code[:4] == wish.home[:4]


def _towns(wish, meaning):
    """The town that may be meant in a county, by its code; those of the home province that a county elsewhere is called like."""
    if wish.region or any(_is_home(division.code, wish) for division in meaning.divisions):
        return dict(meaning.towns)
    near = {
        county.code: town
        for county, town in meaning.namesakes
        if wish.home and county.code[:2] == wish.home[:2]
    }
    return {**near, **dict(meaning.towns)}


def _regions(wish, meaning, towns):
    """The divisions that are meant, in the order of the meaning."""
    if wish.region:
        region = Region.objects.select_related("parent__parent").by_code(wish.region)
        now = Region.objects.in_force().filter(code__in=region.successors or []) if region else []
        return list(now.select_related("parent__parent")) or [region] if region else []
    namesakes = [county for county, _town in meaning.namesakes if county.code in towns]
    pks = list(dict.fromkeys(division.pk for division in (*meaning.divisions, *namesakes)))
    found = Region.objects.select_related("parent__parent").in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _hits(stations, wish, meaning, words, at):
    """Spots that a village, a street, a building names: of home, and elsewhere when the list has no such place."""
    said = simplified("".join(wish.place.split()))
    rest = simplified("".join(meaning.rest.split()))
    if meaning.divisions and meaning.is_sure and rest != said:
        # A division was named, unless all of it stands at home: 沙河工业园 lies in no 沙河市.
        words = [Word(said)] if rest and SHORTEST <= len(said) <= LONGEST else []
    hits = [spot for word in words for group in naming(stations, word, at) for spot in group]
    hits = list({spot.pk: spot for spot in hits}.values())[:_MANY]
    at_home = [spot for spot in hits if _is_home(spot.code, wish)]
    return at_home or (hits if not meaning.divisions or not meaning.is_sure else [])


def _of_words(stations, wish, found, words, hits, at, calendar):
    """What the words name; when all lie in one county, that county's and its neighbours' after them."""
    counties = {spot.region for spot in hits}
    county = Region.objects.select_related("parent__parent").get(pk=counties.pop())
    if counties or county.level != Region.Level.COUNTY:
        named = stations.filter(pk__in=[spot.pk for spot in hits])
        return named.order_by(*home_first(wish.home), boards_last(), "region__code", "pk")
    found.region = county
    return _of_region(stations, wish, found, words, at, calendar)


def _of_region(stations, wish, found, words, at, calendar):
    """Who serves the region: those the words name, its own, the city's centre over it; then the neighbours."""
    region = found.region
    own = spots(stations.in_region(region), at)
    found.total_here = len(own)
    while not own and region.parent_id:
        region = found.wider = region.parent
        own = spots(stations.in_region(region), at)
    if not own:
        return in_order([_of_home(stations, wish, found, at)], None, at, calendar)
    here = stations.filter(pk__in=[spot.pk for spot in own])
    naming_of = {word: naming(here, word, at) for word in words}
    found.origin = _origin(wish, found, naming_of, own, at)
    named = [group for groups in naming_of.values() for group in groups]
    if region.level == Region.Level.COUNTY:
        groups = [*named, own, *around(stations, found.origin, at, region)]
        return in_order(groups, found.origin, at, calendar)
    own_centre = [spot for spot in own if spot.is_centre and spot.region == region.pk]
    return in_order([*named, own_centre, own], found.origin, at, calendar)


def _origin(wish, found, naming_of, own, at):
    """Where distances are reckoned from: what the words name, else who serves the region itself; None if too far off."""
    for word, (called, standing, _stopping) in naming_of.items():
        name = found.town if word.town and found.town else word.said
        if origin := origin_of(called, name) or origin_of(standing, name):
            return origin
    if found.wider is None and _is_small(found.region):
        return origin_of(own)
    if found.wider and wish.is_narrow and _is_small(found.region):  # it has stations, though none that fits
        return origin_of(spots(Station.objects.open_to_public().in_region(found.region), at))
    return None


def _is_small(region):
    """Whether far and near mean something in it: no province but a city without provinces above."""
    return region.level != Region.Level.PROVINCE or region.code[:2] in _MUNICIPALITIES


def _of_home(stations, wish, found, at):
    """Nothing is known of the place: the stations of the bureau whose site this is."""
    found.wider = Region.objects.by_code(wish.home) if wish.home else None
    found.is_far = found.wider is not None
    return spots(stations.in_region(found.wider), at) if found.wider else []


def _of_several(stations, wish, found, regions, towns, words):
    choices = _choices(stations, regions, towns, wish, CHOICES + 1)
    found.choices, found.has_more_choices = choices[:CHOICES], len(choices) > CHOICES
    wanted = Q(pk__in=[])
    for choice in found.choices:
        if choice.count:
            wanted |= of_region(choice.region)
    return stations.filter(wanted).order_by(
        *(word.rank.desc() for word in words), *home_first(wish.home), boards_last(), "region__code", "pk"
    )


def _choices(stations, regions, towns, wish, most=CHOICES):
    """Those at home first, then those with the most stations; one query."""
    if not regions:
        return []
    totals = stations.aggregate(**{f"n{r.pk}": Count("pk", filter=of_region(r)) for r in regions})
    choices = [Choice(r, totals[f"n{r.pk}"], towns.get(r.code, ""), _is_home(r.code, wish)) for r in regions]
    province = wish.home[:2] or "-"
    return sorted(choices, key=lambda c: (not c.is_home, c.region.code[:2] != province, -c.count))[:most]


def foremost(choices):
    """(choices to show, choices to fold away): where there are many, a place without a station is of little help."""
    if len(choices) <= FOREMOST:
        return choices, []
    ordered = sorted(choices, key=lambda choice: not choice.is_likely)
    shown = sum(choice.is_likely for choice in ordered[:FOREMOST]) or FOREMOST
    return ordered[:shown], ordered[shown:]


@kept
def below(region=None):
    """(region, count) one level down that have stations, by code: provinces, then their cities, then counties."""
    stations = Station.objects.open_to_public()
    if region is None:
        digits = 2
    elif region.level == Region.Level.PROVINCE:
        # In the four municipalities the level between is only a grouping.
        digits = 6 if region.code[:2] in _MUNICIPALITIES else 4
        stations = stations.in_region(region)
    elif region.level == Region.Level.PREFECTURE:
        digits = 6
        stations = stations.in_region(region)
    else:
        return []
    counts = dict(
        stations.order_by()
        .annotate(prefix=Left("region__code", digits))
        .values("prefix")
        .annotate(n=Count("pk"))
        .values_list("prefix", "n")
    )
    codes = {prefix.ljust(6, "0"): n for prefix, n in counts.items()}
    regions = Region.objects.in_force().filter(code__in=codes)
    # A station filed under the city itself is no county of it.
    return [(r, codes[r.code]) for r in regions if region is None or r.code != region.code]
