"""The plan beside a list of stations: the rows as drawing.py places them."""

import json
from dataclasses import dataclass

from stations import drawing, tiles, wording
from stations.datum import from_wgs84
from stations.selectors import Row


@dataclass(frozen=True)
class Placed:
    """A row and where it stands in the drawing. Lines and signs are drawn from (x, y), which is the pin's middle."""

    row: Row
    pin: drawing.Pin
    point: tuple[float, float]


@dataclass(frozen=True)
class Figure:
    drawing: drawing.Drawing
    placed: tuple[Placed, ...]
    unplaced: tuple[int, ...]  # numbers of rows that nobody has given a position
    points: dict  # {number: (lat, lng)} of all that have one, drawn or not

    @property
    def moved(self):
        return [one for one in self.placed if one.pin.is_moved]

    @property
    def bar_words(self):
        return wording.length(self.drawing.bar_m)

    @property
    def bar_y(self):
        return self.drawing.height - 18

    @property
    def bar_end(self):
        return round(24 + self.drawing.bar, 1)

    @property
    def north_x(self):
        return self.drawing.width - 22


SMALL = 320  # beside one station, with its few neighbours


def figure_of(rows, width=drawing.WIDTH):
    """The figure of rows in the order of their list; None where none of them has a position."""
    points = {number: row.station.found_at for number, row in enumerate(rows, 1)}
    marks = [drawing.Mark(number, *point) for number, point in points.items() if point]
    drawn = drawing.draw(marks, width)
    if drawn is None:
        return None
    placed = tuple(Placed(rows[pin.number - 1], pin, points[pin.number]) for pin in drawn.pins)
    unplaced = tuple(number for number, point in points.items() if not point)
    return Figure(drawn, placed, unplaced, {number: point for number, point in points.items() if point})


@dataclass(frozen=True)
class LiveMap:
    """What the browser needs to lay pictures of a provider under the same stations, in the datum of the pictures."""

    provider: tiles.Provider
    points: str  # JSON: [[number, lat, lng], …]


def live_map_of(figure):
    """None while the operator has no provider, or there is nothing to show."""
    provider = tiles.provider()
    if figure is None or provider is None:
        return None
    shifted = {n: from_wgs84(*point, provider.datum) for n, point in figure.points.items()}
    return LiveMap(
        provider, json.dumps([[n, round(lat, 6), round(lng, 6)] for n, (lat, lng) in shifted.items()])
    )
