"""A file of stations: looked at, taken over, undone. Always through the screens, as staff do it."""

import csv
import io
import json
import re
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from foundation.content.searchable import many_changed
from stations.choices import Access, Service
from stations.datum import to_gcj02
from stations.exchange import services, shape, undoing
from stations.models import ImportedRow, Station, StationImport
from tests.stations.exchange.files import HEADINGS, NEW, a_csv, a_row, act, read_in, taken_over, upload
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db
Outcome = ImportedRow.Outcome


def outcomes(kept):
    return [(row.code, row.outcome) for row in kept.rows.all()]


def test_a_file_is_shown_before_anything_is_written(keeper):
    StationFactory(code="old", name="老站", office=keeper.office, phone="12348")
    kept = read_in(keeper, a_csv(a_row(), a_row(代码="old", 名称="新名字"), a_row(代码="bad", 电话="打我")))
    assert outcomes(kept) == [("new-1", "new"), ("old", "changed"), ("bad", "error")]
    page = keeper.get(reverse("station_imports:show", args=[kept.pk]), {"show": "changed"}).content.decode()
    assert "<del>老站</del>" in page
    assert "<ins>新名字</ins>" in page
    page = keeper.get(reverse("station_imports:show", args=[kept.pk]), {"show": "error"}).content.decode()
    assert "电话只写数字和短横线" in page
    assert Station.objects.get().name == "老站"


@pytest.mark.parametrize("spelling", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_what_was_confirmed_is_written(keeper, spelling):
    kept = read_in(keeper, a_csv(a_row(), spelling=spelling))
    act(keeper, kept, "confirm")
    station = Station.objects.get()
    assert (station.name, station.region.code, station.office) == ("水南工作站", "360702", keeper.office)
    assert (station.lat, station.lng, station.kind, station.services) == (
        25.84,
        114.93,
        "workstation",
        ["apply", "consult"],
    )
    assert str(station.opening_hours.first()) == "周一 09:00–12:00"
    assert station.opening_hours.count() == 5
    entry = ModelLogEntry.objects.get(action="stations.import")
    assert (entry.object_id, entry.user, entry.data["import"]) == (str(station.pk), keeper.user, kept.pk)


WRONG = [
    ({"名称": "长" * 81}, "名称", "80"),
    ({"地址": "长" * 201}, "地址", "200"),
    ({"名称": ""}, "名称", "不能空"),
    ({"代码": "有空格 的"}, "代码", ""),
    ({"代码": ""}, "代码", ""),
    ({"类型": "大楼"}, "类型", "不在能选的里面"),
    ({"能办什么": "当场申请、跳舞"}, "能办什么", "跳舞"),
    ({"区划代码": "999999"}, "区划代码", "没有“999999”"),
    ({"电话": "打我"}, "电话", "只写数字"),
    ({"电话": "1.3800138E+10"}, "电话", "后面的数字没有了"),
    ({"电话": "12"}, "电话", "只写数字"),
    ({"电话": "#FORMULA!"}, "电话", "没有算出结果"),
    ({"纬度": "北"}, "纬度", "写成数"),
    ({"经度": ""}, "纬度", "写成数"),
    ({"纬度": "0", "经度": "0"}, "纬度", "不在中国"),
    ({"纬度": "nan"}, "纬度", "不在中国"),
    ({"纬度": "114.93", "经度": "25.84"}, "", "写反了"),
    ({"类型": ""}, "类型", "不能空"),
    ({"区划代码": ""}, "区划代码", "不能空"),
    ({"代码": "SAME-LEVEL"}, "代码", "只差大小写"),
    ({"哪天开的": "45292"}, "哪天开的", "“45292”不是日期"),
    ({"状态": "暂停"}, "状态", "停开"),
    ({"每周开放时间": "周五 9:00-9:00"}, "每周开放时间", "同一个时间"),
    ({"状态": "暂停开放"}, "状态", "停开"),
    ({"上级站": "nobody"}, "上级站", "没有代码是"),
    ({"上级站": "same-level"}, "上级站", "级别要比"),
    ({"能坐多少人": "很多"}, "能坐多少人", "座位数"),
    ({"哪天开的": "2024-02-30"}, "哪天开的", "日期"),
]


def test_a_wrong_cell_is_an_error_of_its_row_and_nothing_is_cut(keeper):
    StationFactory(code="same-level", level="town", office=keeper.office)
    more = {"状态": "开放", "上级站": "", "能坐多少人": "12", "哪天开的": "2024-03-01"}
    rows = [{**dict(zip(HEADINGS, NEW, strict=True)), **more, "代码": f"row-{n}", "地址": f"某路 {n} 号"} | changes
            for n, (changes, _heading, _said) in enumerate([*WRONG, ({}, "", "")])]  # fmt: skip
    kept = read_in(keeper, a_csv(*(row.values() for row in rows), headings=list(rows[0])))
    headings = shape.headings()
    *bad, good = kept.rows.all()
    for row, (changes, heading, said) in zip(bad, WRONG, strict=True):
        assert row.outcome == "error", changes
        assert any(headings.get(name, "") == heading and said in message for name, message in row.errors), (
            changes,
            row.errors,
        )
    assert good.outcome == "new", good.errors
    page = keeper.get(reverse("station_imports:show", args=[kept.pk]), {"show": "error"}).content.decode()
    assert "<strong>类型：</strong>“大楼”不在能选的里面" in page
    act(keeper, kept, "confirm", seen="on")
    assert [station.code for station in Station.objects.exclude(code="same-level")] == [good.code]


def test_a_parent_may_stand_further_down(keeper):
    headings = [*HEADINGS, "上级站"]
    rows = [[*a_row(级别="村和社区"), "town"], [*a_row(代码="town", 地址="别处"), "county"]]
    StationFactory(code="county", office=keeper.office, level="county")
    kept = taken_over(keeper, a_csv(*rows, headings=headings))
    assert Station.objects.get(code="new-1").parent.parent.code == "county"
    act(keeper, kept, "undo")
    assert Station.objects.get().code == "county"


def test_what_was_turned_round_can_be_turned_back(keeper):
    kept = read_in(keeper, a_csv(a_row(纬度="114.93", 经度="25.84")))
    page = keeper.get(reverse("station_imports:show", args=[kept.pk])).content.decode()
    assert "把写反的经纬度换过来" in page
    act(keeper, kept, "swap")
    assert outcomes(kept) == [("new-1", "new")]
    act(keeper, kept, "confirm")
    assert (Station.objects.get().lat, Station.objects.get().lng) == (25.84, 114.93)


def test_a_point_of_another_datum_is_kept_in_ours(keeper):
    headings = [*HEADINGS, "坐标系"]
    taken_over(keeper, a_csv([*a_row(), "GCJ-02"], headings=headings))
    station = Station.objects.get()
    assert station.datum == "gcj02"
    assert station.told_at == (25.84, 114.93)
    assert 300 < abs(station.lng - 114.93) * 100_000 < 700


def test_the_rows_of_other_offices_are_errors(keeper, others):
    StationFactory(code="theirs", name="别人的站", office=others)
    StationFactory(code="nobodys", name="没人管的站", office=None)
    headings = [*HEADINGS, "管理机构"]
    rows = [
        [*a_row(代码="theirs"), "t-agency"],
        [*a_row(代码="nobodys"), ""],
        [*a_row(代码="mine"), "t-other"],
    ]
    kept = read_in(keeper, a_csv(*rows, headings=headings))
    assert {row.outcome for row in kept.rows.all()} == {"error"}
    page = keeper.get(reverse("station_imports:show", args=[kept.pk])).content.decode()
    assert "归别的机构管" in page
    assert "不是您管的机构" in page


def test_a_column_that_is_not_there_changes_nothing_and_an_empty_cell_empties(keeper):
    above = StationFactory(code="above", level="prefecture", office=keeper.office)
    StationFactory(code="old", directions="坐 2 路", services=["apply"], office=keeper.office, parent=above)
    taken_over(keeper, a_csv(["old", "新名字", ""], headings=["代码", "名称", "怎么去"]))
    station = Station.objects.get(code="old")
    assert station.parent == above
    assert (station.name, station.directions, station.services) == ("新名字", "", ["apply"])
    assert station.opening_hours.count() == 10


def test_a_code_twice_in_a_file_is_wrong_both_times(keeper):
    kept = read_in(keeper, a_csv(a_row(), a_row(名称="又一个")))
    assert [row.outcome for row in kept.rows.all()] == ["error", "error"]


def test_doubts_are_confirmed_on_purpose(keeper):
    for place in range(3):
        StationFactory(
            code=f"near-{place}", lat=25.84 + place / 1000, office=keeper.office, phone=f"0797-555010{place}"
        )
    kept = read_in(keeper, a_csv(a_row(纬度="27.84"), a_row(代码="twin", 名称="测试", 地址="文明大道1号")))
    assert [[kind for kind, _said in row.doubts] for row in kept.rows.all()] == [["far", "twin"], ["twin"]]
    assert "222 公里" in keeper.get(reverse("station_imports:show", args=[kept.pk])).content.decode()
    assert "没有确认" in act(keeper, kept, "confirm")
    assert kept.state == "checked"
    act(keeper, kept, "confirm", seen="on")
    assert kept.state == "done"


def test_a_point_moved_by_the_difference_of_two_datums_is_doubted(keeper):
    station = StationFactory(code="old", office=keeper.office)
    lat, lng = to_gcj02(station.lat, station.lng)
    kept = read_in(keeper, a_csv(["old", station.name, lat, lng], headings=["代码", "名称", "纬度", "经度"]))
    assert "GCJ-02" in kept.rows.get().doubts[0][1]


@pytest.mark.parametrize("format", ["csv", "xlsx", "geojson"])
def test_what_was_exported_comes_back_unchanged(keeper, format):
    RegionFactory()
    StationFactory(
        office=keeper.office, services=Service.values, accessibility=Access.values, name="=1+1", directions="坐 2 路\n\n再走 5 分钟", address_note="-甲", languages=["hak", "cmn"],
        lawyer_days=[2, 4], status="closed_temporarily", status_note="装修", lat=25.8471234567, verified_on=date(2026, 11, 1),
        hours=[(6, "08:30", "11:15")], open_on_holidays=True, host="court", kind="window",
    )  # fmt: skip
    moved = StationFactory(office=keeper.office, lat=None, lng=None, hours=[])
    moved.put_at(25.85, 114.93, "bd09")
    moved.save()
    name = "station_register:geojson" if format == "geojson" else "station_register:index"
    response = keeper.get(reverse(name), {"export": format})
    content = b"".join(response) if format != "xlsx" else b"".join(response.streaming_content)
    before = list(Station.objects.values())
    kept = read_in(keeper, content, f"站点.{format}")
    assert [row.outcome for row in kept.rows.all()] == ["unchanged", "unchanged"], [
        (row.errors, row.before, row.after) for row in kept.rows.all()
    ]
    assert list(Station.objects.values()) == before


def test_geojson_shows_points_where_they_are(keeper):
    station = StationFactory(office=keeper.office)
    station.put_at(25.85, 114.93, "gcj02")
    station.save()
    [feature] = json.loads(keeper.get(reverse("station_register:geojson")).content)["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [station.lng, station.lat]}
    assert feature["properties"]["datum"] == "WGS-84"


def test_cells_that_begin_as_formulas_are_text(keeper):
    headings = ["代码", "名称", "类型", "级别", "区划代码", "地址", "怎么去"]
    rows = [
        [f"c-{n}", f"{sign}cmd", "工作站", "乡镇街道", "360702", "某路", f"'{sign}x"]
        for n, sign in enumerate("=+-@")
    ]
    taken_over(keeper, a_csv(*rows, headings=headings))
    assert sorted(Station.objects.values_list("name", "directions")) == sorted(
        (f"{s}cmd", f"{s}x") for s in "=+-@"
    )
    content = b"".join(keeper.get(reverse("station_register:index"), {"export": "csv"})).decode("utf-8-sig")
    exported = [row[1] for row in csv.reader(io.StringIO(content, newline=""))][1:]
    assert sorted(exported) == sorted(f"'{s}cmd" for s in "=+-@")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (a_csv(a_row()) + b'b,"half', "读到一半就断了"),
        (b"PK\x03\x04" + b"x" * 400, "打不开"),
        (b'{"features": [', "读到一半就断了"),
        (b"%PDF-1.7", "只收"),
        (b"a,b\n1,2\n", "表头"),
        (a_csv(), "没有站"),
        (b"", ""),
        (a_csv(a_row(), headings=["代码", "名称", "名称", *HEADINGS[3:]]), "有两列"),
    ],
)
def test_a_file_that_is_no_table_of_stations_says_why(keeper, content, said):
    response = upload(keeper, content)
    assert response.status_code == 200
    assert said in str(response.context["form"].errors)
    assert not StationImport.objects.exists()


HEADED = [" 名称 ", "代 码\n（必填）", "类型*", "级别", "区划代码", "地址", "电话", "星座"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
def test_headings_stand_in_any_order_and_dress(keeper, separator):
    """What spreadsheets add to a cell is taken off: full width, the .0 of a number, brackets around an area code."""
    row = ["水南站", "ｎｅｗ－１", "工作站", "村和社区", "３６０７０２.0", "某路", "（0797）5550102", "白羊"]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows([HEADED, row])
    kept = taken_over(keeper, out.getvalue().encode())
    assert "星座" in kept.notes[0]
    station = Station.objects.get()
    assert (station.code, station.region.code, station.phone) == ("new-1", "360702", "0797-5550102")


def test_a_code_that_differs_in_case_is_not_another_station(keeper):
    kept = read_in(keeper, a_csv(a_row(), a_row(代码="NEW-1", 地址="别处")))
    assert [row.outcome for row in kept.rows.all()] == ["error", "error"]


def test_only_what_is_turned_round_is_offered_to_be_turned(keeper):
    kept = read_in(keeper, a_csv(a_row(纬度="0", 经度="0"), a_row(代码="b", 纬度="北")))
    page = keeper.get(reverse("station_imports:show", args=[kept.pk])).content.decode()
    assert "纬度“北”和经度“114.93”都要写成数" in page
    assert "把写反的经纬度换过来" not in page


def test_a_station_outside_the_place_of_its_office_is_doubted(keeper):
    keeper.office.region = RegionFactory(code="210102", name="和平区")
    keeper.office.save()
    kept = read_in(keeper, a_csv(a_row()))
    assert [kind for kind, _said in kept.rows.get().doubts] == ["region"]


def test_the_first_sheet_that_is_no_table_is_named(keeper):
    book = openpyxl.Workbook()
    book.active.append(["填表说明"])
    book.create_sheet("站点").append(HEADINGS)
    book.active.append(["先看这里"])
    out = io.BytesIO()
    book.save(out)
    said = str(upload(keeper, out.getvalue(), "a.xlsx").context["form"].errors)
    assert "读到的第一行是：填表说明" in said
    assert "没有读：站点" in said


def test_unknown_columns_are_told(keeper):
    kept = read_in(keeper, a_csv([*a_row(), "x"], headings=[*HEADINGS, "星座"]))
    assert "星座" in kept.notes[0]


def test_who_takes_search_along_hears_of_the_rows(keeper, django_capture_on_commit_callbacks):
    heard = []

    def hear(sender, keys, **kwargs):
        heard.append((sender, keys))

    many_changed.connect(hear)
    try:
        kept = read_in(keeper, a_csv(a_row()))
        with django_capture_on_commit_callbacks(execute=True):
            act(keeper, kept, "confirm")
    finally:
        many_changed.disconnect(hear)
    assert heard == [(Station, [Station.objects.get().pk])]


def test_checking_costs_the_same_queries_for_any_length(keeper, django_assert_max_num_queries):
    rows = [a_row(代码=f"n-{n}", 地址=f"某路 {n} 号", 名称=f"站{n}") for n in range(40)]
    kept = read_in(keeper, a_csv(*rows))
    with django_assert_max_num_queries(20):
        services.check(kept)
    assert kept.rows.filter(outcome="new").count() == 40


def test_writing_costs_the_same_queries_for_any_length(keeper, django_assert_max_num_queries):
    """Half of the rows are there already, each below a station that is there too; written and undone."""
    above = StationFactory(code="above", office=keeper.office)
    for n in range(20):
        StationFactory(code=f"n-{n}", office=keeper.office, level="town", parent=above)
    rows = [a_row(代码=f"n-{n}", 地址=f"某路 {n} 号", 名称=f"站{n}", 级别="村和社区") for n in range(40)]
    kept = read_in(keeper, a_csv(*rows))
    services.begin(kept, actor=keeper.user)
    with django_assert_max_num_queries(30):
        services.write(kept, at=timezone.now())
    assert Station.objects.count() == 41
    with django_assert_max_num_queries(50):
        undoing.undo(kept, actor=keeper.user, at=timezone.now())
    assert Station.objects.count() == 21


def test_the_rules_of_the_table_are_all_kept_by_columns():
    """No database is asked about each row. A rule that is new here needs a column that keeps it."""
    rules = {rule.name for rule in Station._meta.constraints}
    by_columns = {"station_phone_dialable", "station_position_whole"}
    not_from_files = {"station_photo_in_words", "station_pause_explained"}
    assert rules == by_columns | not_from_files


@given(st.text("0123456789-－E+.０a \n", max_size=32) | st.from_regex("[0-9][0-9-]{0,32}"))
def test_a_phone_that_is_taken_is_one_for_the_table(text):
    filling = shape.Filling(Station(), {}, {}, [])
    try:
        shape.BY_NAME["phone"].read(filling, text)
    except ValidationError:
        return
    assert re.match(r"\A[0-9][0-9-]{2,29}\Z", filling.station.phone)


def test_an_empty_table_to_fill_in(keeper):
    response = keeper.get(reverse("station_imports:blank"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert [cell.value for cell in book.active[1]][:3] == ["代码", "名称", "类型"]
