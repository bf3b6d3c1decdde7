"""A plan of a few places, to scale: from coordinates to shapes of an SVG. Pure; no border of anything.

North is up. Over the width of a county, or of a city, lengths are true to better than two in a hundred. Pins that
would cover each other move out and a line leads back to the small dot, which is the true place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin

from stations.distance import EARTH_RADIUS_M

WIDTH = 500  # units of the drawing; everything below is in them unless it says metres
PIN, SPOT = 19.0, 4.5
_EDGE = 40.0  # nothing nearer to the edge than this
_FOOT = 40.0  # for the scale bar
_APART = 2 * PIN + 6
_SEEN = PIN + SPOT + 2  # of a pin from somebody else's dot
_MOST = 30  # more than so many pins no eye sorts out
_WIDEST_M = 300_000.0
# A sheet shows the first few of the list and what lies around them: so many, and so many times their own extent.
_FIRST, _AROUND, _AROUND_M = 5, 4, 20_000.0
_NARROWEST_M = 600.0
_BAR = 0.24  # the longest scale bar, of the width


@dataclass(frozen=True)
class Mark:
    """What is to be drawn: its number in the list and where it is (WGS-84)."""

    number: int
    lat: float
    lng: float


@dataclass(frozen=True)
class Pin:
    number: int
    x: float
    y: float
    spot: tuple[float, float]
    is_moved: bool


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    pins: tuple[Pin, ...]
    bar: float  # how long the scale bar is
    bar_m: int  # metres that it stands for
    left_out: tuple[int, ...]  # numbers of the list that are too far away to be drawn, or too many


def draw(marks: Iterable[Mark], width: int = WIDTH) -> Drawing | None:
    """The plan of `marks`, which come in the order of the list: the first are there in any case. None without any."""
    drawn, left_out = _together(marks)
    if not drawn:
        return None
    lat0 = (min(m.lat for m in drawn) + max(m.lat for m in drawn)) / 2
    lng0 = (min(m.lng for m in drawn) + max(m.lng for m in drawn)) / 2
    metres = [_metres(m, lat0, lng0) for m in drawn]
    across, up = (2 * max(abs(p[axis]) for p in metres) for axis in (0, 1))
    inside = width - 2 * _EDGE
    scale = inside / max(across, up, _NARROWEST_M)  # units per metre
    inner_height = min(max(up * scale, 0.7 * inside), inside)
    height = round(inner_height + 2 * _EDGE + _FOOT)
    middle = width / 2, _EDGE + inner_height / 2
    spots = [(round(middle[0] + x * scale, 1), round(middle[1] - y * scale, 1)) for x, y in metres]
    box = (PIN + 6, PIN + 6, width - PIN - 6, height - _FOOT - PIN)
    pins = tuple(
        Pin(mark.number, *at, spot, at != spot)
        for mark, spot, at in zip(drawn, spots, uncrowded(spots, box), strict=True)
    )
    bar_m = nice(_BAR * width / scale)
    return Drawing(width, height, pins, round(bar_m * scale, 1), bar_m, tuple(left_out))


def _together(marks: Iterable[Mark]) -> tuple[list[Mark], list[int]]:
    """Those that fit on one sheet, taken in their order; and the numbers of the others."""
    drawn: list[Mark] = []
    left_out: list[int] = []
    widest = _WIDEST_M
    for mark in marks:
        if len(drawn) == _FIRST:
            widest = min(_WIDEST_M, max(_AROUND_M, _AROUND * _span_m(drawn)))
        if len(drawn) < _MOST and _span_m([*drawn, mark]) <= widest:
            drawn.append(mark)
        else:
            left_out.append(mark.number)
    return drawn, left_out


def _span_m(marks: Sequence[Mark]) -> float:
    lats, lngs = [m.lat for m in marks], [m.lng for m in marks]
    middle = radians((min(lats) + max(lats)) / 2)
    return EARTH_RADIUS_M * max(radians(max(lats) - min(lats)), radians(max(lngs) - min(lngs)) * cos(middle))


def _metres(mark: Mark, lat0: float, lng0: float) -> tuple[float, float]:
    """East and north of the middle."""
    return (
        EARTH_RADIUS_M * radians(mark.lng - lng0) * cos(radians(lat0)),
        EARTH_RADIUS_M * radians(mark.lat - lat0),
    )


def nice(at_most: float) -> int:
    """The roundest number of metres that is not more: 1, 2 or 5 with noughts. 50 at the least."""
    step = 50
    for next_step in (r * 10**e for e in range(2, 7) for r in (1, 2, 5)):
        if next_step > at_most:
            break
        step = next_step
    return step


def uncrowded(
    spots: Sequence[tuple[float, float]], box: tuple[float, float, float, float]
) -> list[tuple[float, float]]:
    """Where the pins of `spots` stand, in order: at the spot where there is room, else out on a ring around it.

    No pin covers another or another's dot; `box` (left, top, right, bottom) holds all. Always the same for the same
    spots. Where no room is left at all a pin stays where it belongs.
    """
    taken: list[tuple[float, float]] = []
    for n, spot in enumerate(spots):
        others = [s for m, s in enumerate(spots) if m != n]
        free = (at for at in _places(spot, others) if _is_free(at, taken, others, box))
        taken.append(next(free, spot))
    return taken


def _places(
    spot: tuple[float, float], others: Sequence[tuple[float, float]]
) -> Iterable[tuple[float, float]]:
    """The spot itself, then rings around it, each from the side away from the neighbours on."""
    yield spot
    near = [o for o in others if hypot(o[0] - spot[0], o[1] - spot[1]) < 3 * _APART]
    pull_x, pull_y = (sum(o[axis] - spot[axis] for o in near) for axis in (0, 1))
    away = atan2(-pull_y, -pull_x) if near and (pull_x or pull_y) else -pi / 2
    for ring in (1.25, 1.8, 2.4, 3.2, 4.2, 5.4):
        for turn in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8):
            angle = away + turn * pi / 8
            yield (
                round(spot[0] + ring * _APART * cos(angle), 1),
                round(spot[1] + ring * _APART * sin(angle), 1),
            )


def _is_free(
    at: tuple[float, float],
    taken: Sequence[tuple[float, float]],
    others: Sequence[tuple[float, float]],
    box: tuple[float, float, float, float],
) -> bool:
    left, top, right, bottom = box
    if not (left <= at[0] <= right and top <= at[1] <= bottom):
        return False
    return all(hypot(p[0] - at[0], p[1] - at[1]) >= _APART for p in taken) and all(
        hypot(s[0] - at[0], s[1] - at[1]) >= _SEEN for s in others
    )
