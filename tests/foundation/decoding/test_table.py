"""Tables of strangers: what spreadsheets write, read in the bounded process."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from foundation.decoding import bounded
from foundation.decoding.refused import Refused
from foundation.decoding.table import split

LINES = "姓名,手机,欠多少\n王小强,13900000001,12000\n李䶮,13900000002,3000\n"
ROWS = [["姓名", "手机", "欠多少"], ["王小强", "13900000001", "12000"], ["李䶮", "13900000002", "3000"]]


def read(content):
    return bounded.read_table(io.BytesIO(content)).rows


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("gb18030"),
        LINES.replace(",", ";").replace("\n", "\r\n").encode("gb18030"),
        LINES.replace(",", "\t").encode("utf-16"),
        LINES.replace(",", "，").encode(),
        LINES.replace(",", "、").encode(),
        LINES.replace(",", "  ").encode(),
    ],
    ids=["utf8", "bom", "gbk", "excel-semicolon", "excel-unicode", "wide-comma", "dunhao", "spaces"],
)
def test_a_csv_is_read_in_every_spelling(content):
    assert read(content) == ROWS


def test_gbk_without_a_rare_character_is_read():
    assert read("姓名,手机\n王强,13900000001\n".encode("gbk")) == [["姓名", "手机"], ["王强", "13900000001"]]


def workbook(*rows, formats=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, shown in formats:
        book.active[place].number_format = shown
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_numbers_dates_and_zeros_are_what_their_owner_sees():
    content = workbook(
        ["王强", 13900000001, 110105194912310020, 28.5, datetime(2026, 6, 1), 101, 12000.0, None],
        formats=[("F1", "00000")],
    )
    assert read(content) == [["王强", "13900000001", "1.10105E+17", "28.5", "2026-06-01", "00101", "12000"]]


def test_the_first_sheet_that_holds_something_is_read_and_the_others_are_named():
    book = openpyxl.Workbook()
    book.create_sheet("六月").append(["王强", "13900000001"])
    book.create_sheet("七月").append(["李四"])
    book.create_sheet("空")
    book.create_sheet("藏").append(["张三"])
    book["藏"].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    assert bounded.read_table(content) == ([["王强", "13900000001"]], ["七月"])


def test_an_id_number_kept_as_text_stays_whole():
    assert read(workbook(["王强", "11010519491231002X"])) == [["王强", "11010519491231002X"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "type"),
        (b"%PDF-1.7", "type"),
        (b"\xef\xbb\xbf\r\n<html><table><tr><td>1", "type"),
        (b"PK\x03\x04 nothing", "broken"),
        (("王强,1\n" * 2001).encode(), "long"),
    ],
)
def test_what_is_no_table_is_refused(content, code):
    with pytest.raises(Refused) as refused:
        read(content)
    assert refused.value.code == code


def test_a_sheet_that_unpacks_without_end_is_refused():
    plain = io.BytesIO(workbook(["王强"]))
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith("sheet1.xml"):
                body = body.replace(b"<sheetData>", b"<sheetData>" + b" " * 120_000_000)
            new.writestr(name, body)
    assert len(out.getvalue()) < 1_000_000
    with pytest.raises(Refused) as refused:
        read(out.getvalue())
    assert refused.value.code == "heavy"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("王强,13900000001,12,000\n李四,13900000002,3000", [["王强", "13900000001", "12, 000"], ["李四", "13900000002", "3000"]]),
        ("王强,13900000001,12,500", [["王强", "13900000001", "12, 500"]]),
        ("姓名,天数,日薪\n王强,12,500", [["姓名", "天数", "日薪"], ["王强", "12", "500"]]),
        ("姓名,欠薪\n王强,12,500", [["姓名", "欠薪"], ["王强", "12, 500"]]),
        ("王强,13900000001,12,500\n李四,13900000002,12,500,300", [["王强", "13900000001", "12", "500"], ["李四", "13900000002", "12", "500", "300"]]),
        ('王强,="13900000001",\'0012', [["王强", "13900000001", "0012"]]),
        ('王强,13900000001,"12,000"', [["王强", "13900000001", "12,000"]]),
        ("王强 13900000001 12,000\n", [["王强", "13900000001", "12,000"]]),
        ("", []),
        ("\n  \n", []),
        ('王"强\t1', [['王"强', "1"]]),
    ],
)  # fmt: skip
def test_pasted_lines_are_split_where_most_of_them_are(text, rows):
    assert split(text) == rows
