"""Tables of staff: read as they stand, or refused with a reason; never half."""

import io
import json
import zipfile

import openpyxl
import pytest

from foundation.decoding import bounded, sheet
from foundation.decoding.refused import Refused
from foundation.decoding.sheet import NOT_WORKED_OUT

LINES = '代码,名称,地址\ng1,章贡区中心,文明大道 1 号\ng2,"水南站，二楼","一行\n另一行"\n'
ROWS = [
    (1, ["代码", "名称", "地址"]),
    (2, ["g1", "章贡区中心", "文明大道 1 号"]),
    (3, ["g2", "水南站，二楼", "一行\n另一行"]),
]


read = sheet.read  # what the bounded process runs


def refused(content):
    with pytest.raises(Refused) as error:
        read(content)
    return error.value.code


def read_or_refused(content):
    try:
        return read(content), ""
    except Refused as error:
        return None, error.code


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def geojson(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("gb18030"),
        LINES.replace(",", ";").replace("\n", "\r\n").encode("gbk"),
        LINES.replace(",", "\t").encode("utf-16"),
        workbook(*(cells for _line, cells in ROWS)),
    ],
    ids=["utf8", "bom", "gb18030", "gbk-semicolon-crlf", "utf16-tab", "xlsx"],
)
def test_every_spelling_is_read(content):
    assert read(content).rows == ROWS


def test_the_bounded_process_reads_them():
    assert bounded.read_sheet(io.BytesIO(LINES.encode("gbk"))) == read(LINES.encode())
    with pytest.raises(Refused) as error:
        bounded.read_sheet(io.BytesIO(b'a,"b'))
    assert error.value.code == "cut"


def test_nothing_is_cut_off():
    long = "长" * 3000
    rows = read(workbook(["代码", "地址"], ["a", long], *(["x", str(n)] for n in range(3000)))).rows
    assert rows[1][1][1] == long
    assert len(rows) == 3002


@pytest.mark.parametrize("end", range(1, 12))
@pytest.mark.parametrize("spelling", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_cut_in_the_middle_is_never_read_as_something_else(spelling, end):
    content = LINES.encode(spelling)[:-end]
    found, code = read_or_refused(content)
    assert code in ("", "cut")
    if found:
        assert found.is_open_ended
        assert found.rows[:2] == ROWS[:2]


def test_cut_files_of_other_kinds_are_refused():
    book, points = workbook(*(cells for _l, cells in ROWS)), geojson({"properties": {"code": "a"}})
    assert {refused(book[:part]) for part in (len(book) // 2, len(book) - 10, 30)} == {"broken"}
    assert {refused(points[:part]) for part in (len(points) // 2, len(points) - 1)} == {"cut"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'a,b\n"x"y,1\n', "quotes"),
        (b"a,b\n" + b"1,2\n" * 20_001, "long"),
        (b",".join([b"x"] * 101) + b"\n", "wide"),
        (b"%PDF-1.7", "type"),
        (b"<html>", "type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old"),
        (b"[1, 2]", "points"),
        (b'{"type": "Point"}', "points"),
        (b'{"features": [{"properties": {"code": "\\u0000"}}]}', "letters"),
        (b'{"features": [{"properties": {"code": "\\ud800"}}]}', "letters"),
        (b"\x80\xff\xff", "letters"),
    ],
)
def test_what_is_no_table_says_why(content, code):
    assert refused(content) == code


def test_formulas_are_what_they_came_to():
    book = openpyxl.Workbook()
    book.active.append(["代码", "名称"])
    book.active.append(["a", "=1+1"])  # openpyxl saves no result
    content = io.BytesIO()
    book.save(content)
    assert read(content.getvalue()).rows[1][1] == ["a", NOT_WORKED_OUT]
    out = io.BytesIO()
    with zipfile.ZipFile(content) as parts, zipfile.ZipFile(out, "w") as copy:
        for name in parts.namelist():
            copy.writestr(
                name, parts.read(name).replace(b"<v></v>", b"<v>2</v>").replace(b"<v />", b"<v>2</v>")
            )
    assert read(out.getvalue()).rows[1][1] == ["a", "2"]


def test_numbers_keep_every_digit():
    rows = read(workbook(["lat", "lng", "phone"], [25.8471234567, 114.93, 12348])).rows
    assert rows[1][1] == ["25.8471234567", "114.93", "12348"]


def test_points_bring_their_position_and_what_is_said_of_them():
    rows = read(
        geojson(
            {
                "geometry": {"type": "Point", "coordinates": [114.93, 25.84]},
                "properties": {"code": "a", "services": ["apply", "consult"], "open_on_holidays": True},
            },
            {"geometry": None, "properties": {"code": "b", "name": "乙"}},
            {"geometry": {"type": "Polygon", "coordinates": []}, "properties": {"code": "c"}},
        )
    ).rows
    assert rows[0] == (0, ["code", "services", "open_on_holidays", "name", "lat", "lng"])
    assert rows[1] == (1, ["a", "apply、consult", "true", "", "25.84", "114.93"])
    assert rows[2] == (2, ["b", "", "", "乙", "", ""])
    assert rows[3][1][-2:] == ["Polygon", "Polygon"]
