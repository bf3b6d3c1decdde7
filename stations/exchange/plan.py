"""What a file of stations comes to, row by row, before anything is written."""

import re
from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from foundation.accounts.models import Office
from foundation.decoding.sheet import NOT_WORKED_OUT
from foundation.formulas import as_typed
from foundation.regions.models import Region
from stations import keepers
from stations.exchange import shape
from stations.exchange.doubts import Neighbourhood, Place
from stations.exchange.progress import Unwatched
from stations.hours import Span
from stations.models import ImportedRow, Station

Outcome = ImportedRow.Outcome
TURNED = "lat/lng"  # the name of an error: this way round they make no sense, the other way they do
_REQUIRED = ("name", "kind", "level", "region", "address")
_POINTING = [one.name for one in Station._meta.concrete_fields if one.is_relation]
UNWATCHED = Unwatched()


class NoTable(Exception):
    """The file cannot be a table of stations; says why, in words."""


@dataclass
class Line:
    """One row. `station` and `hours` are as they would be written, `before` and `after` what changes."""

    number: int
    code: str
    is_new: bool = True
    station: Station | None = None
    hours: list[Span] = field(default_factory=list)
    outcome: str = Outcome.ERROR
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # of what is there already
    parent: str | None = None  # the code that the row names

    def compare(self):
        if not self.errors:
            after = shape.written(self.station, self.hours)
            changed = [name for name, text in after.items() if self.said.get(name, "") != text]
            self.after = {name: after[name] for name in changed}
            self.before = {} if self.is_new else {name: self.said[name] for name in changed}


def columns_of(headings):
    """(the column above which each heading stands or None, notes). Raises NoTable."""
    names = [shape.column_above(heading) for heading in headings]
    if "code" not in names or "name" not in names:
        said = _("第一行要是表头，至少有“代码”和“名称”两列，上面不要有标题。读到的第一行是：%(read)s。")
        raise NoTable(said % {"read": "、".join(filter(None, headings[:8]))[:80]})
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        raise NoTable(_("“%(heading)s”有两列，留一列。") % {"heading": shape.headings()[twice[0]]})
    unknown = [heading for heading, name in zip(headings, names, strict=True) if heading and not name]
    notes = [_("不认识这些列，没有读：%(names)s。") % {"names": "、".join(unknown[:20])}] if unknown else []
    return names, notes


def make(table, user, office, *, swap=False, progress=UNWATCHED):
    """Every row of `table` ([[line, cells], …], headings first) as `Line`. `office`: whose new stations are.

    What rows are looked up in is fetched for all of them at once. When it ends, half of the work is done.
    """
    headings = table[0][1]
    names, _notes = columns_of(headings)
    rows = [(number, _cells(names, cells)) for number, cells in table[1:]]
    for _number, row in rows:
        row["code"] = shape.plain(row["code"])
    codes = [row["code"] for _number, row in rows]
    regions = {shape.region_spelling(row.get("region", "")) for _number, row in rows}
    reader = _Reader(user, office, swap, codes, regions)
    seen = Counter(code.lower() for code in codes)
    parents = _Parents(lines := [], [row.get("parent", "") for _number, row in rows])
    pairs = list(zip(rows, table[1:], strict=True))
    for (number, row), (_same, cells) in progress.over(pairs, 35):
        line = reader.read(number, row)
        if times := seen[line.code.lower()] - 1:
            line.errors.insert(0, ("code", _("这个代码在文件里有 %(times)d 行。") % {"times": times + 1}))
        if any(cell for cell in cells[len(headings) :]):
            line.errors.insert(0, ("", _("这一行的格子比表头多，后面的不知道是什么。")))
        lines.append(line)
    for line in lines:
        parents.settle(line)
        line.compare()
    _doubt(lines, reader.places, progress)
    for line in lines:
        line.outcome = _outcome(line)
    return lines


def _cells(names, cells):
    """{column: text} of a row. One that is shorter than the headings has empty cells at its end."""
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return {name: as_typed(text) for name, text in zip(names, padded, strict=False) if name}


def _outcome(line):
    if line.errors:
        return Outcome.ERROR
    if line.is_new:
        return Outcome.NEW
    return Outcome.CHANGED if line.after else Outcome.UNCHANGED


class _Reader:
    """Reads rows one by one; what they are looked up in is fetched once."""

    def __init__(self, user, office, swap, codes, regions):
        self.office, self.swap, self.sees_all = office, swap, user.is_superuser
        mine = keepers.offices_of(user).select_related("region")
        self.offices = {spelling: one for one in mine for spelling in (one.name, one.code)}
        self.regions = _regions(regions)
        fetched = Station.objects.filter(code__in=codes).select_related("region", "office__region", "parent")
        below = Prefetch("children", Station.objects.only("level", "parent"))
        self.stored = {station.code: station for station in fetched.prefetch_related("opening_hours", below)}
        like = Station.objects.annotate(low=Lower("code")).filter(low__in={code.lower() for code in codes})
        self.spelled = dict(like.values_list("low", "code"))
        self.mine = set(keepers.stations_of(user).filter(code__in=codes).values_list("code", flat=True))
        self.places = {code: place_of(station) for code, station in self.stored.items()}

    def read(self, number, row):
        line = Line(number, row.pop("code", ""))
        stored = self.stored.get(line.code)
        line.is_new = stored is None
        if stored and line.code not in self.mine:
            line.errors.append(("code", _("这个站归别的机构管，您不能改。")))
            return line
        if not stored and (said := self._wrong_code(line.code)):
            line.errors.append(("code", said))
        station = stored or Station(code=line.code, office=self.office)
        line.said = shape.written(station) if stored else {}
        own_hours = [row.span for row in station.opening_hours.all()] if stored else []
        filling = shape.Filling(station, self.regions, self.offices, own_hours, may_be_nobodys=self.sees_all)
        self._fill(line, filling, row, is_new=not stored)
        if not line.errors:
            _check(line, station)
        line.station, line.hours, line.parent = station, sorted(filling.hours), filling.parent
        return line

    def _wrong_code(self, code):
        if not re.fullmatch("[A-Za-z0-9_-]{1,60}", code):
            return _("代码只用字母、数字和短横线，最多 60 个，比如 gz-zhanggong-center。")
        if spelled := self.spelled.get(code.lower()):
            return _("已经有“%(code)s”，只差大小写。是同一个站就写成一样的。") % {"code": spelled}
        return ""

    def _fill(self, line, filling, row, *, is_new):
        missing = [name for name in _REQUIRED if is_new and name not in row]
        line.errors += [(name, _("新的站要有这一列。")) for name in missing]
        for name, text in row.items():
            column = shape.BY_NAME[name]
            if column.read is None or (is_new and not text and name not in _REQUIRED):
                continue
            try:
                if text == NOT_WORKED_OUT or (text.startswith("#") and text.endswith(("!", "?", "#N/A"))):
                    raise ValidationError(
                        _("这一格的公式没有算出结果。在 Excel 里打开、保存一次，或者改成文字。")
                    )
                column.read(filling, text)
            except ValidationError as error:
                line.errors += [(name, message) for message in error.messages]
        try:
            shape.settle_point(filling, swap=self.swap)
        except ValidationError as error:
            name = TURNED if filling.was_swapped else "lat"
            line.errors += [(name, message) for message in error.messages]


def _check(line, station):
    """The rules of the fields: too long is an error, nothing is cut. Those of the table are kept by the columns.

    What a field points at was looked up before; asked of the fields it would be a query a row.
    """
    try:
        station.clean_fields(exclude=_POINTING)
    except ValidationError as error:
        line.errors += [(name, said) for name, messages in error.message_dict.items() for said in messages]


class _Parents:
    """Stations above others; they may stand in the same file, in any row."""

    def __init__(self, lines, codes):
        self.lines, self.named = lines, set(codes) - {""}
        self.found = None

    def settle(self, line):
        if line.station is None:
            return
        if line.parent is not None:
            line.station.parent = self._all().get(line.parent)
            if line.parent and line.station.parent is None:
                line.errors.append(("parent", _("没有代码是“%(code)s”的站。") % {"code": line.parent}))
        if line.station.parent and not line.station.parent.is_above(line.station):
            line.errors.append(("parent", _("上级站的级别要比这个站高。")))
        if line.said and line.said["level"] != shape.written_level(line.station):
            below = line.station.children.all()
            if any(not line.station.is_above(child) for child in below):
                line.errors.append(("level", _("它下面有同级或者更高的站，先改下面的站。")))

    def _all(self):
        if self.found is None:
            self.found = {one.code: one for one in Station.objects.filter(code__in=self.named)}
            self.found |= {one.code: one.station for one in self.lines if one.station and not one.errors}
        return self.found


def restored(pairs):
    """[(station, its hours)] of (station, texts that it had before): read by the same columns."""
    regions = _regions({texts["region"] for _station, texts in pairs if "region" in texts})
    offices = {office.code: office for office in Office.objects.all()}
    named = {texts["parent"] for _station, texts in pairs if texts.get("parent")}
    parents = {one.code: one for one in Station.objects.filter(code__in=named)}
    found = []
    for station, texts in pairs:
        filling = shape.Filling(station, regions, offices, [], may_be_nobodys=True)
        if {"lat", "lng", "datum"} & set(texts):
            told = shape.written(station)
            texts = {**{name: told[name] for name in ("lat", "lng", "datum")}, **texts}
        for name, text in texts.items():
            shape.BY_NAME[name].read(filling, text)
        shape.settle_point(filling, swap=False)
        if filling.parent is not None:
            station.parent = parents.get(filling.parent)
        found.append((station, filling.hours))
    return found


def _regions(asked):
    """By code and by full name; a code that was reused means the latest."""
    found = Region.objects.filter(Q(code__in=asked) | Q(full_name__in=asked)).order_by("valid_to", "pk")
    return {spelling: region for region in found for spelling in (region.full_name, region.code)}


def place_of(station):
    return Place(
        *(station.code, station.name, station.region.code if station.region_id else "", station.address),
        *(station.phone, station.lat, station.lng),
    )


def all_places(leaving_out=(), **narrowed):
    names = ("code", "name", "region__code", "address", "phone", "lat", "lng")
    stations = Station.objects.open_to_public().filter(**narrowed).exclude(code__in=leaving_out)
    stations = stations.values_list(*names)
    return [Place(*values) for values in stations.iterator()]


def misplaced(station):
    """What is odd about where one station stands, in words: beside the others of its region, and for its office."""
    around = Neighbourhood(all_places(region=station.region))
    return [said for _kind, said in [*around.far_off(place_of(station)), *_elsewhere(station)]]


def _doubt(lines, before, progress):
    """Of the rows that would be written: what is odd about them beside each other and all other stations."""
    good = [line for line in lines if not line.errors and line.after]
    if not good:
        return
    places = {line.code: place_of(line.station) for line in good}
    around = Neighbourhood([*places.values(), *all_places(leaving_out=list(places))])
    for line in progress.over(good, 50):
        line.doubts = around.doubts_about(places[line.code], before.get(line.code))
        if {"region", "office"} & set(line.after):
            line.doubts += _elsewhere(line.station)


def _elsewhere(station):
    """A station may stand where its office is not: home counties keep some where their people work. Rarely."""
    office, region = station.office, station.region
    if office is None or office.region is None or region.code.startswith(office.region.prefix):
        return []
    said = _("“%(region)s”不在管理机构“%(office)s”的地方，是驻外的站吗？")
    return [("region", said % {"region": region.full_name, "office": office.name})]
