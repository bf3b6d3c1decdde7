from datetime import date

import pytest

from aid.references import (
    ALPHABET,
    WORDS,
    is_miscopied,
    is_miscopied_receipt_code,
    make_receipt_code,
    make_reference,
    make_resume_code,
    numbered,
    parse_case_number,
    parse_receipt_code,
    parse_reference,
    parse_resume_code,
)

DAY = date(2026, 11, 22)


def test_a_reference_has_its_shape_and_reads_back():
    for _ in range(50):
        reference = make_reference(DAY)
        assert reference.startswith("FY-2611-")
        assert len(reference) == 19
        assert parse_reference(reference) == reference


@pytest.mark.parametrize("place", [*range(8, 12), *range(13, 17), 18])
def test_one_sign_copied_wrongly_is_seen(place):
    reference = make_reference(DAY)
    other = "2" if reference[place] != "2" else "3"
    assert is_miscopied(reference[:place] + other + reference[place + 1 :])


@pytest.mark.parametrize("text", ["", "7K3M-92QF", "FY-2611", "nonsense", "FY-2611-2222-2222-2222"])
def test_what_is_no_reference_or_a_right_one_is_not_copied_wrongly(text):
    assert not is_miscopied(text)
    assert not is_miscopied(make_reference(DAY))


def test_references_do_not_repeat():
    assert len({make_reference(DAY) for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "spell",
    [
        str.lower,
        lambda r: r.replace("-", ""),
        lambda r: r.replace("-", " "),
        lambda r: f"  编号：{r}。",
        lambda r: r.removeprefix("FY-"),
        lambda r: "".join(chr(ord(c) + 0xFEE0) for c in r),
        lambda r: r[:3] + r[3:7].replace("0", "O").replace("1", "l") + r[7:],
        lambda r: r.replace("-", "—"),
    ],
)
def test_a_reference_is_understood_as_people_write_it(spell):
    reference = make_reference(date(2026, 10, 1))
    assert parse_reference(spell(reference)) == reference


def test_one_wrong_character_is_noticed():
    reference = make_reference(DAY)
    for place in range(8, 17):
        if reference[place] == "-":
            continue
        for other in ALPHABET:
            if other != reference[place]:
                assert parse_reference(reference[:place] + other + reference[place + 1 :]) is None


def test_two_neighbours_swapped_are_noticed():
    reference = make_reference(DAY)
    a, b = reference[8], reference[9]
    if a != b:
        assert parse_reference(reference[:8] + b + a + reference[10:]) is None


@pytest.mark.parametrize(
    "text", ["", "FY", "你好", "FY-2611-8Q4K-7", "\x00" * 20, "F" * 5000, "FY-2611-OOOO-OOOO-O"]
)
def test_what_is_no_reference_is_none(text):
    assert parse_reference(text) is None


def test_a_resume_code_reads_back_in_any_spelling():
    code = make_resume_code()
    assert parse_resume_code(code.lower().replace("-", " ")) == code
    assert parse_resume_code(code[:-1]) is None
    assert parse_resume_code("0" * 8) is None


@pytest.mark.parametrize(
    "typed",
    [
        "(章贡)援申字[2026]第0003号",
        "（章贡）援申字〔2026〕第0003号",
        "章贡援申字【2026】第3号",
        " 章贡 援申字 2026 第 0003 号",
        "（章贡）援申字［２０２６］第０００３号",
    ],
)
def test_a_case_number_is_read_with_any_brackets(typed):
    assert parse_case_number(typed) == numbered("case", "章贡", 2026, 3)


@pytest.mark.parametrize(
    "typed", ["", "王小强", "援申字", "FY-2611-8Q4K-M7TX-7", "援申字[2026]第3号", "(章贡)援申字[26]第3号"]
)
def test_what_is_no_case_number(typed):
    assert parse_case_number(typed) is None


def test_a_receipt_code_holds_sixty_bits_and_reads_back_in_any_spelling():
    code = make_receipt_code()
    assert len(ALPHABET) ** 13 > 2**60
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 2]
    for spelt in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code}。"):
        assert parse_receipt_code(spelt) == code
    assert parse_reference(code) is None
    assert parse_resume_code(code) is None


@pytest.mark.parametrize("place", [0, 3, 5, 11, 15])
def test_one_sign_of_a_receipt_code_copied_wrongly_is_seen(place):
    code = make_receipt_code()
    other = "2" if code[place] != "2" else "3"
    assert is_miscopied_receipt_code(code[:place] + other + code[place + 1 :])
    assert not is_miscopied_receipt_code(code)


@pytest.mark.parametrize("text", ["", "7K3M-92QF", "FY-2611-8Q4K-M7TX-7", "0" * 14, "x" * 5000])
def test_what_is_no_receipt_code(text):
    assert parse_receipt_code(text) is None
    assert not is_miscopied_receipt_code(text)


@pytest.mark.parametrize("place", ["章贡", "(章贡)", "（章贡）", "【章贡】", "章贡（区）"])
def test_the_brackets_of_a_number_are_full_width_and_never_doubled(place):
    for number in (numbered(series, place, 2026, 3) for series in WORDS):
        assert number.startswith("（章贡")
        assert number.count("（") == number.count("）") == 1
        assert "〔2026〕" in number
        assert not set("()[]") & set(number)
