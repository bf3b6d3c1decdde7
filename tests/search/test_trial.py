"""试搜: why a hit is where it is, and judgements that become a relevance set."""

import csv
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from foundation.accounts.models import Role
from search.indexing import rebuild
from search.models import Judgement, Synonym
from search.quality import Judged, key_of, read
from search.query import parse
from search.why import reasons
from tests.laws.page_factories import explainer
from tests.search.corpus import document

TRIAL = "search_trial:index"


def said(query, **fields):
    return [
        (one.asked, one.phrase, one.place, one.how) for one in reasons(parse(query), document(1, **fields))
    ]


@pytest.mark.parametrize(
    ("query", "fields", "expected"),
    [
        ("拖欠工资", {"title": "拖欠工资怎么办"}, [("拖欠工资", "拖欠工资", "标题", "原话")]),
        ("讨薪", {"title": "拖欠工资怎么办", "body": "讨薪"}, [("讨薪", "拖欠工资", "标题", "同义词")]),
        ("讨薪", {"title": "怎么办", "words": "讨薪"}, [("讨薪", "讨薪", "老百姓的说法", "原话")]),
        ("工上认定", {"title": "一文讀懂工傷認定"}, [("工上认定", "工伤认定", "标题", "听起来像")]),
        ("三十日", {"title": "怎么办", "body": "30天内答复"}, [("30天", "30天", "正文", "原话")]),
        ("黄河", {"title": "长江"}, [("黄河", "", "", "")]),
    ],
)
def test_each_word_says_where_it_stands_and_what_stands_for_it(query, fields, expected):
    assert said(query, **fields) == expected


@pytest.fixture
def pages(db):
    Synonym.objects.create(way="same", said="讨薪、拖欠工资")
    found = [
        explainer(1, title="拖欠工资，先做四件事", slug="four", search_words="讨钱"),
        explainer(2, title="去哪儿投诉", slug="where", answer="拖欠工资可以投诉。"),
    ]
    rebuild()
    return [page.get_url() for page in found]


@pytest.fixture
def editor(client, signed_in, staff_office, pages):
    client.user = signed_in(client, Role.EDITOR, staff_office)
    return client


def test_an_editor_sees_why(editor, pages):
    page = editor.get(reverse(TRIAL), {"q": "讨薪"}).content.decode()
    assert page.index(pages[0]) < page.index(pages[1])
    assert "讨薪：标题有“拖欠工资”（同义词）" in page
    assert "讨薪：标题下的一行有“拖欠工资”（同义词）" in page
    assert "讨钱：老百姓的说法有“讨钱”（原话）" in editor.get(reverse(TRIAL), {"q": "讨钱"}).content.decode()


@pytest.mark.parametrize("query", ["", "???", "的", "没有的词", "<script>alert", "x" * 300, "(" * 199])
def test_any_question_may_be_tried(editor, query):
    response = editor.get(reverse(TRIAL), {"q": query, "group": "nonsense"})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def judged(editor, pages, grades, query="讨薪", group="slang"):
    data = {"q": query, "group": group}
    for place, (url, grade) in enumerate(zip(pages, grades, strict=True), 1):
        data |= {f"url-{place}": url, f"grade-{place}": grade}
    return editor.post(reverse("search_trial:judge"), data, follow=True).content.decode()


def test_a_judgement_is_remembered_and_may_be_changed(editor, pages):
    assert "记下了 2 个评分" in judged(editor, pages, ["3", "1"])
    page = judged(editor, pages, ["2", ""])
    assert Judgement.objects.count() == 2
    assert "checked" in page
    assert list(Judgement.objects.values_list("url", "grade", "kind", "judged_by")) == [
        (pages[0], 2, "explainer", editor.user.pk),
        (pages[1], 1, "explainer", editor.user.pk),
    ]


def test_what_was_judged_and_is_found_no_more_is_shown(editor, pages):
    Judgement.objects.create(query="讨薪", group="slang", kind="explainer", url="/zh-hans/gone/", grade=3)
    page = editor.get(reverse(TRIAL), {"q": "讨薪"}).content.decode()
    assert "/zh-hans/gone/" in page.partition("现在不在前十的")[2]


@pytest.mark.parametrize(
    ("urls", "grades"),
    [(["https://elsewhere.example/"], ["3"]), ([""], ["3"]), (["/"], ["9"]), (["/"], ["x"])],
)
def test_only_what_is_found_and_only_four_grades(editor, urls, grades):
    judged(editor, urls, grades)
    assert not Judgement.objects.exists()


def test_judgements_are_added_to_the_judged_queries_once(editor, pages, tmp_path, capsys):
    judged(editor, pages, ["3", "0"], query="=讨薪")
    (tmp_path / "slang.csv").write_text(
        "query,kind,key,grade\n老话,explainer,/laws/four/,2\n", encoding="utf-8"
    )
    call_command("export_judgements", to=tmp_path)
    call_command("export_judgements", to=tmp_path)
    assert capsys.readouterr().out == "1 added\n0 added\n"
    assert read(tmp_path) == [
        Judged("slang", "老话", {"/laws/four/": 2}),
        Judged("slang", "=讨薪", {key_of(pages[0]): 3}),
    ]


def test_they_are_read_in_a_spreadsheet_without_becoming_a_formula(editor, pages):
    judged(editor, pages, ["3", "0"], query="=讨薪")
    response = editor.get(reverse("search_trial:export"))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [
        ["哪一组", "问法", "类别", "哪一页", "评分"],
        ["slang", "'=讨薪", "explainer", key_of(pages[0]), "3"],
        ["slang", "'=讨薪", "explainer", key_of(pages[1]), "0"],
    ]
