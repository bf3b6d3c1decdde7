"""A table of workmates is read as its people meant it, or asked back: no sum is guessed."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aid import inputs, roster, sums

PHONE = "13700000032"


def amount_of(*table):
    """What is owed to the only worker of a table; the text when it has to be asked back."""
    ((row,), _left_out) = roster.read([list(line) for line in table])
    assert row["name"] == "罗二"
    assert inputs.phone(row["phone"]) == PHONE
    try:
        return sums.amount(row["amount"]).total
    except ValueError:
        return row["amount"]


@pytest.mark.parametrize(
    ("headings", "cells", "owed"),
    [
        (["欠多少元"], ["6000"], 6000),
        (["工日", "单价", "借支"], ["25", "300", "1500"], 6000),
        (["工日", "单价", "借支", "欠薪"], ["25", "300", "1500", "6000"], 6000),
        (["应发工资", "已发", "未发"], ["9000", "3000", "6000"], 6000),
        (["应得", "已付", "欠"], ["9000", "3000", "6000"], 6000),
        (["应发工资", "已发"], ["9000", "3000"], 6000),
        (["应发工资"], ["9000"], 9000),
        (["月工资", "几个月", "已付"], ["5000", "3", "2000"], 13000),
        (["欠薪天数", "日工资"], ["25", "300"], 7500),
        (["本月工日", "单价"], ["25", "300"], 7500),
        (["欠几个月", "月工资"], ["3", "5000"], 15000),
        (["欠薪月份", "欠薪金额"], ["6", "6000"], 6000),
        (["月工资", "出勤", "欠薪"], ["5000", "26", "6000"], 6000),
        (["工日×单价"], ["20×300"], 6000),
        # No sum: pay a month and days, or a column that is no debt.
        (["月工资", "出勤", "已付"], ["5000", "26", "2000"], "月工资：5000 出勤：26 已付：2000"),
        (["日工资", "几个月"], ["300", "3"], "日工资：300 几个月：3"),
        (["工日"], ["25"], "工日：25"),
        (["日工资"], ["300"], "日工资：300"),
        (["6月已付"], ["3000"], "6月已付：3000"),
        (["工日", "借支"], ["25", "300"], "工日：25 借支：300"),
        # Paid out, or to be paid out.
        (["应发", "实发"], ["9000", "3000"], "应发：9000 实发：3000"),
        # Pay a day or a month is no debt, whatever it is called.
        (["工资标准"], ["5000"], "工资标准：5000"),
        (["月薪", "已付"], ["5000", "2000"], "月薪：5000 已付：2000"),
        (["工资（元/天）", "出勤"], ["300", "25"], 7500),
        (["工资标准", "出勤"], ["5000", "25"], "工资标准：5000 出勤：25"),
        (["工资标准", "出勤天数"], ["300元/天", "25"], 7500),
        (["工资标准", "几个月"], ["5000元/月", "3个月"], 15000),
        (["工资标准", "出勤", "应发", "已发"], ["5000", "25", "4800", "1000"], 3800),
        (["日薪标准", "天数"], ["300", "25"], 7500),
        (["基本工资", "欠薪"], ["5000", "6000"], 6000),
        (["天数", "工资"], ["25", "300"], "天数：25 工资：300"),
        (["天数", "工资合计"], ["25", "7500"], 7500),
        (["工时", "日工资"], ["200", "300"], "工时：200 日工资：300"),
        (["工时", "时薪"], ["200", "25"], 5000),
        (["件数", "单价"], ["200", "2.5"], 500),
        (["出勤", "单价"], ["3个月", "300"], "出勤：3个月 单价：300"),
        # Months side by side are added; so are what was paid in them.
        (["1月工资", "2月工资"], ["5000", "4500"], 9500),
        (["一月应发", "二月应发", "一月已发", "二月已发"], ["5000", "4500", "1000", "500"], 8000),
        (["6月欠", "7月欠", "合计欠薪"], ["5000", "4500", "9500"], 9500),
        (["6月欠", "7月欠", "合计欠薪"], ["5000", "4500", "9000"], "6月欠：5000 7月欠：4500 合计欠薪：9000"),
        (["6月天数", "7月天数", "单价"], ["20", "5", "300"], 7500),
        (["6月天数", "6月单价", "7月天数", "7月单价"], ["20", "300", "5", "200"], 7000),
        (
            ["6月天数", "6月单价", "7月天数", "7月单价"],
            ["20", "300", "5", ""],
            "6月天数：20 6月单价：300 7月天数：5",
        ),
        (["6月", "7月"], ["5000", "4500"], "6月：5000 7月：4500"),
        (["2026年6月工资", "2026年7月工资"], ["5000", "4500"], 9500),
        (["工日", "单价", "借支", "生活费"], ["25", "300", "1000", "500"], 6000),
        (
            ["工日", "单价", "已付", "借支"],
            ["25", "300", "1000", "500"],
            "工日：25 单价：300 已付：1000 借支：500",
        ),
        (["工日", "单价", "借支", "借支合计"], ["25", "300", "1500", "1500"], 6000),
        # What the boss takes off counts where the columns come out with it; else whoever writes says.
        (["工日", "单价", "扣款", "欠薪"], ["25", "300", "500", "7000"], 7000),
        (["工日", "单价", "扣款", "欠薪"], ["25", "300", "500", "7500"], 7500),
        (["应发", "扣款", "实发"], ["9000", "3000", "6000"], 6000),
        (["工日", "单价", "扣款"], ["25", "300", "500"], "25 × 300 扣款： - 500"),
        (["工日", "单价", "扣款"], ["25", "300", "/"], 7500),
        (["工日", "单价", "借支", "实发"], ["25", "300", "1500", "6000"], 6000),
        (["实发"], ["6000"], "实发：6000"),
        # A cell may hold more than a number.
        (["工日", "单价", "借支"], ["25", "300", "1000+500"], 6000),
        (["工日"], ["25+3"], "工日：25+3"),
        (["工资标准"], ["3000+500"], "工资标准：3000+500"),
        (["工日"], ["25天，300一天"], 7500),
        (["工日", "单价", "借支"], ["25+3", "300", ""], "工日：25+3 单价：300"),
        (["工日", "单价", "借支"], ["25个工", "300元/工", "无"], 7500),
        (["工日", "单价", "借支"], ["二十五", "三百", "一千五"], 6000),
        (["工日", "单价", "借支"], ["２５", "３００", "１５００"], 6000),
        (["工日", "单价", "借支"], ["25", "300", "5月给了一次"], "工日：25 单价：300 借支：5月给了一次"),
        (["欠"], ["二万三"], 23000),
        (["欠"], ["欠我6000元"], 6000),
        (["欠薪（万元）"], ["1.2"], 12000),
        (["工日", "单价", "欠"], ["25", "300", "8000-500"], 7500),
        (["工日", "单价", "欠"], ["25", "300", "8000-600"], "工日：25 单价：300 欠：8000-600"),
        (["欠", ""], ["12", "500"], "欠：12 没有标题：500"),
        # Pay beside the days, and columns of months that are added up: money, or their days?
        (["工资", "加班费"], ["5000", "1000"], "工资：5000 加班费：1000"),
        (["基本工资", "加班费", "应发合计", "已得"], ["5000", "1000", "6000", "2000"], 4000),
        (["6月", "7月", "合计"], ["5000", "4500", "9500"], 9500),
        (["6月", "7月", "合计"], ["5000", "4500", "9000"], "6月：5000 7月：4500 合计：9000"),
        (["6月", "7月", "合计"], ["25", "20", "45"], "6月：25 7月：20 合计：45"),
        (["6月", "7月", "合计", "单价"], ["25", "20", "45", "300"], "6月：25 7月：20 合计：45 单价：300"),
        (["墙面", "地面", "合计", "单价"], ["100", "50", "150", "30"], "合计：150 单价：30"),
        (["多少天", "每天多少", "给了多少"], ["25", "300", "1500"], 6000),
        (["欠薪起止时间", "欠薪单位", "欠薪金额"], ["2026.3-2026.6", "某公司", "6000"], 6000),
        # The columns contradict each other: asked back.
        (["工日", "单价", "应发", "已发"], ["25", "300", "7000", "1000"], "25 × 300 = 7000"),
        (["工日", "单价", "应发", "已发"], ["25", "300", "7500", "1000"], 6500),
        (["工日", "单价", "借支", "欠薪"], ["25", "300", "", "6000"], "25 × 300 = 6000"),
    ],
)
@pytest.mark.parametrize("title", [[], [["六月工资表", "", ""]], [["某某项目"], ["2026年6月"]]])
def test_columns_are_read_by_their_headings(title, headings, cells, owed):
    assert amount_of(*title, ["姓名", "电话", *headings], ["罗二", PHONE, *cells]) == owed


HEADINGS = [
    "工日",
    "单价",
    "借支",
    "已付",
    "扣款",
    "应发",
    "实发",
    "欠薪",
    "工资",
    "工资标准",
    "合计",
    "6月",
    "7月",
    "加班费",
    "几个月",
    "月薪",
    "工时",
    "1月工资",
    "2月工资",
    "1月已发",
]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(HEADINGS),
            st.sampled_from(["", "25", "300", "1500", "6000", "25+3", "无", "三百", "3个月"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_sum_of_columns_is_one_that_their_signs_say(columns):
    """Whatever the columns: what is asked back is no sum, and what is a sum has numbers of the cells alone."""
    (row,) = roster.read(
        [["姓名", "电话", *(h for h, _cell in columns)], ["罗二", PHONE, *(c for _h, c in columns)]]
    ).rows
    if "：" in row["amount"]:
        with pytest.raises(ValueError, match=r"[请扣]"):
            sums.amount(row["amount"])
        return
    typed = {"300" if cell == "三百" else cell.removesuffix("个月") for _heading, cell in columns}
    typed |= {part for cell in typed for part in cell.split("+")}
    before, _equals, _after = row["amount"].partition(" = ")
    assert set(re.findall("[0-9]+", before)) <= typed
    # Nothing is lost: what the sum leaves aside is in the note.
    for _heading, cell in columns:
        if cell not in ("", "无"):
            said = row["amount"] + row["note"]
            assert cell in said or {"三百": "300"}.get(cell, cell.removesuffix("个月")) in said or "+" in cell


@pytest.mark.parametrize(
    ("cells", "owed"),
    [
        (["25", "300", "1500"], 6000),
        (["25", "300"], 7500),
        (["6000"], 6000),
        # No days: what was to be paid, what was, what is left. It takes headings to know.
        (["9000", "3000", "6000"], "9000 3000 6000"),
        (["9000", "3000"], "9000 3000"),
        (["25", "300", "", "6000"], "25 300 6000"),
    ],
)
def test_numbers_without_headings_are_days_and_pay_or_asked_back(cells, owed):
    assert amount_of(["罗二", PHONE, *cells]) == owed


def test_columns_that_the_sum_leaves_aside_stand_in_the_note():
    headings = ["姓名", "电话", "工种", "基本工资", "应发", "已付", "欠", "6月"]
    (row,) = roster.read([headings, ["罗二", PHONE, "木工", "5000", "9000", "3000", "6000", "4500"]]).rows
    assert (row["amount"], row["note"]) == (
        "6000",
        "工种：木工 基本工资：5000 应发：9000 已付：3000 6月：4500",
    )


@pytest.mark.parametrize(
    ("above", "below", "cells", "owed"),
    [
        (["出勤", "", "工资", ""], ["天数", "单价", "应发", "已发"], ["25", "300", "7500", "1500"], 6000),
        (["1月", "", "2月", ""], ["应发", "已发", "应发", "已发"], ["5000", "1000", "4500", "500"], 8000),
        (["欠薪（元）", "", "", ""], ["1月", "2月", "3月", "合计"], ["1000", "2000", "3000", "6000"], 6000),
        (["工日", "单价", "借支", "欠薪"], ["天", "元", "元", "元"], ["25", "300", "1500", "6000"], 6000),
        (["工资", "", "", ""], ["标准", "应发", "已发", "未发"], ["5000", "9000", "3000", "6000"], 6000),
    ],
)
def test_headings_in_two_lines_are_read_together(above, below, cells, owed):
    title = [["六月工资表"], ["姓名", "电话", *above]]
    assert amount_of(*title, ["", "", *below], ["罗二", PHONE, *cells]) == owed


def test_headings_come_again_on_each_page():
    headings = ["姓名", "电话", "欠"]
    assert amount_of(headings, ["罗二", PHONE, "6000"], ["本页合计", "", "6000"], headings) == 6000


def test_a_second_list_below_has_columns_of_its_own():
    first, second = ["姓名", "电话", "欠"], ["姓名", "工日", "单价", "电话"]
    table = [first, ["罗二", PHONE, "6000"], ["七月"], second, ["王强", "25", "300", "13700000035"]]
    rows = roster.read(table).rows
    assert [row["amount"] for row in rows] == ["6000", "25 × 300"]


@pytest.mark.parametrize(
    "line",
    [
        ["制表：张三"],
        ["备注：以上工资到今天没付"],
        ["以上共 1 人"],
        ["", "", "合计（大写）：陆仟元整"],
        ["项目经理签字："],
        ["第一班组："],
        ["木工班"],
        ["老赵 2026/6/1 10:23"],
        ["单位：某某公司", "", "日期：2026年6月30日"],
    ],
)
def test_what_stands_below_a_list_is_nobody_and_is_told(line):
    headings, worker = ["姓名", "电话", "欠"], ["罗二", PHONE, "6000"]
    assert amount_of(headings, worker, line) == 6000
    assert roster.read([["六月名单"], headings, worker, line]).left_out == [
        "六月名单",
        " ".join(filter(None, line)),
    ]
    assert amount_of(worker, line) == 6000


@pytest.mark.parametrize(
    "word", ["合计", "小计：", "总 计", "共计", "总共", "本页合计", "合计金额", "总计（1人）", "合计6000元"]
)
def test_a_line_that_adds_up_the_others_is_nobody(word):
    table = [["姓名", "电话", "欠多少元"], ["罗二", PHONE, "6000"], ["", word, "6000"], [word, "", "6000"]]
    assert amount_of(*table) == Decimal(6000)


def test_a_worker_stays_whose_note_speaks_of_the_total():
    assert amount_of(["姓名", "电话", "欠", "备注"], ["罗二", PHONE, "6000", "一共"]) == 6000


@pytest.mark.parametrize(
    ("line", "owed"),
    [
        (["1、罗二", PHONE, "6000"], 6000),
        (["①罗二", PHONE, "25", "300", "1500"], 6000),
        (["罗二：" + PHONE, "欠6000"], 6000),
        ([f"罗二{PHONE}", "二万三"], 23000),
        ([f"罗二{PHONE}欠6000"], 6000),
        ([f"罗二/{PHONE}/6000"], 6000),
        (["姓名：罗二", f"电话：{PHONE}", "欠：6000"], 6000),
        (["罗二", "137", "0000", "0032", "25", "300"], 7500),
        (["罗二", f"{PHONE}.0", "6000"], 6000),
        (["罗二", PHONE, "25天", "一天300", "拿了1500"], 6000),
        (["罗二", PHONE, "25", "×", "300", "-", "1500"], 6000),
        (["罗二", PHONE, "欠", "6000", "元"], 6000),
        # Three months, or June?
        (["罗二", PHONE, "6", "5000"], "6 5000"),
        (["罗二", PHONE, "5000元/月"], "5000元/月"),
    ],
)
def test_lines_as_they_are_written_in_a_chat(line, owed):
    assert amount_of(line) == owed


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026.6.1", "2026-06-01"), ("25/06/2026", "2026-06-25"), ("二〇二六年六月一日", "2026-06-01")],
)
def test_a_day_without_a_heading_is_the_last_day(said, day):
    (row,) = roster.read([["罗二", PHONE, "6000", said]]).rows
    assert (row["amount"], row["left_on"]) == ("6000", said)
    (member,) = checked([row])
    assert str(member.values["left_on"]) == day


def checked(rows):
    rows = [{"key": str(n), **row} for n, row in enumerate(rows)]
    return roster.check(rows, me={}, today=date(2026, 11, 29), needs_amount=True)


@pytest.mark.parametrize(("length", "is_wrong"), [(500, False), (501, True)])
def test_a_note_is_whole_or_asked_to_be_shorter(length, is_wrong):
    (member,) = checked([{"name": "罗二", "phone": PHONE, "amount": "6000", "note": "字" * length}])
    assert ("note" in member.errors, len(member.values["note"])) == (is_wrong, length)


def test_each_thing_on_a_line_of_its_own_is_one_worker():
    lines = [
        "姓名：罗二",
        f"电话：{PHONE}",
        "欠薪：6000",
        "姓名：王强",
        "工日：25",
        "单价：300",
        "备注：六月",
    ]
    rows = roster.read([[line] for line in lines]).rows
    assert [(row["name"], row["amount"]) for row in rows] == [("罗二", "6000"), ("王强", "25 × 300")]
    assert rows[1]["note"] == "六月"


@pytest.mark.parametrize("said", ["还在干", "在职", "没走"])
def test_who_still_works_there_has_no_last_day(said):
    (member,) = checked(roster.read([["姓名", "电话", "欠", "离场日期"], ["罗二", PHONE, "6000", said]]).rows)
    assert (member.errors, member.values["left_on"], member.values["still_working"]) == ({}, None, True)


@pytest.mark.parametrize("said", ["无", "没有", "没手机", "/", "-", ""])
def test_no_phone_is_no_mistake(said):
    (member,) = checked(roster.read([["姓名", "电话", "欠"], ["罗二", said, "6000"]]).rows)
    assert (member.errors, "no_phone" in member.marks) == ({}, True)


@pytest.mark.parametrize(
    "said", [f"{PHONE}（微信同号）", "137 0000 0032（微信同号）", f"手机{PHONE}（微信）", f"{PHONE} 罗二本人"]
)
def test_words_beside_a_phone_cost_nobody_the_phone(said):
    assert amount_of(["姓名", "电话", "欠"], ["罗二", said, "6000"]) == 6000
    assert amount_of(["罗二", said.replace(" ", ""), "6000"]) == 6000
    assert inputs.phone(said) == PHONE
