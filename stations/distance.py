"""Distances on the globe. Pure; points are WGS-84, (latitude, longitude) in degrees."""

from math import asin, cos, pi, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)


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
