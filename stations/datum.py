"""The three datums in which coordinates of mainland China are told, and the way between them. Pure.

We keep WGS-84 (what GPS gives). Public maps use GCJ-02, Baidu's BD-09 on top of it; a point of one shown on a map of
another stands in the wrong street. The formulas are the widely published ones; the ways back are found by iteration,
so that there and back again is the same place. Tests compare with npm gcoord (tests/stations/data/README.md).

All take and give (latitude, longitude) in degrees. Outside China the three are one: nothing changes.
"""

from collections.abc import Callable
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

Point = tuple[float, float]

_AXIS = 6_378_245.0  # Krasovsky 1940
_ECCENTRICITY2 = 0.006_693_421_622_965_943
_BAIDU = pi * 3000.0 / 180.0


class Datum(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def outside_china(lat: float, lng: float) -> bool:
    """Whether a point lies where GCJ-02 does not apply (the usual rough box)."""
    return not (0.8293 <= lat <= 55.8271 and 72.004 <= lng <= 137.8347)


def to_wgs84(lat: float, lng: float, datum: str) -> Point:
    """What is told in `datum`, in WGS-84. ValueError for an unknown one."""
    match Datum(datum):
        case Datum.GCJ02:
            return _back(to_gcj02, lat, lng)
        case Datum.BD09:
            return _back(to_gcj02, *_back(_gcj02_to_bd09, lat, lng))
        case _:
            return lat, lng


def from_wgs84(lat: float, lng: float, datum: str) -> Point:
    """A place of ours as maps of `datum` have it. ValueError for an unknown one."""
    match Datum(datum):
        case Datum.GCJ02:
            return to_gcj02(lat, lng)
        case Datum.BD09:
            return _gcj02_to_bd09(*to_gcj02(lat, lng))
        case _:
            return lat, lng


def to_gcj02(lat: float, lng: float) -> Point:
    """WGS-84 → GCJ-02."""
    if outside_china(lat, lng):
        return lat, lng
    x, y = lng - 105.0, lat - 35.0
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    d_lat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    d_lat += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    d_lng = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    d_lng += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    d_lng += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    curve = 1 - _ECCENTRICITY2 * sin(radians(lat)) ** 2
    d_lat = d_lat * 180.0 / ((_AXIS * (1 - _ECCENTRICITY2)) / (curve * sqrt(curve)) * pi)
    d_lng = d_lng * 180.0 / (_AXIS / sqrt(curve) * cos(radians(lat)) * pi)
    return lat + d_lat, lng + d_lng


def _gcj02_to_bd09(lat: float, lng: float) -> Point:
    if outside_china(lat, lng):
        return lat, lng
    far = hypot(lng, lat) + 0.000_02 * sin(lat * _BAIDU)
    angle = atan2(lat, lng) + 0.000_003 * cos(lng * _BAIDU)
    return far * sin(angle) + 0.006, far * cos(angle) + 0.0065


def _back(there: Callable[[float, float], Point], lat: float, lng: float) -> Point:
    """The point that `there` leads to (lat, lng), to better than a centimetre."""
    if outside_china(lat, lng):
        return lat, lng
    back_lat, back_lng = lat, lng
    for _ in range(8):
        there_lat, there_lng = there(back_lat, back_lng)
        back_lat, back_lng = back_lat + lat - there_lat, back_lng + lng - there_lng
    return back_lat, back_lng
