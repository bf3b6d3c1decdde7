"""The three datums against npm gcoord (data/README.md), and the addresses that hand a point to a map."""

import csv
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations import map_links
from stations.datum import Datum, from_wgs84, to_gcj02, to_wgs84
from stations.distance import haversine_m
from stations.models import Station

ROWS = list(csv.DictReader((Path(__file__).parent / "data" / "datums.csv").read_text().splitlines()))
china = st.tuples(st.floats(18, 53), st.floats(74, 134))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['place']} {row['from']}-{row['to']}")
def test_a_point_is_converted_as_gcoord_does(row):
    point = float(row["lat"]), float(row["lng"])
    got = from_wgs84(*to_wgs84(*point, row["from"]), row["to"])
    assert haversine_m(*got, float(row["to_lat"]), float(row["to_lng"])) < 1


@pytest.mark.parametrize(
    ("point", "shifted"),
    [  # the test points that the open converters (eviltransform and its many ports) share
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ],
)
def test_the_shift_is_that_of_public_maps(point, shifted):
    assert haversine_m(*to_gcj02(*point), *shifted) < 0.5
    assert haversine_m(*to_wgs84(*shifted, Datum.GCJ02), *point) < 0.5


@given(china, st.sampled_from(Datum))
def test_there_and_back_is_the_same_place(point, datum):
    there = from_wgs84(*point, datum)
    assert haversine_m(*point, *there) < 2500
    assert haversine_m(*point, *to_wgs84(*there, datum)) < 0.01


@pytest.mark.parametrize("datum", Datum)
@pytest.mark.parametrize("point", [(48.85, 2.35), (-33.9, 151.2), (90, 180), (0, 0), (35.68, 139.69)])
def test_abroad_nothing_is_shifted(point, datum):
    assert from_wgs84(*point, datum) == to_wgs84(*point, datum) == point


def test_a_datum_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="cgcs"):
        to_wgs84(30, 110, "cgcs")


def test_each_map_is_told_the_point_in_its_own_datum():
    station = Station(name="赣州;章贡(中心)", lat=25.8313, lng=114.9336)
    links = {link.code: link.url for link in map_links.links_to(station.name, station.point)}
    assert links["geo"].startswith("geo:25.831300,114.933600?q=25.831300,114.933600(")
    gcj = from_wgs84(station.lat, station.lng, "gcj02")
    bd = from_wgs84(station.lat, station.lng, "bd09")
    amap, baidu, tencent = (parse_qs(urlsplit(links[code]).query) for code in ("amap", "baidu", "tencent"))
    assert [float(n) for n in amap["position"][0].split(",")] == pytest.approx([gcj[1], gcj[0]], abs=1e-6)
    assert [float(n) for n in baidu["location"][0].split(",")] == pytest.approx(bd, abs=1e-6)
    assert baidu["coord_type"] == ["bd09ll"]
    marker = re.fullmatch(r"coord:([\d.]+),([\d.]+);title:([^;:,]+);addr:[^;:,]+", tencent["marker"][0])
    assert [float(n) for n in marker.groups()[:2]] == pytest.approx(gcj, abs=1e-6)
    assert marker[3] == "赣州；章贡（中心）"


def test_without_a_position_no_map_is_offered():
    assert map_links.links_to("车", None) == []
