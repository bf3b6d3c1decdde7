"""What people write for money, telephones and numbers of papers, as the form reads it."""

from datetime import date
from decimal import Decimal

import pytest

from aid import inputs


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("12000", "12000.00"),
        (" 12,000.50 元整", "12000.50"),
        ("１２０００", "12000.00"),
        ("1.2万", "12000.00"),
        ("1万2", "12000.00"),
        ("1万2000", "12000.00"),
        ("2千5", "2500.00"),
        ("1.5k", "1500.00"),
        ("大概5000多", "5000.00"),
        ("两千块", "2000.00"),
        ("一千二百", "1200.00"),
        ("一万二左右", "12000.00"),
        ("两千三", "2300.00"),
        ("三百五", "350.00"),
        ("十五", "15.00"),
        ("一百零五", "105.00"),
        ("一千零二", "1002.00"),
        ("两千零五十", "2050.00"),
        ("十二万", "120000.00"),
        ("叁仟伍佰圆整", "3500.00"),
        ("貳仟兩佰", "2200.00"),
        ("两千三百块", "2300.00"),
        ("俩百", "200.00"),
        ("一万零二百", "10200.00"),
        ("3千零5", "3005.00"),
        ("一百二十万五", "1205000.00"),
    ],
)
def test_money_is_read_as_it_is_said(typed, yuan):
    assert inputs.money(typed) == Decimal(yuan)


@pytest.mark.parametrize(
    "typed",
    ["", "一点点", "一二三", "12 3.4.5", "5000/月", "3000到5000", "万", "万二", "0", "-5", "9" * 30],
)
def test_what_is_no_sum_is_refused_in_words(typed):
    with pytest.raises(ValueError, match=r"[请欠数]"):
        inputs.money(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("139 0000 5678", "13900005678"),
        ("+86 139−0000−5678", "13900005678"),
        ("0797-5550148", "07975550148"),
        ("400-812-3456", "400-812-3456"),
        ("400‐812‐3456", "400-812-3456"),
        ("95188", "95188"),
        ("95188 转 2", "95188 转 2"),
        ("0797-5550148 转 801", "0797-5550148 转 801"),
        ("０７９７－５５５０１４８转８０１", "0797-5550148转801"),
        ("13900005678、13800001234", "13900005678、13800001234"),
        ("13900005678/13800001234", "13900005678/13800001234"),
        ("+852 5555 0148", "+852 5555 0148"),
        ("\u202a+1 650\u00a0555\u20110148\u202c", "+1 650 555-0148"),
        ("不知道", "不知道"),
        ("老李 139\ufe0f00005678", "老李 13900005678"),
        ("12", "12"),
        ("5550148", "5550148"),
        ("微信 boss_li", "微信 boss_li"),
    ],
)
def test_the_bosss_number_is_a_note(typed, kept):
    assert inputs.phone_note(typed) == kept
    assert inputs.phone_note(kept) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("+1 650 555 0148", "境外"),
        ("0085255550148", "境外"),
        ("1390000567", "您写了 10 位"),
        ("139000056789", "您写了 12 位"),
        ("12900005678", "再看一遍"),
        ("13900005678 13800001234", "两个号码"),
        ("5550148", "带区号"),
        ("01390005678", "带区号"),
        ("", "11 位手机号"),
        ("-", "11 位手机号"),
    ],
)
def test_a_number_that_reaches_nobody_is_refused_in_words(typed, why):
    with pytest.raises(ValueError, match=why):
        inputs.phone(typed)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("139 0000 5678", "13900005678"),
        ("+86 139-0000-5678", "13900005678"),
        ("＋８６　１３９００００５６７８", "13900005678"),
        ("0086 13900005678", "13900005678"),
        ("（0797）5550148", "07975550148"),
    ],
)
def test_telephones_in_any_spelling(typed, digits):
    assert inputs.phone(typed) == digits


def test_an_identity_number_in_groups():
    assert inputs.resident_id("110105 19491231 002x", date(2026, 11, 22)) == "11010519491231002X"
