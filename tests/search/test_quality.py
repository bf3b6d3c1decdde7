from math import log2

import pytest

from search import quality
from search.quality import Judged, Shown, Summary

GRADES = {"/a/": 3, "/b/": 2, "/c/": 1}


def test_the_best_order_scores_one():
    assert quality.ndcg(["/a/", "/b/", "/c/"], GRADES) == 1


def test_gains_grow_with_the_grade_and_fall_with_the_place():
    # 2^3 - 1 = 7, 2^2 - 1 = 3, 2^1 - 1 = 1; places 1, 2, 3 are divided by 1, log2 3, 2.
    best = 7 + 3 / log2(3) + 1 / 2
    assert quality.ndcg(["/c/", "/x/", "/a/"], GRADES) == pytest.approx((1 + 7 / 2) / best)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [([], 0), (["/x/"], 0), ([f"/x{n}/" for n in range(10)] + ["/a/"], 0)],
)
def test_what_is_not_among_the_first_ten_gains_nothing(keys, expected):
    assert quality.ndcg(keys, GRADES) == expected


def test_the_best_order_is_cut_at_ten_too():
    grades = {f"/{n}/": 1 for n in range(12)}
    assert quality.ndcg([f"/{n}/" for n in range(10)], grades) == 1


@pytest.mark.parametrize(
    ("keys", "expected"),
    [(["/a/"], 1), (["/c/", "/b/"], 1 / 2), (["/x/", "/y/", "/a/"], 1 / 3), (["/c/"], 0), ([], 0)],
)
def test_reciprocal_rank_is_of_the_first_that_helps(keys, expected):
    assert quality.reciprocal_rank(keys, GRADES) == pytest.approx(expected)


def test_recall_counts_what_helps():
    assert quality.recall(["/b/", "/c/", "/x/"], GRADES) == 0.5


def test_recall_asks_for_no_more_than_fits():
    grades = {f"/{n}/": 2 for n in range(20)}
    assert quality.recall([f"/{n}/" for n in range(10)], grades) == 1


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (Shown(), 1),
        (Shown(("/a/",)), 1),
        (Shown(("/a/",), claims=True), 0),
        (Shown(cards=(("/a/",),), claims=True), 0),
    ],
)
def test_what_nothing_answers_is_right_when_nothing_is_claimed(shown, expected):
    assert quality.score(Judged("zero", "天气"), shown).ndcg == expected


def test_a_summary_leaves_out_what_nothing_answers_but_in_the_first_column():
    scores = [
        quality.score(Judged("slang", "讨薪", {"/a/": 3}), Shown(("/x/", "/a/"), claims=True)),
        quality.score(Judged("slang", "白干了", {"/a/": 3}), Shown()),
        quality.score(Judged("zero", "天气"), Shown()),
    ]
    found = quality.summary(scores)
    assert found == Summary(3, pytest.approx((1 / log2(3) + 0 + 1) / 3), 1 / 4, 1 / 2, 1 / 2)
    assert list(quality.by_group(scores)) == ["slang", "zero"]


def test_a_group_is_read_from_its_file(tmp_path):
    rows = [
        "query,kind,key,grade",
        "讨薪,explainer,/a/,3",
        "讨薪,case,/b/,1",
        "欠薪\\x00工资,explainer,/a/,2",
        "天气,,,0",
    ]
    (tmp_path / "slang.csv").write_text("\n".join(rows))
    assert quality.read(tmp_path) == [
        Judged("slang", "讨薪", {"/a/": 3, "/b/": 1}),
        Judged("slang", "欠薪\x00工资", {"/a/": 2}),
        Judged("slang", "天气", {}),
    ]


@pytest.mark.parametrize("row", ["讨薪,case,/a/,4", "讨薪,case,/a/,", "讨薪,case,/a/,0"])
def test_a_row_without_a_grade_is_refused(tmp_path, row):
    (tmp_path / "slang.csv").write_text(f"query,kind,key,grade\n{row}")
    with pytest.raises(ValueError, match=r"slang\.csv"):
        quality.read(tmp_path)


def test_a_document_is_judged_once_for_a_query(tmp_path):
    (tmp_path / "slang.csv").write_text("query,kind,key,grade\n讨薪,case,/a/,1\n讨薪,case,/a/,2")
    with pytest.raises(ValueError, match="twice"):
        quality.read(tmp_path)


@pytest.mark.parametrize(
    ("cards", "expected"),
    [
        ((("/a/", "/more/"),), ["/a/", "/b/", "/x/"]),
        ((("/more/", "/c/", "/b/"), ("/a/",)), ["/c/", "/b/", "/a/", "/x/"]),
        ((("/more/", "/other/"),), ["card 1", "/b/", "/x/"]),
    ],
)
def test_a_card_is_what_is_judged_of_it_or_one_wrong_result(cards, expected):
    assert Shown(("/b/", "/x/"), cards).keys(GRADES) == expected
