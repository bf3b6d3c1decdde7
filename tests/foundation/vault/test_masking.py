import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.vault.index import blind_index
from foundation.vault.masking import mask_bank, mask_id_number, mask_name, mask_numbers, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王强", "王*"),
        ("王小强", "王*强"),
        ("王小明强", "王**强"),
        (" 王 小 强 ", "王*强"),
        ("欧阳强", "欧阳*"),
        ("欧阳小强", "欧阳*强"),
        ("欧阳", "欧*"),
        ("阿依古丽·买买提", "阿***·买**"),
        ("阿依古丽•买买提", "阿***·买**"),
        ("䶮", "*"),
        ("王𬭚", "王*"),
        ("𬭚小𠮷", "𬭚*𠮷"),
        ("Wang Xiaoming", "W*** X*******"),
        ("·", ""),
        ("王", "*"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_names(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("0797-5550148", "*******0148"),
        ("12348", "***48"),
        ("", ""),
        ("没有", ""),
    ],
)
def test_phones(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("11010519491231002x", "110105********002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "110105********002X"),
        ("E55501480", "*****1480"),
        ("", ""),
    ],
)
def test_id_numbers(number, masked):
    assert mask_id_number(number) == masked


def test_bank_accounts():
    assert mask_bank("6222 0000 0000 5678") == "**** **** 5678"
    assert mask_bank("123") == "**** ****"
    assert mask_bank("") == ""


@pytest.mark.parametrize(
    ("note", "masked"),
    [
        ("13900005678", "139****5678"),
        ("400-812-3456 转 801", "******3456 转 *01"),
        ("13900005678、07975550148", "139****5678、*******0148"),
        ("+852 5555 0148", "*******0148"),
        ("95188", "***88"),
        ("不知道", "不知道"),
        ("", ""),
    ],
)
def test_in_a_note_the_numbers_are_masked_and_the_words_stay(note, masked):
    assert mask_numbers(note) == masked


@pytest.mark.parametrize("mask", [mask_name, mask_phone, mask_id_number, mask_bank])
@given(text=st.text(max_size=40))
def test_masks_never_fail_and_never_show_all(mask, text):
    # What holds nothing that could be shown gives nothing.
    assert "*" in mask(text) or not mask(text)


@pytest.mark.parametrize("mask", [mask_name, mask_phone, mask_id_number, mask_bank])
@given(text=st.text("0123456789", min_size=1, max_size=40))
def test_what_was_typed_is_never_seen_whole(mask, text):
    assert "*" in mask(text)
    assert text not in mask(text)


def test_blind_index_matches_what_was_written_differently():
    assert blind_index("139 0000 0000", "phone") == blind_index("+8613900000000", "phone")
    assert blind_index("13900000000", "phone") != blind_index("13900000000", "id_number")
    assert blind_index("", "phone") == ""


def test_blind_index_depends_on_its_own_key(settings):
    import base64

    before = blind_index("13900000000", "phone")
    settings.VAULT_INDEX_KEY = base64.b64encode(b"z" * 32).decode()
    assert blind_index("13900000000", "phone") != before
