"""Addresses that hand a station to a map: each service gets the point in its own datum. Pure."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stations.datum import Datum, from_wgs84


@dataclass(frozen=True)
class MapLink:
    code: str
    name: str | Promise
    url: str

    @property
    def is_app(self):
        return self.code == "geo"


def links_to(name, point):
    """The phone's own map first, then the three that people have. `point`: WGS-84; none without one."""
    if point is None:
        return []
    lat, lng = point
    # What separates one thing from the next in some of these addresses has no place in a name.
    name = name.translate(str.maketrans(";:,()", "；：，（）"))
    return [
        MapLink("geo", _("用手机地图打开"), _geo(lat, lng, name)),
        MapLink("amap", _("高德地图"), _amap(*from_wgs84(lat, lng, Datum.GCJ02), name)),
        MapLink("baidu", _("百度地图"), _baidu(*from_wgs84(lat, lng, Datum.BD09), name)),
        MapLink("tencent", _("腾讯地图"), _tencent(*from_wgs84(lat, lng, Datum.GCJ02), name)),
    ]


def _geo(lat, lng, name):
    """RFC 5870: WGS-84."""
    return f"geo:{lat:.6f},{lng:.6f}?q={lat:.6f},{lng:.6f}({quote(name)})"


def _amap(lat, lng, name):
    asked = {"position": f"{lng:.6f},{lat:.6f}", "name": name, "coordinate": "gaode", "callnative": 1}
    return f"https://uri.amap.com/marker?{urlencode(asked)}"


def _baidu(lat, lng, name):
    asked = {"location": f"{lat:.6f},{lng:.6f}", "title": name, "content": name, "coord_type": "bd09ll"}
    return (
        f"https://api.map.baidu.com/marker?{urlencode({**asked, 'output': 'html', 'src': 'webapp.fayuan'})}"
    )


def _tencent(lat, lng, name):
    asked = {"marker": f"coord:{lat:.6f},{lng:.6f};title:{name};addr:{name}", "referer": "fayuan"}
    return f"https://apis.map.qq.com/uri/v1/marker?{urlencode(asked)}"
