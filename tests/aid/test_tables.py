"""Rosters as foremen send them, from the file to the sum: each worker's is right, or asked back with the reason.

`Ask(words)`: the row is asked back, and the words say why.
"""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from aid import roster
from foundation.decoding import bounded, table

TODAY = date(2026, 11, 29)


class Ask(str):
    __slots__ = ()


def text(lines, spelling):
    return "\r\n".join(lines).encode(spelling)


def workbook(rows, merged=(), formats=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    for place, shown in formats:
        book.active[place].number_format = shown
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def members(rows):
    found = [{"key": str(n), **row} for n, row in enumerate(rows)]
    return roster.check(found, me={"name": "带头人", "phone": "13900005678"}, today=TODAY, needs_amount=True)


def outcome(member):
    if member.errors:
        return Ask(" ".join(member.errors.values()))
    return member.values["amount_owed"]


def agree(rows, expected):
    found = members(rows)
    assert [member.name for member in found] == list(expected)
    for member, wanted in zip(found, expected.values(), strict=True):
        said = outcome(member)
        if isinstance(wanted, Ask):
            assert isinstance(said, Ask), (member.name, said)
            assert wanted in said, (member.name, said, member.typed)
        else:
            assert said == Decimal(wanted), (member.name, said, member.typed)


CHAT = """老赵:
1、罗二 13700000032 25天×300-1500
2、张大山，13700000033，欠6000元
3、李〇：13700000034 一天300，干了12天，给了1000

小李:
王强13700000035 二万三
赵六 137 0000 0036 欠我8千5
钱七 13700000037 5000元/月
孙八 13700000038 25天300
"""


def test_a_chat_copied_out_of_wechat():
    reading = roster.read(table.split(CHAT))
    assert reading.left_out == ["老赵:", "小李:"]
    agree(
        reading.rows,
        {
            "罗二": 6000,
            "张大山": 6000,
            "李〇": 2600,
            "王强": 23000,
            "赵六": 8500,
            "钱七": Ask("一天或一个月的钱"),
            "孙八": Ask("看不明白"),
        },
    )


FILES = {
    # Excel, Chinese Windows: a title, a line of units, totals by page and a note below.
    "gbk, totals by page": (
        text(
            [
                "六月欠薪表,,,,,,",
                "序号,姓名,联系电话,工日,单价,借支,欠薪",
                ",,,天,元,元,元",
                "1,罗二,13700000032,25,300,1500,6000",
                "2,张大山,13700000033,20.5,280,,5740",
                "本页小计,,,45.5,,1500,11740",
                ",,,,,,",
                "序号,姓名,联系电话,工日,单价,借支,欠薪",
                "3,王强,13700000035,10,300,500,2600",
                "合计（大写）,壹万肆仟叁佰肆拾元整,,,,,14340",
                "备注：以上工资到今天一分没付,,,,,,",
                "制表：李四,,,,审核：,,",
            ],
            "gb18030",
        ),
        {"罗二": 6000, "张大山": 5740, "王强": Ask("算出来是 2,500，您写的是 2,600")},
    ),
    "utf-8, two months side by side": (
        text(
            [
                "姓名,手机,1月工资,2月工资,一月已发,二月已发,备注",
                "罗二,13700000032,5000,4500,1000,500,",
                "张大山,13700000033,5000,,,,二月没来",
                "王强,13700000035,5000,4500,说不清,,",
            ],
            "utf-8",
        ),
        {"罗二": 8000, "张大山": 5000, "王强": Ask("这几项合起来欠多少")},
    ),
    "utf-8 with its mark, months without a word": (
        text(["姓名,手机,6月,7月", "罗二,13700000032,5000,4500", "王强,13700000035,,4500"], "utf-8-sig"),
        {"罗二": Ask("请"), "王强": Ask("请")},
    ),
    "unicode text, full-width digits": (
        text(
            [
                "姓名\t电话\t天数\t日工资\t已拿\t哪天走的",
                "罗二\t１３７００００００３２\t２５\t３００\t１５００\t二〇二六年六月一日",
                "张大山\t13700000033（微信同号）\t二十天\t三百\t无\t25/06/2026",
                "王强\t13700000035\t20\t300\t/\t06/01/2026",
                "赵六\t13700000036\t20\t300\t\t去年腊月",
                "钱七\t13700000037\t20\t300\t\t6月1号",
            ],
            "utf-16",
        ),
        {
            "罗二": 6000,
            "张大山": 6000,
            "王强": Ask("是 6 月 1 日，还是 1 月 6 日"),
            "赵六": Ask("农历"),
            "钱七": Ask("年份也要写"),
        },
    ),
    "numbers a spreadsheet has spoiled": (
        text(
            [
                "姓名,身份证号,手机,欠多少",
                "罗二,3.62101E+17,13700000032,6000",
                "张大山,,13700000033.0,6000.33",
                "王强,,1.37E+10,6000",
                '赵六,="11010519491231002X",="13700000036",6000.333333',
                "钱七,'11010519491231002X,13700000037,3000.4000",
            ],
            "gb18030",
        ),
        {
            "罗二": Ask("后几位丢了"),
            "张大山": "6000.33",
            "王强": Ask("后几位丢了"),
            "赵六": Ask("您是说 6,000.33 元吗"),
            "钱七": Ask("您写了 3,000 元、4,000 元"),
        },
    ),
    "thousands that part the cells": (
        text(
            ["姓名,手机,欠薪", "罗二,13700000032,12,500", '张大山,13700000033,"12,500"', "王强,13700000035,800"],
            "gb18030",
        ),
        {"罗二": Ask("请"), "张大山": 12500, "王强": 800},
    ),
    "pay a month that is no debt": (
        text(
            [
                "姓名,电话,工资标准,出勤,已付",
                "罗二,13700000032,5000,26,2000",
                "张大山,13700000033,300元/天,20,1000",
                "王强,13700000035,5000元/月,2个月,",
            ],
            "utf-8",
        ),
        {"罗二": Ask("这几项合起来欠多少"), "张大山": 5000, "王强": 10000},
    ),
    "what the boss takes off": (
        text(
            [
                "姓名 电话 工日 单价 扣款 借支 实发".replace(" ", ";"),
                "罗二;13700000032;25;300;500;1000;6000",
                "张大山;13700000033;25;300;500;1000;",
                "王强;13700000035;25;300;;1000;6500",
                "赵六;13700000036;25;300;;1000;7500",
            ],
            "gb18030",
        ),
        {"罗二": 6000, "张大山": Ask("里面有扣款"), "王强": 6500, "赵六": Ask("这几项合起来欠多少")},
    ),
    "xlsx, merged title and headings in two lines": (
        workbook(
            [
                ["某某工地 2026 年 6 月至 7 月工人工资表"],
                ["单位：元", None, None, "日期：2026-08-01"],
                ["序号", "姓名", "手机", "6月", None, "7月", None, "备注"],
                [None, None, None, "应发", "已发", "应发", "已发", None],
                [1, "罗二", 13700000032, 5000, 1000, 4500, 500, None],
                [2, "张大山", 13700000033, 5000, None, 4500.5, None, "打他老婆的卡"],
                [None, "合计", None, 10000, 1000, 9000.5, 500],
            ],
            merged=["A1:H1", "D3:E3", "F3:G3", "A3:A4", "B3:B4", "C3:C4", "H3:H4"],
        ),
        {"罗二": 8000, "张大山": "9500.5"},
    ),
    "xlsx, numbers and dates of its own": (
        workbook(
            [
                ["姓名", "身份证", "手机", "天数", "日薪", "预支", "离场日期"],
                ["罗二", "11010519491231002X", 13700000032.0, 25, 300, 1500, datetime(2026, 6, 1)],
                ["张大山", 110105194912310020, 13700000033, 20, 300, None, None],
                [None, None, None, None, None, None, None],
                ["王强", None, "137 0000 0035", "2O天", 300, 0, "2026.6.1"],
            ],
            formats=[("F2", "#,##0.00")],
        ),
        {"罗二": 6000, "张大山": Ask("后几位丢了"), "王强": Ask("请")},
    ),
    "xlsx in ten thousands": (
        workbook([["欠薪明细", "单位：万元"], ["姓名", "电话", "欠薪"], ["罗二", "13700000032", 1.2], ["王强", "13700000035", "二"]]),
        {"罗二": 12000, "王强": 20000},
    ),
    "xlsx, the sum where its formula was never worked out": (
        workbook(
            [
                ["姓名", "电话", "工日", "单价", "合计"],
                ["罗二", "13700000032", 25, 300, "=C2*D2"],
                ["王强", "13700000035", None, None, "=C3*D3"],
                ["赵六", "13700000036", 20, 300, "#REF!"],
            ]
        ),
        {"罗二": 7500, "王强": Ask("写一个数"), "赵六": Ask("请")},
    ),
    "a note of a phone, .txt": (
        text(["罗二\t13700000032\t25\t300\t1500", "王强\t13700000035\t欠6000", "赵六\t没手机\t欠我8000块"], "utf-8-sig"),
        {"罗二": 6000, "王强": 6000, "赵六": 8000},
    ),
    "piece work": (
        text(["姓名，手机，件数，单价，已付", "罗二，13700000032，2000，2.5，1000", "王强，13700000035，500件，3元，"], "utf-8"),
        {"罗二": 4000, "王强": 1500},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_each_worker_of_a_file_is_right_or_asked_back(name):
    content, expected = FILES[name]
    agree(roster.read(bounded.read_table(io.BytesIO(content)).rows).rows, expected)


def test_nothing_of_a_file_is_lost_without_a_word():
    """Each cell of a worker stands in the row, each other line among those left out."""
    content, _expected = FILES["gbk, totals by page"]
    reading = roster.read(bounded.read_table(io.BytesIO(content)).rows)
    assert [line.split()[0] for line in reading.left_out] == [
        "六月欠薪表",
        "本页小计",
        "合计（大写）",
        "备注：以上工资到今天一分没付",
        "制表：李四",
    ]


def test_formulas_that_were_worked_out_are_read():
    """As a spreadsheet saves them: the formula with its value."""
    import re
    import zipfile

    plain = io.BytesIO(FILES["xlsx, the sum where its formula was never worked out"][0])
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name.endswith("sheet1.xml"):
                body = re.sub(rb"<f>C2\*D2</f><v\s*/?>(</v>)?", b"<f>C2*D2</f><v>7500</v>", body)
                assert b"<v>7500</v>" in body
            new.writestr(name, body)
    rows = bounded.read_table(io.BytesIO(out.getvalue())).rows
    assert rows[1] == ["罗二", "13700000032", "25", "300", "7500"]
