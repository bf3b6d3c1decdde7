"""What is one person, phone or paper, however it is written: form, index, twins and search read it alike."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aid import inputs
from foundation.vault import spelling
from foundation.vault.index import blind_index

# What chats, tables and PDFs put between digits.
PASTED = (
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe0d\ufe0e\ufe0f\u200b\u200c\u200d\u200e\u200f\u2060"
    "\u202a\u202c\u2066\u2069\ufeff\u00a0\u2002\u2009\u202f\u3000\u2800"
)
SAME_NAMES = [
    (
        "王小强",
        [
            "王 小强",
            " 王小强　",
            "王\u200b小强",
            "王\ufe00小强",
            "王小\u00ad强",
            "王 小 强",
            "王\u2800小强",
            "王小强。",
        ],
    ),
    (
        "阿卜杜拉·买买提",
        [
            "阿卜杜拉・买买提",
            "阿卜杜拉•买买提",
            "阿卜杜拉 · 买买提",
            "阿卜杜拉．买买提",
            "阿卜杜拉买买提",
            "阿卜杜拉․买买提",
            *(f"阿卜杜拉{sign}买买提" for sign in "·•・‧∙⋅●･ㆍ.．。-‐‑‒–—―−－﹣ーｰ"),
            "阿卜杜拉——买买提",
            "阿卜杜拉 — 买买提",
            "阿 卜 杜 拉 · 买 买 提",
        ],
    ),
    (
        "O'Brien",
        ["O’Brien", "Oʼbrien", "O＇BRIEN", "o`brien", "O Brien", "O‛Brien", "O´Brien", "O′Brien", "OʹBrien"],
    ),
    ("Anne-Marie Li", ["Anne‐Marie Li", "ANNE–MARIE  LI", "Ａｎｎｅ－Ｍａｒｉｅ Li", "anne marie li"]),
    ("马一龙", ["⻢一⻰", "马⼀龙"]),
    ("黄金", ["⻩⾦", "黄\uf90a"]),
    ("方小明", ["⽅⼩明", "⽅ ⼩ 明"]),
    ("龙民生", ["⻰⺠⽣", "⻰⺠生"]),
    ("李〇", ["李 〇", "李\u200d〇"]),
    ("\U0002cb5a\U00031350", ["\U0002cb5a \U00031350", "\U0002cb5a\u200b\U00031350"]),
    ("扎西·བཀྲ་ཤིས", ["扎西·བཀྲཤིས"]),
    ("José", ["Jose\u0301", "JOSÉ"]),
]
SAME_PHONES = [
    (
        "13900005678",
        [
            "139 0000 5678", "+86 139-0000-5678", "＋８６　１３９００００５６７８", "0086 13900005678", "8613900005678",
            "(+86)13900005678", "139–0000–5678", "139‑0000‑5678", "139·0000·5678", "139\u200b00005678",
            "١٣٩٠٠٠٠٥٦٧٨", "۱۳۹۰۰۰۰۵۶۷۸", "139/0000/5678", "\u202a13900005678\u202c", "139_0000_5678",
            *(f"139{sign}0000{sign}5678" for sign in PASTED), "１３９０００0５６７８", "1️⃣39000056️⃣78",
            "013900005678", "+86 013900005678", "+0086 13900005678", "﹢8613900005678", "86-139-0000-5678",
        ],
    ),
    ("07975550148", ["（0797）5550148", "0797-5550148", "+86 0797 5550148", "8607975550148", "0797—5550148", "+86 797 5550148"]),
    ("01065550148", ["+86 10 6555 0148", "010-65550148", "0086-10-65550148", "（010）6555−0148"]),
]  # fmt: skip
SAME_PAPERS = [
    (
        "11010519491231002X",
        [
            "110105 19491231 002x", "１１０１０５19491231002Ｘ", "110105-19491231-002X", "110105–19491231–002X",
            "11010519491231002×", "11010519491231002*", "110105\u200b19491231002X", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X",
            *(f"110105{sign}19491231{sign}002X" for sign in PASTED), "\u202a11010519491231002x\u202c",
            "11010519491231002Ⅹ",
        ],
    ),
]  # fmt: skip


def spellings(table):
    return [(plain, typed) for plain, others in table for typed in [plain, *others]]


@pytest.mark.parametrize(("plain", "typed"), spellings(SAME_NAMES))
def test_a_name_written_differently_is_the_same_to_form_and_index(plain, typed):
    assert blind_index(typed, "name") == blind_index(plain, "name") != ""
    assert blind_index(inputs.person_name(typed), "name") == blind_index(plain, "name")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王强", "王小强"),
        ("王强", "汪强"),
        ("Li", "Lin"),
        ("李", "木子"),
        ("李〇", "李"),
        ("\U00031350强", "\U00031351强"),
    ],
)
def test_two_names_stay_two(one, other):
    assert spelling.folded(one) != spelling.folded(other)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
        ("·王强·", "王强"),
        ("王强.·", "王强"),
        ("王强 。.", "王强"),
        ("O’Brien", "O'Brien"),
        ("Anne–Marie", "Anne-Marie"),
        ("Ｌｉ  Ｗｅｉ", "Li Wei"),
        ("⻢⾦", "马金"),
        ("⽅⼩明", "方小明"),
        ("李〇", "李〇"),
        ("张 大 山", "张大山"),
        ("张　大山", "张大山"),
        ("欧阳 小强", "欧阳小强"),
        ("张三 李四", "张三 李四"),
        ("阿 卜 杜 拉 — 买 买 提", "阿卜杜拉·买买提"),
        ("阿卜杜拉-买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉–买买提.", "阿卜杜拉·买买提"),
        ("Gal·la", "Gal·la"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
        ("\u202aNguyễn Văn An\u202c", "Nguyễn Văn An"),
        ("རྡོ་རྗེ", "རྡོ་རྗེ"),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("\ufa0e\U0002cb5a", "\ufa0e\U0002cb5a"),
        ("\U000323b0明", "\U000323b0明"),
        (
            "Maria Antonia Esperanza da Conceição de Souza e Albuquerque",
            "Maria Antonia Esperanza da Conceição de Souza e Albuquerque",
        ),
    ],
)
def test_a_name_is_shown_as_it_was_written(typed, shown):
    assert inputs.person_name(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "- '",
        "王",
        "··",
        "A-'",
        "王\u200b",
        "王3",
        "王？",
        "王*强",
        "<b>",
        "王/李",
        "王" * 31,
        "A" * 61,
        "\ue863王",
    ],
)
def test_what_holds_no_name_is_refused(typed):
    with pytest.raises(ValueError, match="姓名"):
        inputs.person_name(typed)


@pytest.mark.parametrize(("digits", "typed"), spellings(SAME_PHONES))
def test_a_phone_written_differently_is_the_same_to_form_and_index(digits, typed):
    assert inputs.phone(typed) == spelling.phone(typed) == digits
    assert blind_index(typed, "phone_tail") == blind_index(digits[-4:], "phone_tail")


@pytest.mark.parametrize(
    "typed",
    [
        "+1 650 555 0148",
        "＋1（650）555‑0148",
        "001 650 555 0148",
        "\u202a+1 650-555-0148\u202c",
        "+852 5555 0148",
    ],
)
def test_a_number_from_abroad_is_none_of_ours(typed):
    digits = spelling.phone(typed)
    assert digits.startswith("00")
    assert spelling.phone(digits) == digits
    assert not inputs.is_mobile(digits)
    assert blind_index(typed, "phone") != blind_index("16505550148", "phone")
    with pytest.raises(ValueError, match="境外"):
        inputs.phone(typed)


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("12348", "12348"), ("8655501", "8655501"), ("0086", "0086"), ("8600", "8600"), ("", ""), ("无", "")],
)
def test_short_numbers_keep_all_their_digits(typed, digits):
    assert spelling.phone(typed) == digits


@pytest.mark.parametrize("typed", ["13900005678转8", "13900005678分机8", "139OOOO5678"])
def test_a_phone_with_words_in_it_is_asked_again(typed):
    with pytest.raises(ValueError, match="手机号"):
        inputs.phone(typed)


@pytest.mark.parametrize(("number", "typed"), spellings(SAME_PAPERS))
def test_an_identity_number_written_differently_is_the_same_to_form_and_index(number, typed):
    assert inputs.resident_id(typed, date(2026, 11, 22)) == spelling.id_number(typed) == number


@pytest.mark.parametrize("typed", ["e12345678", "Ｅ１２３４５６７８", "E 1234–5678", "E-1234·5678"])
def test_another_paper_written_differently_is_the_same(typed):
    assert inputs.other_id(typed) == spelling.id_number(typed) == "E12345678"


@pytest.mark.parametrize("typed", ["护照E12345678", "E12", "证1234567", "9" * 31])
def test_what_is_no_number_of_a_paper_is_refused(typed):
    with pytest.raises(ValueError, match="证件号码"):
        inputs.other_id(typed)


@given(st.text(max_size=60))
def test_what_was_read_once_reads_the_same_again(text):
    """What the form keeps has the index of what was typed."""
    for read in (spelling.folded, spelling.id_number, spelling.name):
        assert read(read(text)) == read(text)
    assert spelling.folded(spelling.name(text)) == spelling.folded(text)


@given(st.text("阿卜张 ·.。-—ー ́A'’\ufe00\U000e0100\U00031350㈱⽅", max_size=12))
def test_signs_of_names_in_any_order_are_read_once(text):
    assert spelling.name(spelling.name(text)) == spelling.name(text)
    assert (
        spelling.folded(spelling.name(text))
        == spelling.folded(text)
        == spelling.folded(spelling.folded(text))
    )


@example("008613000000000", "‐", 10)  # not a landline and its extension
@given(
    st.from_regex(r"(\+86|86|0086)?1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(PASTED),
    st.integers(0, 15),
)
def test_a_sign_anywhere_in_a_mobile_changes_nothing(number, sign, place):
    assert inputs.phone(number[:place] + sign + number[place:]) == number[-11:]
