import pytest

from foundation.vault.findings import findings, hard_findings


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("身份证号11010519491231002X，", "id_number", "11010519491231002X"),
        ("身份证号 110105 19491231 002x。", "id_number", "110105 19491231 002x"),
        ("号码４４０５２４１８８００１０１００１４", "id_number", "440524188001010014"),
        ("号码110105194912310021（校验码不对也不行）", "id_number", "110105194912310021"),
        ("老证号码110105491231002", "id_number", "110105491231002"),
        ("电话13812345678联系", "phone", "13812345678"),
        ("电话138-1234-5678联系", "phone", "138-1234-5678"),
        ("电话+8613812345678联系", "phone", "+8613812345678"),
        ("拨打0797-5550148", "phone", "0797-5550148"),
        ("卡号6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
        ("开着赣B12345到了工地", "plate", "赣B12345"),
        ("开着辽A·D12345来", "plate", "辽A·D12345"),
        ("微信号wang_qiang88", "account", "wang_qiang88"),
    ],
)
def test_what_names_one_person_stops_publishing(text, kind, words):
    assert [(f.kind, f.words) for f in hard_findings(text)] == [(kind, words)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("受援人王强等3人", "name", "王强"),
        ("工人李小梅在工地干活", "name", "李小梅"),
        ("陈建国，男，汉族", "name", "陈建国"),
        ("住在章贡区红旗大道86号3栋", "address", "红旗大道86号"),
        ("赣州宏达建筑工程有限公司欠薪", "firm", "赣州宏达建筑工程有限公司"),
    ],
)
def test_what_only_looks_like_a_name_asks_the_editor(text, kind, words):
    (found,) = findings(text)
    assert (found.kind, found.is_hard) == (kind, False)
    assert words in found.words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "马某等23人在甘谷县铺水稳层，三个月工钱 412,000 元没人管。",
        "打 12348、12333 或者 12345 都行。",
        "2026 年 1 月 21 日，412000 元打到各人的工资卡上。",
        "某建筑劳务有限公司、甲公司和乙公司",
        "依据《劳动合同法》第八十二条，按 21.75 天折算，共 21,379.31 元。",
        "编号（2026）赣0702民初1234号",
        "2025-12-20 到 2026-01-21，一共 32 天。",
        "工人从 2021 年 7 月 1 日起在小区当保安，值班 12 小时。",
        "工人和包工头都在，老板说过几天给。",
    ],
)
def test_a_masked_text_raises_nothing(text):
    assert findings(text) == []


def test_a_place_is_found_once_and_hard_ones_come_first():
    found = findings("受援人王强，电话13812345678，身份证11010519491231002X。")
    assert [f.kind for f in found] == ["id_number", "phone", "name"]


def test_hundred_thousand_characters_are_no_burden():
    assert hard_findings("一" * 60_000 + "1" * 40_000) == []
