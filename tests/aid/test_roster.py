"""A table of workmates is read as its people meant it, or asked back: no sum is guessed."""

from decimal import Decimal

import pytest

from aid import inputs, roster, sums

PHONE = "13700000032"


def amount_of(*table):
    """What is owed to the only worker of a table; the text when it has to be asked back."""
    (row,) = roster.read([list(line) for line in table])
    assert row["name"] == "罗二"
    assert row["phone"] == PHONE
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
        (["月工资", "出勤", "已付"], ["5000", "26", "2000"], "月工资 5000 出勤 26 已付 2000"),
        (["日工资", "几个月"], ["300", "3"], "日工资 300 几个月 3"),
        (["工日"], ["25"], "工日 25"),
        (["日工资"], ["300"], "日工资 300"),
        (["6月已付"], ["3000"], "月已付 3000"),
        (["工日", "借支"], ["25", "300"], "工日 25 借支 300"),
        # Paid out, or to be paid out.
        (["应发", "实发"], ["9000", "3000"], "9000 3000"),
        # The columns contradict each other: asked back.
        (["工日", "单价", "借支", "欠薪"], ["25", "300", "", "6000"], "25 × 300 = 6000"),
    ],
)
@pytest.mark.parametrize("title", [[], [["六月工资表", "", ""]], [["某某项目"], ["2026年6月"]]])
def test_columns_are_read_by_their_headings(title, headings, cells, owed):
    assert amount_of(*title, ["姓名", "电话", *headings], ["罗二", PHONE, *cells]) == owed


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


@pytest.mark.parametrize(
    "word", ["合计", "小计：", "总 计", "共计", "总共", "本页合计", "合计金额", "总计（1人）", "合计6000元"]
)
def test_a_line_that_adds_up_the_others_is_nobody(word):
    table = [["姓名", "电话", "欠多少元"], ["罗二", PHONE, "6000"], ["", word, "6000"], [word, "", "6000"]]
    assert amount_of(*table) == Decimal(6000)


def test_a_worker_stays_whose_note_speaks_of_the_total():
    assert amount_of(["姓名", "电话", "欠", "备注"], ["罗二", PHONE, "6000", "一共"]) == 6000


@pytest.mark.parametrize("said", [f"{PHONE}（微信同号）", f"手机{PHONE}（微信）", f"{PHONE} 罗二本人"])
def test_words_beside_a_phone_cost_nobody_the_phone(said):
    assert amount_of(["姓名", "电话", "欠"], ["罗二", said, "6000"]) == 6000
    assert amount_of(["罗二", said.replace(" ", ""), "6000"]) == 6000
    assert inputs.phone(said) == PHONE
