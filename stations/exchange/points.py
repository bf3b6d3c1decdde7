"""A point as people have it at hand: two numbers, degrees with minutes and seconds, a link out of a map. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext as _

from stations.datum import Datum, outside_china

_NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s*[,，;；、/\s]\s*({_NUMBER})")
_SIDES = {"N": 1, "S": -1, "E": 1, "W": -1, "北": 1, "南": -1, "东": 1, "西": -1}
_ANGLE = re.compile(
    r"(?P<before>[NSEW]|[东西南北][经纬])?\s*(?P<degrees>\d{1,3}(?:\.\d+)?)\s*[°度º]\s*"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*['′’分]\s*)?(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:[\"″”秒]|'')\s*)?"
    r"(?P<after>[NSEW])?",
    re.IGNORECASE,
)
# Whose links tell a point, in which datum, and in which order.
_HOSTS = {
    "amap.com": (Datum.GCJ02, "lng"),
    "qq.com": (Datum.GCJ02, "lat"),
    "baidu.com": (Datum.BD09, "lat"),
    "openstreetmap.org": (Datum.WGS84, "lat"),
    "tianditu.gov.cn": (Datum.WGS84, "lng"),
}
_SAID = {
    "wgs84": Datum.WGS84,
    "gps": Datum.WGS84,
    "gcj02": Datum.GCJ02,
    "gaode": Datum.GCJ02,
    "bd09ll": Datum.BD09,
}
_NAMES = ("position", "location", "q", "p", "marker", "latlng", "center", "ll", "dest", "coord")


@dataclass(frozen=True)
class Point:
    """Degrees in `datum`, as it was told; the other way round where only that is in China."""

    lat: float
    lng: float
    datum: Datum = Datum.WGS84
    was_swapped: bool = False


def read(text: str, datum: str = Datum.WGS84) -> Point:
    """ValueError, in words, for what is not understood. A link knows its own datum; else it is `datum`."""
    text = text.strip()
    if re.match(r"(https?|geo):", text, re.IGNORECASE):
        return _of_link(text)
    angles = list(_ANGLE.finditer(text))
    if len(angles) == 2:
        return _of_angles(angles, datum)
    pair = _PAIR.fullmatch(text.strip("()（）[] "))
    if pair is None:
        raise ValueError(
            _(
                "坐标看不懂。写成“25.85, 114.93”（先纬度、后经度），或者“25°51′0″N 114°55′48″E”，或者贴地图的链接。"
            )
        )
    return _point(float(pair[1]), float(pair[2]), datum)


def looks_swapped(lat: float, lng: float) -> bool:
    """Whether it lies in China only when read the other way round."""
    return outside_china(lat, lng) and not outside_china(lng, lat)


def _point(lat: float, lng: float, datum: str) -> Point:
    swapped = looks_swapped(lat, lng)
    if swapped:
        lat, lng = lng, lat
    if abs(lat) > 90 or abs(lng) > 180:
        raise ValueError(_("纬度在 -90 到 90 之间，经度在 -180 到 180 之间。"))
    return Point(round(lat, 7), round(lng, 7), Datum(datum), swapped)


def _of_angles(angles, datum):
    values = {}
    for place, angle in enumerate(angles):
        side = (angle["after"] or angle["before"] or "").upper()
        minutes, seconds = float(angle["minutes"] or 0), float(angle["seconds"] or 0)
        if minutes >= 60 or seconds >= 60:
            raise ValueError(_("坐标里的分和秒要比 60 小。"))
        value = (float(angle["degrees"]) + minutes / 60 + seconds / 3600) * _SIDES.get(side[:1], 1)
        which = "lng" if side[:1] in ("E", "W", "东", "西") else "lat" if side else ("lat", "lng")[place]
        values[which] = value
    if len(values) != 2:
        raise ValueError(_("要一个纬度、一个经度。"))
    return _point(values["lat"], values["lng"], datum)


def _of_link(text):
    if text.lower().startswith("geo:"):
        return read(text[4:].split("?")[0].split(";")[0])
    address = urlsplit(text)
    known = [found for host, found in _HOSTS.items() if (address.hostname or "").endswith(host)]
    if not known:
        raise ValueError(_("不认识这个地图网站。在地图上点开那个地方，把坐标两个数抄过来。"))
    datum, first = known[0]
    asked = parse_qs(address.query)
    datum = _SAID.get((asked.get("coord_type") or asked.get("coordinate") or [""])[0], datum)
    for one in _told(address):
        pair = re.search(rf"(?<![\d.])({_NUMBER})\s*[,|]\s*({_NUMBER})(?!\d)", one)
        if pair and "." in pair[0]:
            values = float(pair[1]), float(pair[2])
            return _point(*(values if first == "lat" else values[::-1]), datum)
    raise ValueError(_("这个链接里没有坐标。打开它，在地图上点“分享”，或者把坐标两个数抄过来。"))


def _told(address):
    """The places of a link that may hold the two numbers, the likeliest first."""
    asked = parse_qs(address.query)
    if {"mlat", "mlon"} <= set(asked):
        yield f"{asked['mlat'][0]},{asked['mlon'][0]}"
    fragment = re.fullmatch(rf"map=\d+(?:\.\d+)?/({_NUMBER})/({_NUMBER}).*", address.fragment)
    if fragment:
        yield f"{fragment[1]},{fragment[2]}"
    for name in _NAMES:
        yield from asked.get(name, [])
    yield unquote(address.path)
    yield from (value for values in asked.values() for value in values)
