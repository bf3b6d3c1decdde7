"""What speaks for looking twice at a claim: a table of what people write, and of what they do not mean."""

from datetime import date
from decimal import Decimal

import pytest

from aid import doubts_elsewhere
from aid.doubts import Doubt, Worker, is_major, of
from counter import export, marks
from tests.aid.factories import ApplicationFactory

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


# --- of the roster ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cards", "is_found"),
    [
        (["老李", "老 李", ""], True),
        (["老李", "老王", "老张"], False),
        (["本人", "本人", "自己"], False),
        (["是", "是", ""], False),
        (["", "", ""], False),
    ],
)
def test_one_card_of_somebody_else_for_several(cards, is_found):
    people = [worker(name=f"王{n}", phone=f"1390000567{n}", card=card) for n, card in enumerate(cards)]
    assert (Doubt.ONE_ACCOUNT in codes("", *people)) == is_found


@pytest.mark.parametrize(
    ("reckoning", "owed_to", "figures"),
    [
        ("32 × 280 - 1000", MARCH, (32, 31)),
        ("31 × 280 - 1000", MARCH, None),
        ("20 × 280 + 15 × 300", MARCH, (35, 31)),
        ("28 天 × 280 − 1000", MARCH, None),
        ("60天×280", date(2026, 4, 1), None),
        ("62 天 × 280", date(2026, 4, 1), (62, 61)),
        ("每月 5000，欠 3 个月", MARCH, None),
        ("", MARCH, None),
    ],
)
def test_more_days_than_the_months_have(reckoning, owed_to, figures):
    found = [
        one.figures
        for one in of("", (worker(reckoning=reckoning, owed_from=MARCH, owed_to=owed_to),))
        if one.doubt == Doubt.ATTENDANCE
    ]
    assert found == ([figures] if figures else [])


def test_days_without_months_say_nothing():
    assert codes("", worker(reckoning="400 × 280")) == []


@pytest.mark.parametrize(
    ("amounts", "is_found"),
    [
        ((5000, 6000, 5500, 5200, 60000), True),
        ((5000, 6000, 5500, 5200, 15000), False),  # not three times as much
        ((1000, 1000, 1000, 1000, 9000), False),  # too little to matter
        ((5000, 5000, 60000), False),  # too few to compare
        ((None, None, None, 5000, 60000), False),
    ],
)
def test_one_who_claims_far_more_than_the_others(amounts, is_found):
    people = [
        worker(name=f"王{n}", phone=f"1390000567{n}", amount=amount and Decimal(amount))
        for n, amount in enumerate(amounts)
    ]
    assert (Doubt.OUT_OF_LINE in codes("", *people)) == is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("老板让我们来申请，说是要工程上的钱", True),
        ("公司组织大家去告甲方", True),
        ("我是公司的股东", True),
        ("我公司的工人来申请", True),
        ("老板让我们干到月底", False),
        ("老板叫我们去工地", False),
        ("公司的股东跑了", False),
        ("我是公司的员工，工资没发", False),
    ],
)
def test_a_firm_that_sends_its_own_people(text, is_found):
    assert (Doubt.OWN_STAFF in codes(text)) == is_found


def test_a_workmate_whom_another_names_as_the_foreman():
    people = [worker(name="李四", phone="13900005679", foreman="王小强"), worker()]
    assert codes("", *people) == [Doubt.BOSS]
    assert codes("", worker(name="李四", phone="13900005679", foreman="王大强"), worker()) == []


# --- of other applications ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(("others", "is_found"), [(3, True), (2, False)])
def test_one_phone_in_many_applications(office, others, is_found):
    one = ApplicationFactory(office=office)
    for n in range(others):
        ApplicationFactory(office=office, name=f"赵{n}", id_type="none", id_number="")
    ApplicationFactory(office=office, id_type="none", id_number="")  # the same person again
    assert bool(doubts_elsewhere.of(one).one_phone) == is_found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("earlier", "before"),
    [
        ({"refused": True}, {"refused": 1}),
        ({"granted": True}, {"granted": 1}),
        ({}, {}),  # still open: it is a twin, told elsewhere
        ({"refused": True, "employer": "另一家公司"}, {}),
        ({"refused": True, "id_number": "440524188001010014", "phone": "13900009999"}, {}),
    ],
)
def test_the_same_claim_before(office, earlier, before):
    ApplicationFactory(office=office, **earlier)
    assert doubts_elsewhere.of(ApplicationFactory(office=office)).before == before


@pytest.mark.django_db
def test_no_doubt_leaves_in_a_table(office):
    one = ApplicationFactory(office=office, narrative="甲方还欠我 860000 元工程款")
    one.has_twin = False
    assert [mark.text for mark in marks.of_claim(one)] == ["工程款？"]
    assert "工程款？" not in export.line(one, ["marks"])["marks"]
