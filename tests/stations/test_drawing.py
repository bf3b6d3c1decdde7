"""The plan of stations: to scale, within its sheet, no pin over another, the same each time."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.distance import haversine_m
from stations.drawing import PIN, Mark, draw, nice

places = st.lists(st.tuples(st.floats(25.7, 25.95), st.floats(114.8, 115.1)), min_size=1, max_size=40)


def marks(points):
    return [Mark(number, *point) for number, point in enumerate(points, 1)]


@given(places)
def test_lengths_on_paper_are_lengths_on_the_ground(points):
    drawing = draw(marks(points))
    metres_a_unit = drawing.bar_m / drawing.bar
    spots = {pin.number: pin.spot for pin in drawing.pins}
    for (a, spot_a), (b, spot_b) in combinations(list(spots.items())[:8], 2):
        ground = haversine_m(*points[a - 1], *points[b - 1])
        paper = hypot(spot_a[0] - spot_b[0], spot_a[1] - spot_b[1]) * metres_a_unit
        # A dot is written to a tenth of a unit, the bar too.
        assert paper == pytest.approx(ground, rel=0.02, abs=metres_a_unit)


@given(places)
def test_all_lies_on_the_sheet_and_north_is_up(points):
    drawing = draw(marks(points))
    for pin in drawing.pins:
        assert PIN <= pin.x <= drawing.width - PIN
        assert PIN <= pin.y <= drawing.height - PIN
    for a, b in combinations(drawing.pins, 2):
        if points[a.number - 1][0] > points[b.number - 1][0]:
            assert a.spot[1] <= b.spot[1] + 0.1
        if points[a.number - 1][1] > points[b.number - 1][1]:
            assert a.spot[0] >= b.spot[0] - 0.1


@given(places.map(lambda points: points[:12]))
def test_no_pin_covers_another_or_the_true_place_of_another(points):
    drawing = draw(marks(points))
    for a, b in combinations(drawing.pins, 2):
        assert hypot(a.x - b.x, a.y - b.y) >= 2 * PIN
        assert hypot(a.x - b.spot[0], a.y - b.spot[1]) > PIN
    assert drawing == draw(marks(points))


def test_crowded_pins_move_out_and_a_lonely_one_stays():
    """Three desks in one house, and one across the town."""
    drawing = draw(marks([(25.83, 114.93)] * 3 + [(25.88, 114.99)]))
    assert [pin.is_moved for pin in drawing.pins] == [True, True, True, False]
    assert len({pin.spot for pin in drawing.pins[:3]}) == 1


def test_a_house_full_of_desks_is_still_drawn():
    drawing = draw(marks([(25.83, 114.93)] * 30))
    assert len(drawing.pins) == 30


def test_who_is_far_away_does_not_make_the_others_small():
    """赣州's five, one in 沈阳, and two hundred more: said by number instead of drawn."""
    near = [(25.83 + n / 100, 114.93) for n in range(5)]
    drawing = draw(marks([*near, (41.8, 123.4), *[(25.85, 114.94 + n / 10_000) for n in range(200)]]))
    assert 6 in drawing.left_out
    assert {pin.number for pin in drawing.pins} >= {1, 2, 3, 4, 5}
    assert len(drawing.pins) + len(drawing.left_out) == 206


def test_nothing_makes_no_drawing():
    assert draw([]) is None


def test_one_station_alone_stands_in_the_middle_of_a_street_plan():
    drawing = draw(marks([(25.83, 114.93)]))
    assert drawing.pins[0].x == drawing.width / 2
    assert drawing.bar_m <= 200


@pytest.mark.parametrize(
    ("metres", "bar"), [(30, 50), (99, 50), (100, 100), (480, 200), (4_999, 2000), (60_000, 50_000)]
)
def test_a_scale_bar_is_a_round_number(metres, bar):
    assert nice(metres) == bar
