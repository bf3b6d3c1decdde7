"""Numbers inside what people write are hidden in any spelling; amounts, dates and short numbers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.vault.hiding import hide_numbers

PHONE, ID = "13800138000", "11010519491231002X"


@pytest.mark.attack
@pytest.mark.parametrize(
    "spelt",
    [
        "13800138000",
        "１３８００１３８０００",
        "138 0013 8000",
        "138-0013-8000",
        "138－0013－8000",
        "138.0013.8000",
        "138　0013　8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "138\n00138000",
        "138/0013/8000",
        "138，0013，8000",
        "(138)0013-8000",
        "+86 138 0013 8000",
        "8613800138000",
        "008613800138000",
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
        "壹叁捌零零壹叁捌零零零",
        "138零零一三八000",
        "138\u200b0013\u200b8000",
        "1-3-8-0-0-1-3-8-0-0-0",
        "١٣٨٠٠١٣٨٠٠٠",
        "①③⑧⓪⓪①③⑧⓪⓪⓪",
        "𝟙𝟛𝟠𝟘𝟘𝟙𝟛𝟠𝟘𝟘𝟘",
    ],
)
def test_a_phone_is_hidden_however_it_is_spelt(spelt):
    hidden = hide_numbers(f"我的电话{spelt}，找老周")
    assert hidden.startswith("我的电话")
    assert hidden.endswith("，找老周")
    assert "****8000" in hidden
    assert "0013" not in hidden


@pytest.mark.attack
@pytest.mark.parametrize(
    "spelt",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "一一零一零五一九四九一二三一零零二X",
        "110105491231002",
    ],
)
def test_an_identity_number_is_hidden_however_it_is_spelt(spelt):
    hidden = hide_numbers(f"身份证{spelt}。")
    assert "********" in hidden or "*******" in hidden
    assert "1949" not in hidden
    assert "491231" not in hidden


@pytest.mark.parametrize(
    "spelt",
    ["0797-8123456", "(0797)8123456", "010-84110148", "400-812-3456", "84110148", "6222 0212 3456 7894"],
)
def test_landlines_hotlines_and_cards_are_hidden(spelt):
    assert "*" in hide_numbers(f"打 {spelt} 找他")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "欠我 12800 元，说好 2026年11月30日 给",
        "2026-11-30 到 2026-12-05 没有上班",
        "从20260301干到20260930",
        "一共 1234567 元",
        "3000 4000 5000 三个月",
        "打 12348 或者 12333",
        "一天 280，十二天，一二三",
        "编号 FY-2611-8Q4K-M7TX-7",
        "三千四百五十六块",
        "工牌 123456",
        "第二十七条、第四十三条",
    ],
)
def test_what_names_nobody_stays(text):
    assert hide_numbers(text) == text


def test_a_phone_among_other_numbers_is_found():
    hidden = hide_numbers("2026-11-30 打 13800138000 要 12800 元，又打13900005678")
    assert hidden == "2026-11-30 打 138****8000 要 12800 元，又打139****5678"


@given(st.text(alphabet="0123456789０一二三-　 ,.Xx年月日元打", max_size=60))
def test_it_never_fails_and_leaves_no_mobile_in_clear(text):
    hidden = hide_numbers(f"{text}打13800138000打{text}")
    assert "13800138000" not in hidden
