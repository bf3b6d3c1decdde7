"""What is odd about stations without being wrong: a person decides. Pure.

A point given in GCJ-02 and said to be WGS-84 lies some 500 m off. That cannot be seen from the point alone: it is told
by its distance from other stations of its town and county, and for certain only where the station had a point before.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _

from stations.datum import Datum, Point, from_wgs84
from stations.distance import haversine_m

FAR_IN_COUNTY_M, FAR_IN_TOWN_M = 60_000, 15_000
SAME_POINT_M = 10
MANY = 30
SHARED_PHONES = {"12348", "12345", "12333", "12351", "12368", "110"}
_TOWN = re.compile(r"[一-鿿]{1,8}?(?:街道|镇|乡|苏木)")


@dataclass(frozen=True)
class Place:
    """What is compared. `region`: six digits."""

    code: str
    name: str
    region: str
    address: str
    phone: str
    lat: float | None
    lng: float | None

    @property
    def town(self) -> str:
        found = _TOWN.search(re.sub("^.*?(省|自治区|市|[区县旗])(?=.*(街道|镇|乡|苏木))", "", self.address))
        return found[0] if found else ""


class Neighbourhood:
    """All stations, by what two of them might share."""

    def __init__(self, places: Iterable[Place]):
        self.by: dict[tuple[str, ...], list[Place]] = defaultdict(list)
        for place in places:
            for key in _keys(place):
                self.by[key].append(place)

        self._middles: dict[tuple[str, ...], Point] = {}

    def others(self, place: Place, *key: str) -> list[Place]:
        return [other for other in self.by.get(key, ())[:MANY] if other.code != place.code]

    def _middle(self, place: Place, *key: str) -> Point | None:
        """Of the others with a point; where there are many, one more or less does not matter."""
        near = (
            [other for other in self.by.get(key, ()) if other.lat is not None]
            if key not in self._middles
            else []
        )
        if len(near) > MANY or key in self._middles:
            return self._middles.setdefault(key, _median(near)) if near else self._middles[key]
        near = [other for other in near if other.code != place.code]
        return _median(near) if near else None

    def doubts_about(self, place: Place, before: Place | None = None) -> list[tuple[str, str]]:
        """[(kind, in words)]; kinds: far, shift, phone, twin. `before`: the same station until now."""
        return [*self.far_off(place), *_of_shift(place, before), *_of_phone(place), *self.twins(place)]

    def far_off(self, place: Place) -> list[tuple[str, str]]:
        """Far from the others of its town, or of its county."""
        for where, far, limit in self._from_middles(place):
            if far > limit:
                said = _("离%(where)s别的站有 %(km)d 公里，核对一下坐标和区划。")
                return [("far", said % {"where": where, "km": round(far / 1000)})]
        return []

    def distances(self, place: Place) -> list[tuple[str, float]]:
        """[(its town or county in words, metres from the middle of the others there)], the nearer first."""
        return [(where, far) for where, far, _limit in self._from_middles(place)]

    def _from_middles(self, place: Place) -> Iterator[tuple[str, float, float]]:
        for key, limit, where in (
            (("town", place.region, place.town), FAR_IN_TOWN_M, place.town),
            (("region", place.region), FAR_IN_COUNTY_M, _("这个区县")),
        ):
            middle = self._middle(place, *key) if where and place.lat is not None else None
            if middle:
                yield where, haversine_m(place.lat, place.lng, *middle), limit

    def twins(self, place: Place) -> list[tuple[str, str]]:
        """Others that may be the same station."""
        shared: dict[str, tuple[Place, list[str]]] = {}
        for key, word in (
            (("name", place.region, _bare(place.name)), _("名称")),
            (("address", place.region, _bare(place.address)), _("地址")),
            (("phone", place.phone), _("电话")),
            (("point", *_cell(place)), _("坐标")),
        ):
            is_shared = key[0] == "phone" and (
                place.phone in SHARED_PHONES or len(self.by.get(key, ())) > MANY
            )
            if is_shared or not all(key):
                continue
            for other in self.others(place, *key):
                if (
                    key[0] != "point"
                    or haversine_m(place.lat, place.lng, other.lat, other.lng) <= SAME_POINT_M
                ):
                    shared.setdefault(other.code, (other, []))[1].append(word)
        if not shared:
            return []
        other, words = max(shared.values(), key=lambda pair: len(pair[1]))
        said = _("和“%(name)s”（%(code)s）的%(what)s一样，是不是同一个站？")
        return [("twin", said % {"name": other.name, "code": other.code, "what": "、".join(words)})]


def _keys(place):
    yield "region", place.region
    yield "name", place.region, _bare(place.name)
    yield "address", place.region, _bare(place.address)
    yield "phone", place.phone
    if place.town:
        yield "town", place.region, place.town
    if place.lat is not None:
        yield "point", *_cell(place)


def _cell(place):
    """Points within some metres share a cell of about a hundred."""
    return ("", "") if place.lat is None else (f"{place.lat:.3f}", f"{place.lng:.3f}")


def _median(places):
    return median(place.lat for place in places), median(place.lng for place in places)


def _bare(text):
    return re.sub(r"[\s（）()，,。.·\-—]", "", text)


def _of_shift(place, before):
    """A new point that is the old one as another map has it."""
    if place.lat is None or before is None or before.lat is None:
        return []
    moved = haversine_m(place.lat, place.lng, before.lat, before.lng)
    for datum, name in ((Datum.GCJ02, "GCJ-02"), (Datum.BD09, "BD-09")):
        if moved > 100 and haversine_m(place.lat, place.lng, *from_wgs84(before.lat, before.lng, datum)) < 30:
            said = _("比原来的点挪了 %(metres)d 米，正好是 WGS-84 和 %(datum)s 的差：坐标系可能写错了。")
            return [("shift", said % {"metres": round(moved), "datum": name})]
    return []


def _of_phone(place):
    """A spreadsheet takes 07975550102 for a number and drops its zero."""
    if re.fullmatch("[2-9][0-9]{8,10}", place.phone) and not place.phone.startswith(("400", "800")):
        return [("phone", _("电话像是丢了开头的 0。"))]
    return []
