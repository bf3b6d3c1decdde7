"""The shape in which stations leave and come back: one column for each thing that is said of a station.

A cell is text. `write` says what a station has; `read` sets it and raises ValidationError in words. Both speak Chinese
whoever asks, so that a file goes back in as it came out. A column that is not in a file changes nothing; an empty cell
of one that is empties the field.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.formulas import as_typed
from stations.choices import WEEKDAYS, Access, Language, Service
from stations.datum import Datum, to_wgs84
from stations.exchange import points, weekly
from stations.hours import Span
from stations.models import Station
from stations.wording import point_problem

CHINESE = "zh-hans"
SAME_DEGREES = 1e-7  # a centimetre
DATUMS = {"WGS-84": Datum.WGS84, "GCJ-02": Datum.GCJ02, "BD-09": Datum.BD09}
_BETWEEN = re.compile(r"[、,，;；/\s]+")
_YES, _NO = {"是", "true", "1", "yes", "y", "√", "对"}, {"", "否", "false", "0", "no", "n", "×"}


@dataclass
class Filling:
    """A station that a row is read into; what the row says beside its fields, and what it is looked up in."""

    station: Station
    regions: dict[str, object]
    offices: dict[str, object]
    hours: list[Span]
    parent: str | None = None  # its code, "" for none; None: nothing is said of it
    may_be_nobodys: bool = False  # only who sees everything may leave the office open
    point: tuple[str, str, str] | None = None  # latitude, longitude, datum, as typed
    was_swapped: bool = False


@dataclass(frozen=True)
class Column:
    """`name`: of the API and of GeoJSON. Without `read` it is told for the eye and not taken back."""

    name: str
    heading: Promise
    write: Callable[[Station], str]
    read: Callable[[Filling, str], None] | None = None


def _plain(name, *, is_required=False):
    def read(filling, text):
        if is_required and not text:
            raise ValidationError(_("这一格不能空。"))
        setattr(filling.station, name, text)

    return lambda station: str(getattr(station, name) or ""), read


def _chooser(pairs):
    """Reads a code or its Chinese words, whichever was typed."""

    @cache
    def spellings():
        with translation.override(CHINESE):
            return {spelling: code for code, label in pairs for spelling in (str(code), str(label))}

    def chosen(text):
        if text in spellings():
            return spellings()[text]
        if not text:
            raise ValidationError(_("这一格不能空。"))
        with translation.override(CHINESE):
            known = "、".join(str(label) for _code, label in pairs)
        raise ValidationError(_("“%(text)s”不在能选的里面：%(known)s。") % {"text": text, "known": known})

    chosen.spellings = spellings
    return chosen


def _one_of(name, choices):
    chosen = _chooser(tuple(choices.choices))

    def read(filling, text):
        setattr(filling.station, name, chosen(text))

    return lambda station: str(choices(getattr(station, name)).label), read


def _some_of(name, pairs):
    pairs = tuple(pairs)
    chosen, order, labels = _chooser(pairs), [code for code, _label in pairs], dict(pairs)

    def read(filling, text):
        for words, code in chosen.spellings().items():
            if _BETWEEN.search(words):  # 帮忙复印、打印 is one thing
                text = text.replace(words, f" {code} ")
        parts = [part for part in _BETWEEN.split(text) if part]
        setattr(filling.station, name, sorted({chosen(part) for part in parts}, key=order.index))

    return lambda station: "、".join(
        str(labels[code]) for code in sorted(getattr(station, name), key=order.index)
    ), read


def plain(text):
    """Without letters and digits of full width."""
    return unicodedata.normalize("NFKC", text)


def _read_phone(filling, text):
    """Phones that a spreadsheet took for a number come with a point, or as 1.38E+10; the digits are gone then."""
    if not text:
        raise ValidationError(_("这一格不能空。"))
    typed = re.sub("[‐-―−]", "-", plain(text).replace(" ", "").removesuffix(".0"))
    typed = re.sub(r"^\(([0-9]+)\)-?", r"\1-", typed)  # (0797)5550102
    if re.fullmatch(r"[0-9.]+E\+?[0-9]+", typed, re.IGNORECASE):
        raise ValidationError(
            _("“%(text)s”是表格把电话当成了数，后面的数字没有了。这一列设成“文本”再填。") % {"text": text}
        )
    if not re.fullmatch("[0-9][0-9-]{2,29}", typed):
        raise ValidationError(_("电话只写数字和短横线，比如 12348 或 0797-5550102。"))
    filling.station.phone = typed


def _yes_or_no(name):
    def read(filling, text):
        if text.lower() not in _YES | _NO:
            raise ValidationError(_("写“是”或者“否”。"))
        setattr(filling.station, name, text.lower() in _YES)

    return lambda station: "是" if getattr(station, name) else "否", read


def region_spelling(text):
    """A code that a spreadsheet took for a number ends in .0."""
    return plain(text).removesuffix(".0")


def _read_region(filling, text):
    if not text:
        raise ValidationError(_("这一格不能空。"))
    region = filling.regions.get(region_spelling(text))
    if region is None:
        raise ValidationError(
            _("没有“%(text)s”这个区划。写六位代码，或者写全称，比如江西省赣州市章贡区。") % {"text": text}
        )
    filling.station.region = region


def _read_office(filling, text):
    if text and text not in filling.offices:
        raise ValidationError(_("“%(text)s”不是您管的机构。写机构的代码或者全称。") % {"text": text})
    if text:
        filling.station.office = filling.offices[text]
    elif not filling.may_be_nobodys:
        raise ValidationError(_("管理机构不能空。"))
    else:
        filling.station.office = None


def _read_coordinate(place):
    def read(filling, text):
        told = list(filling.point or ("", "", ""))
        told[place] = text
        filling.point = tuple(told)

    return read


def _read_datum(filling, text):
    spelling = text.upper().replace(" ", "").replace("_", "-")
    if spelling and spelling not in DATUMS:
        raise ValidationError(_("坐标系写 %(known)s 里的一个。") % {"known": "、".join(DATUMS)})
    _read_coordinate(2)(filling, DATUMS.get(spelling, Datum.WGS84))


_chosen_status = _chooser(tuple(Station.Status.choices))
_STATUS_WORDS = {
    "正常": Station.Status.OPEN, "暂停": Station.Status.CLOSED_TEMPORARILY, "停开": Station.Status.CLOSED_TEMPORARILY,
    "撤销": Station.Status.CLOSED,
}  # fmt: skip


def _read_status(filling, text):
    """Whether it is closed for a time follows from its closures, which have dates."""
    status = _STATUS_WORDS.get(text) or _chosen_status(text)
    paused = Station.Status.CLOSED_TEMPORARILY
    if (status == paused) != filling.station.is_paused and Station.Status.CLOSED not in (
        status,
        filling.station.status,
    ):
        raise ValidationError(_("暂停和重新开放不在表里改：在站点的“停开”里写从哪天到哪天。"))
    if status == paused and not filling.station.is_paused:
        raise ValidationError(_("已撤销的站不能改成暂停开放。"))
    filling.station.status = status


def _read_parent(filling, text):
    filling.parent = text


def _read_capacity(filling, text):
    if text and not re.fullmatch("[0-9]{1,4}", text):
        raise ValidationError(_("写座位数，比如 12；不知道就空着。"))
    filling.station.capacity = int(text) if text else None


def _read_opened_on(filling, text):
    try:
        filling.station.opened_on = date.fromisoformat(text.replace("/", "-")) if text else None
    except ValueError:
        raise ValidationError(
            _("“%(text)s”不是日期。写成 2024-03-01，或者把这一列设成日期格式。") % {"text": text}
        ) from None


def _read_hours(filling, text):
    try:
        filling.hours = weekly.read(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def _lines(station):
    """Without blank lines, which no export holds."""
    return re.sub(r"\s*\n\s*", "\n", station.directions.replace("\r", "").strip())


def _read_lines(filling, text):
    if text != _lines(filling.station):
        filling.station.directions = text


def settle_point(filling, *, swap):
    """The coordinates of a row into its station, as WGS-84. Raises ValidationError. `swap`: turn round what is."""
    if filling.point is None:
        return
    lat, lng, datum = filling.point
    if not lat and not lng:
        filling.station.put_at(None, None)
        return
    try:
        values = float(lat), float(lng)
    except ValueError:
        raise ValidationError(
            _("纬度“%(lat)s”和经度“%(lng)s”都要写成数，比如 25.85 和 114.93；要空就都空。")
            % {"lat": lat, "lng": lng}
        ) from None
    filling.was_swapped = points.looks_swapped(*values)
    if filling.was_swapped and swap:
        values = values[::-1]
    if problem := point_problem(*values):
        raise ValidationError(problem)
    _put_at(filling.station, values, datum or Datum.WGS84)


def _put_at(station, values, datum):
    """Where it stands already, it stays as it was told."""
    there = to_wgs84(*values, datum)
    if station.lat is None or max(abs(there[0] - station.lat), abs(there[1] - station.lng)) > SAME_DEGREES:
        station.put_at(*values, datum)


def text_of(number):
    return "" if number is None else repr(float(number))


def _told(place):
    return lambda station: "" if station.lat is None else text_of(station.told_at[place])


def _datum(station):
    return "" if station.lat is None else next(name for name, code in DATUMS.items() if code == station.datum)


def _hours_of(station):
    return weekly.in_words([row.span for row in station.opening_hours.all()])


COLUMNS = [
    Column("code", gettext_lazy("代码"), lambda s: s.code, lambda filling, text: None),
    Column("name", gettext_lazy("名称"), *_plain("name", is_required=True)),
    Column("kind", gettext_lazy("类型"), *_one_of("kind", Station.Kind)),
    Column("level", gettext_lazy("级别"), *_one_of("level", Station.Level)),
    Column("host", gettext_lazy("设在哪里"), *_one_of("host", Station.Host)),
    Column("office", gettext_lazy("管理机构"), lambda s: s.office.code if s.office else "", _read_office),
    Column("parent", gettext_lazy("上级站"), lambda s: s.parent.code if s.parent else "", _read_parent),
    Column("region", gettext_lazy("区划代码"), lambda s: s.region.code if s.region_id else "", _read_region),
    Column("region_name", gettext_lazy("所在区划"), lambda s: s.region.full_name if s.region_id else ""),
    Column("address", gettext_lazy("地址"), *_plain("address", is_required=True)),
    Column("address_note", gettext_lazy("地址说明"), *_plain("address_note")),
    Column("lat", gettext_lazy("纬度"), _told(0), _read_coordinate(0)),
    Column("lng", gettext_lazy("经度"), _told(1), _read_coordinate(1)),
    Column("datum", gettext_lazy("坐标系"), _datum, _read_datum),
    Column("phone", gettext_lazy("电话"), *(_plain("phone")[0], _read_phone)),
    Column("hours", gettext_lazy("每周开放时间"), _hours_of, _read_hours),
    Column("open_on_holidays", gettext_lazy("节假日照常开"), *_yes_or_no("open_on_holidays")),
    Column("services", gettext_lazy("能办什么"), *_some_of("services", Service.choices)),
    Column("lawyer_days", gettext_lazy("哪几天有律师"), *_some_of("lawyer_days", WEEKDAYS)),
    Column("languages", gettext_lazy("说什么话"), *_some_of("languages", Language.choices)),
    Column("accessibility", gettext_lazy("无障碍"), *_some_of("accessibility", Access.choices)),
    Column(
        "capacity",
        gettext_lazy("能坐多少人"),
        lambda s: "" if s.capacity is None else str(s.capacity),
        _read_capacity,
    ),
    Column("directions", gettext_lazy("怎么去"), _lines, _read_lines),
    Column(
        "opened_on",
        gettext_lazy("哪天开的"),
        lambda s: s.opened_on.isoformat() if s.opened_on else "",
        _read_opened_on,
    ),
    Column("status", gettext_lazy("状态"), lambda s: str(s.get_status_display()), _read_status),
    Column("status_note", gettext_lazy("暂停说明"), lambda s: s.status_note),
    # Who checked what on which day is signed by a person in the admin, and never comes out of a file.
    Column(
        "verified_on", gettext_lazy("核对日期"), lambda s: s.verified_on.isoformat() if s.verified_on else ""
    ),
]
BY_NAME = {column.name: column for column in COLUMNS}


def written(station, hours=None):
    """{name: text} of all that would be taken back. `hours`: instead of those of a station that has them fetched."""
    said = {} if hours is None else {"hours": weekly.in_words(hours)}
    names = (name for name in BY_NAME if BY_NAME[name].read and name not in said)
    with translation.override(CHINESE):
        return {**{name: BY_NAME[name].write(station) for name in names}, **said}


def written_level(station):
    with translation.override(CHINESE):
        return BY_NAME["level"].write(station)


def told(station):
    """{name: value} of all that an export says; coordinates as numbers."""
    with translation.override(CHINESE):
        said = {column.name: column.write(station) for column in COLUMNS}
    return {**said, **{name: float(said[name]) for name in ("lat", "lng") if said[name]}}


def feature_collection(stations):
    """As GeoJSON (RFC 7946): points in WGS-84, so that maps show them where they are."""
    features = []
    for station in stations:
        said = {**told(station), "datum": "" if station.lat is None else "WGS-84"}
        point = None if station.lat is None else {"type": "Point", "coordinates": [station.lng, station.lat]}
        properties = {name: text for name, text in said.items() if name not in ("lat", "lng")}
        features.append({"type": "Feature", "geometry": point, "properties": properties})
    return {"type": "FeatureCollection", "features": features}


@cache
def headings():
    """{name: heading}, in Chinese."""
    with translation.override(CHINESE):
        return {column.name: str(column.heading) for column in COLUMNS}


def column_above(heading):
    """The name of the column that is meant: blanks, lines, full width and a remark behind do not matter. None: unknown."""
    bare = _bare(heading)
    return _known_headings().get(bare) or _known_headings().get(re.sub(r"\(.*\)$|\*$", "", bare))


def _bare(heading):
    return re.sub(r"[\s*]+", "", plain(as_typed(heading))).lower()


@cache
def _known_headings():
    said = headings()
    others = {
        "纬度（WGS-84）": "lat",
        "经度（WGS-84）": "lng",
        "区划": "region",
        "latitude": "lat",
        "longitude": "lng",
    }
    known = {**{heading: name for name, heading in said.items()}, **{name: name for name in said}, **others}
    return {_bare(heading): name for heading, name in known.items()}
