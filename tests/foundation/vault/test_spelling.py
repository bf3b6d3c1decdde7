"""What is one person, phone or paper, however it is written: form, index, twins and search read it alike."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aid import inputs
from foundation.vault import spelling
from foundation.vault.index import blind_index

SAME_NAMES = [
    ("王小强", ["王 小强", " 王小强　", "王\u200b小强", "王\ufe00小强", "王小\u00ad强"]),
    (
        "阿卜杜拉·买买提",
        [
            "阿卜杜拉・买买提",
            "阿卜杜拉•买买提",
            "阿卜杜拉 · 买买提",
            "阿卜杜拉．买买提",
            "阿卜杜拉买买提",
            "阿卜杜拉․买买提",
        ],
    ),
    ("O'Brien", ["O’Brien", "Oʼbrien", "O＇BRIEN", "o`brien", "O Brien"]),
    ("Anne-Marie Li", ["Anne‐Marie Li", "ANNE–MARIE  LI", "Ａｎｎｅ－Ｍａｒｉｅ Li", "anne marie li"]),
    ("马一龙", ["⻢一⻰", "马⼀龙"]),
    ("黄金", ["⻩⾦", "黄\uf90a"]),
    ("José", ["Jose\u0301", "JOSÉ"]),
]
SAME_PHONES = [
    (
        "13900005678",
        [
            "139 0000 5678", "+86 139-0000-5678", "＋８６　１３９００００５６７８", "0086 13900005678", "8613900005678",
            "(+86)13900005678", "139–0000–5678", "139‑0000‑5678", "139·0000·5678", "139\u200b00005678",
            "١٣٩٠٠٠٠٥٦٧٨", "۱۳۹۰۰۰۰۵۶۷۸", "139/0000/5678", "\u202a13900005678\u202c", "139_0000_5678",
        ],
    ),
    ("07975550148", ["（0797）5550148", "0797-5550148", "+86 0797 5550148", "8607975550148", "0797—5550148"]),
]  # fmt: skip
SAME_PAPERS = [
    (
        "11010519491231002X",
        [
            "110105 19491231 002x", "１１０１０５19491231002Ｘ", "110105-19491231-002X", "110105–19491231–002X",
            "11010519491231002×", "11010519491231002*", "110105\u200b19491231002X", "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X",
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
    ("one", "other"), [("王强", "王小强"), ("王强", "汪强"), ("Li", "Lin"), ("李", "木子")]
)
def test_two_names_stay_two(one, other):
    assert spelling.folded(one) != spelling.folded(other)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
        ("·王强·", "王强"),
        ("O’Brien", "O'Brien"),
        ("Anne–Marie", "Anne-Marie"),
        ("Ｌｉ  Ｗｅｉ", "Li Wei"),
        ("⻢⾦", "马金"),
    ],
)
def test_a_name_is_shown_as_it_was_written(typed, shown):
    assert inputs.person_name(typed) == shown


@pytest.mark.parametrize("typed", ["- '", "王", "··", "A-'", "王\u200b"])
def test_what_holds_no_name_is_refused(typed):
    with pytest.raises(ValueError, match="姓名"):
        inputs.person_name(typed)


@pytest.mark.parametrize(("digits", "typed"), spellings(SAME_PHONES))
def test_a_phone_written_differently_is_the_same_to_form_and_index(digits, typed):
    assert inputs.phone(typed) == spelling.phone(typed) == digits
    assert blind_index(typed, "phone_tail") == blind_index(digits[-4:], "phone_tail")


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("12348", "12348"), ("8655501", "8655501"), ("0086", "0086"), ("8600", "8600"), ("", ""), ("无", "")],
)
def test_short_numbers_keep_all_their_digits(typed, digits):
    assert spelling.phone(typed) == digits


@pytest.mark.parametrize("typed", ["13900005678转8", "手机13900005678", "139OOOO5678"])
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
    for read in (spelling.folded, spelling.id_number):
        assert read(read(text)) == read(text)
    assert spelling.folded(spelling.name(text)) == spelling.folded(text)
