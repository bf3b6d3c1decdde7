"""What speaks for looking twice at a claim: a table of what people write, and of what they do not mean."""

from datetime import date
from decimal import Decimal

import pytest

from aid.doubts import Doubt, Worker, is_major, of

MARCH, MAY = date(2026, 3, 1), date(2026, 5, 1)


def worker(**changes):
    return Worker(**{"name": "王小强", "phone": "13900005678", "employer": "某建筑公司", **changes})


def codes(text="", *workers):
    return [found.doubt for found in of(text, workers or (worker(),))]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("甲方还欠我 860000 元工程款", "工程款"),
        ("欠 工 程 尾 款", "工程尾款"),
        ("材料款和人工都没给", "材料款"),
        ("他扣了质保金不退", "质保金"),
        ("工程進度款不给".replace("進", "进"), "工程进度款"),
    ],
)
def test_money_of_a_project_is_quoted(text, quote):
    [found] = of(text, (worker(),))
    assert (found.doubt, found.quote) == (Doubt.PROJECT_MONEY, quote)


@pytest.mark.parametrize(
    "text",
    [
        "我是包工头，老板跑了",
        "我承包了三号楼的木工",
        "我带了12个工人干了两个月",
        "我手下有二十来个人",
        "本人是班组长",
        "我请了几个工人",
    ],
)
def test_whoever_leads_a_crew_is_asked_about(text):
    assert codes(text) == [Doubt.BOSS]


@pytest.mark.parametrize(
    "changes",
    [{"foreman": "王 小强"}, {"employer": "王小强"}, {"employer_phone": "+86 139-0000-5678"}],
)
def test_whoever_bears_the_name_or_phone_of_the_boss_is_asked_about(changes):
    assert codes("", worker(**changes)) == [Doubt.BOSS]


@pytest.mark.parametrize(
    "text", ["钱打到同一张银行卡就行", "工资统一打到老李卡上", "我代领大家的工资", "都转给我，我再分"]
)
def test_one_account_for_many(text):
    assert codes(text, worker(), worker(name="李四", phone="13900005679")) == [Doubt.ONE_ACCOUNT]
    assert codes(text) == []  # of one person it says nothing


def test_three_who_gave_one_phone():
    same = [worker(name=f"王{n}") for n in "一二三"]
    [found] = of("", tuple(same))
    assert (found.doubt, found.figures) == (Doubt.ONE_PHONE, (3,))
    assert codes("", *same[:2]) == []


@pytest.mark.parametrize(
    ("amount", "owed_from", "owed_to", "a_day"),
    [
        ("860000", MARCH, MAY, 9347),
        ("92001", MARCH, MAY, 1000),
        ("93000", MARCH, MAY, 1010),
        ("40000", MARCH, None, 1290),
        ("40000", MAY, MARCH, 1290),
    ],
)
def test_the_pay_of_a_day_is_reckoned_from_the_months(amount, owed_from, owed_to, a_day):
    found = of("", (worker(amount=Decimal(amount), owed_from=owed_from, owed_to=owed_to),))
    assert [one.figures for one in found] == ([(a_day,)] if a_day > 1000 else [])


@pytest.mark.parametrize(
    ("text", "amount", "figures"),
    [
        ("干了12天，一天280", "9000", (3360, 9000)),
        ("做了 12 天，280 元一天", "5041", (3360, 5041)),
        ("一共 20 个工，每个工 300", "30000", (6000, 30000)),
        ("干了12天，一天280", "5040", None),
        ("干了12天", "9000", None),
        ("干了12天，又干了3天，一天280", "9000", None),  # which of them is not for us to guess
    ],
)
def test_what_days_and_rate_come_to(text, amount, figures):
    found = of(text, (worker(amount=Decimal(amount)),))
    assert [one.figures for one in found] == ([figures] if figures else [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "老板带我们二十个人去工地，没给工钱",
        "工程公司欠我三个月工资",
        "包工头跑了，班组长也不接电话",
        "老板说工程没结束不给钱",
        "工资说好打卡，一直没打",
    ],
)
def test_what_workers_usually_tell_raises_nothing(text):
    assert codes(text, worker(amount=Decimal(12000), owed_from=MARCH, owed_to=MAY)) == []


@pytest.mark.parametrize(
    ("amounts", "major"), [(["499999.99"], False), (["500000"], True), (["250000"] * 2, True)]
)
def test_a_major_sum_is_that_of_all_together(amounts, major):
    assert is_major(tuple(worker(amount=Decimal(one)) for one in amounts)) is major
    assert not is_major((worker(),))
