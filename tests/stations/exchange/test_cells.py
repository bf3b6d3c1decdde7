"""What stands in one cell: hours and points in the many ways in which people write them."""

from datetime import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.choices import WEEKDAYS, Access, Language, Service
from stations.datum import Datum, to_wgs84
from stations.exchange import points, shape, weekly
from stations.hours import Span
from stations.map_links import links_to
from stations.models import Station

MORNING, AFTERNOON = (time(9), time(12)), (time(14), time(17))
WORKDAYS = [Span(day, *part) for day in range(1, 6) for part in (MORNING, AFTERNOON)]


@pytest.mark.parametrize(
    "text",
    [
        "周一到周五 9:00–12:00，14:00–17:00",
        "周一至周五9:00-12:00,14:00-17:00",
        "星期一~星期五：09：00—12：00、14：00—17：00",
        "周一到五 9点-12点 和 14点至17点",
        "周一、二、三、四、五 9:00-12:00；周一二三四五 14:00-17:00",
        "礼拜一到礼拜五 9:00-12:00；\n周一到周五 14:00-17:00。",
    ],
)
def test_hours_are_read_as_people_write_them(text):
    assert weekly.read(text) == WORKDAYS


def test_other_days_and_half_hours():
    assert weekly.read("每天 8点半到11点20分") == [
        Span(day, time(8, 30), time(11, 20)) for day in range(1, 8)
    ]
    assert weekly.read("周六、周天 9:00-12:00") == [Span(6, *MORNING), Span(7, *MORNING)]
    assert (
        weekly.read("周五 20:00-2:00") == weekly.read("周五 20:00–次日2:00") == [Span(5, time(20), time(2))]
    )
    assert weekly.in_words([Span(5, time(20), time(2))]) == "周五 20:00–次日2:00"
    assert weekly.read("没有固定时间") == weekly.read("") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("有人就开", "看不懂"),
        ("周八 9:00-12:00", "星期看不懂"),
        ("周五到周一 9:00-12:00", "星期看不懂"),
        ("周一 9:00", "时间看不懂"),
        ("周一 25:00-26:00", "时间看不懂"),
        ("周五 9:00-9:00", "同一个时间"),
        ("周五 20:00-2:00，23:00-次日1:00", "重叠"),
        ("周一 9:00-12:00，11:00-13:00", "重叠"),
    ],
)
def test_hours_that_are_not_understood_say_why(text, said):
    with pytest.raises(ValueError, match=said):
        weekly.read(text)


@given(
    st.dictionaries(
        st.integers(1, 7),
        st.lists(
            st.times().map(lambda t: t.replace(second=0, microsecond=0)), min_size=2, max_size=6, unique=True
        ),
    )
)
def test_hours_in_words_are_read_as_they_were(days):
    spans = []
    for day, moments in days.items():
        edges = sorted(moments)[: len(moments) // 2 * 2]
        spans += [Span(day, *edges[at : at + 2]) for at in range(0, len(edges), 2)]
    assert weekly.read(weekly.in_words(spans)) == sorted(spans)


@pytest.mark.parametrize(
    "text",
    [
        "25.85, 114.93",
        "25.85，114.93",
        "(25.85 114.93)",
        "114.93,25.85",
        "25°51′0″N 114°55′48″E",
        "北纬25度51分 东经114度55分48秒",
        "114°55'48\"E, 25°51'00\"N",
        "geo:25.85,114.93?z=17",
        "https://www.openstreetmap.org/?mlat=25.85&mlon=114.93#map=17/25.8/114.9",
        "https://www.openstreetmap.org/#map=17/25.85/114.93",
    ],
)
def test_points_are_read_as_people_have_them(text):
    point = points.read(text)
    assert (point.lat, point.lng, point.datum) == (25.85, 114.93, Datum.WGS84)


def test_only_what_is_turned_round_says_so():
    assert points.read("114.93,25.85").was_swapped
    assert not points.read("25.85,114.93").was_swapped


def test_a_link_out_of_a_map_is_read_in_its_own_datum():
    read = {link.code: points.read(link.url) for link in links_to("站", (25.85, 114.93))}
    assert {code: point.datum for code, point in read.items()} == {
        "geo": Datum.WGS84, "amap": Datum.GCJ02, "baidu": Datum.BD09, "tencent": Datum.GCJ02,
    }  # fmt: skip
    for point in read.values():
        assert to_wgs84(point.lat, point.lng, point.datum) == pytest.approx((25.85, 114.93), abs=1e-5)


@pytest.mark.parametrize(
    "text",
    ["", "赣州", "25.85", "200, 300", "25°70′N 114°E", "https://example.org/?q=25.85,114.93",
     "https://map.baidu.com/@12794123.21,2950123.5,17z", "https://uri.amap.com/marker?name=x"],
)  # fmt: skip
def test_points_that_are_not_understood_say_why(text):
    with pytest.raises(ValueError, match="。"):
        points.read(text)


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("services", Service.choices),
        ("lawyer_days", WEEKDAYS),
        ("languages", Language.choices),
        ("accessibility", Access.choices),
    ],
)
def test_whatever_is_ticked_comes_back_as_it_was_written(name, pairs):
    """A label may hold what stands between two of them: 帮忙复印、打印."""
    codes, column = [code for code, _label in pairs], shape.BY_NAME[name]
    for number in (0, 1, 2, len(codes)):
        for ticked in map(list, combinations(codes, number)):
            filling = shape.Filling(Station(), {}, {}, [])
            column.read(filling, column.write(Station(**{name: ticked})))
            assert getattr(filling.station, name) == ticked
