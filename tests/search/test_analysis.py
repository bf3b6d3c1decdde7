import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import bigrams, normalise, normalise_with_origins, runs, terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("討薪", "讨薪"),
        ("加班費怎麼算", "加班费怎么算"),
        ("１２３４８", "12348"),
        ("ＡＢｃ", "abc"),
        ("a\u200bb\ufeff", "ab"),
        ("\x00a\n", " a "),
        ("①", "1"),
    ],
)
def test_width_case_and_script_are_folded(text, folded):
    assert normalise(text).strip() == folded.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iphone厂加班费", ["iphone", "厂加班费"]),
        ("996违法吗", ["996", "违法吗"]),
        ("n+1怎么算", ["n+1", "怎么算"]),
        ("c#、1.5倍", ["c#", "1.5倍"]),
        ("拖欠，工资", ["拖欠", "工资"]),
        ("???", []),
        ("𬭚䶮", ["𬭚䶮"]),
    ],
)
def test_runs_break_where_the_script_changes(text, expected):
    assert runs(text) == expected


def test_a_run_becomes_pairs_and_its_last_character():
    assert bigrams("拖欠工资") == ["拖欠", "欠工", "工资"]
    assert [term for term, _position in terms("拖欠工资")] == ["拖欠", "欠工", "工资", "资"]


def test_a_comma_leaves_a_gap_that_a_phrase_cannot_cross():
    first, second = [position for term, position in terms("拖欠，工资") if len(term) > 1]
    assert second - first > 1


@given(st.text())
def test_any_text_folds_with_an_origin_for_each_character(text):
    folded, origins = normalise_with_origins(text)
    assert len(folded) == len(origins)
    assert folded == normalise(text)
    assert all(0 <= origin < len(text) for origin in origins)
    assert normalise(folded) == normalise(normalise(folded))
