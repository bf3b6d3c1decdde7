import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stations import distance, wording

china = st.tuples(st.floats(18, 53), st.floats(74, 134))


def test_known_distances():
    # One degree of latitude; Beijing to Shanghai is about 1,067 km.
    assert distance.haversine_m(30, 120, 31, 120) == pytest.approx(111_195, abs=1)
    assert distance.haversine_m(39.9042, 116.4074, 31.2304, 121.4737) == pytest.approx(1_067_000, rel=0.005)
    assert distance.haversine_m(25.8, 114.9, 25.8, 114.9) == 0
    assert distance.haversine_m(0, 0, 0, 180) == pytest.approx(math.pi * distance.EARTH_RADIUS_M)


@given(china, st.floats(0, 2 * math.pi), st.floats(0, 1))
def test_the_box_holds_every_point_within_reach(centre, bearing, share):
    lat, lng = centre
    reach = 50_000
    d_lat = math.degrees(reach * share / distance.EARTH_RADIUS_M) * math.cos(bearing)
    d_lng = math.degrees(reach * share / distance.EARTH_RADIUS_M) * math.sin(bearing)
    point = lat + d_lat, lng + d_lng
    assume(distance.haversine_m(lat, lng, *point) <= reach)
    south, north, west, east = distance.bounding_box(lat, lng, reach)
    assert south <= point[0] <= north
    assert west <= point[1] <= east


@pytest.mark.parametrize(
    ("metres", "words"),
    [(None, ""), (0, "100 米"), (618, "600 米"), (949, "900 米"), (1234, "1.2 公里"), (3_400, "3 公里")],
)
def test_a_distance_in_words(metres, words):
    assert wording.distance(metres) == words
