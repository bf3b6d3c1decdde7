"""Distances, and the shifted coordinates that Chinese map services expect. Pure.

We keep WGS-84 (what GPS gives). Public maps of mainland China use GCJ-02, so a link to one must be converted.
The formulas are the widely published ones of the GCJ-02 offset; the way back is found by iteration.
"""

from math import asin, cos, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)
_AXIS = 6_378_245.0  # Krasovsky 1940
_ECCENTRICITY2 = 0.006_693_421_622_965_943


def haversine_m(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Great-circle distance of two WGS-84 points in metres."""
    half_lat, half_lng = radians(lat2 - lat1) / 2, radians(lng2 - lng1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lng) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def bounding_box(lat: float, lng: float, within_m: float) -> tuple[float, float, float, float]:
    """(south, north, west, east) of a box that holds every point within `within_m` metres."""
    by_lat = within_m / EARTH_RADIUS_M * 180 / pi
    by_lng = by_lat / max(0.01, cos(radians(min(89.0, abs(lat) + by_lat))))
    return lat - by_lat, lat + by_lat, lng - by_lng, lng + by_lng


def outside_china(lat: float, lng: float) -> bool:
    """Whether a point lies where GCJ-02 does not apply (the usual rough box)."""
    return not (0.8293 <= lat <= 55.8271 and 72.004 <= lng <= 137.8347)


def to_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """WGS-84 → GCJ-02, both (latitude, longitude) in degrees. Outside China nothing changes."""
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


def from_gcj02(lat: float, lng: float) -> tuple[float, float]:
    """GCJ-02 → WGS-84, to better than a centimetre."""
    back_lat, back_lng = lat, lng
    for _ in range(6):
        there_lat, there_lng = to_gcj02(back_lat, back_lng)
        back_lat, back_lng = back_lat + lat - there_lat, back_lng + lng - there_lng
    return back_lat, back_lng
