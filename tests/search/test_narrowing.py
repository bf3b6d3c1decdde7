"""Facets, tabs, order and suggestions as a reader has them: addresses and a plain form."""

import re
from datetime import date
from html import unescape

import pytest

from laws.models import Statute
from search.facets import facets_of
from search.services import PER_PAGE, search
from search.suggestions import suggest
from tests.laws.factories import StatuteFactory, TopicFactory
from tests.laws.page_factories import region
from tests.search.corpus import document, load

pytestmark = pytest.mark.django_db
RESULTS = "/zh-hans/search/"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-22 12:00+08:00")


@pytest.fixture
def corpus(november):
    TopicFactory(wages=True)
    TopicFactory(code="injury", name="工伤", plain_name="受伤")
    StatuteFactory(code="LAW-LABOUR", title="中华人民共和国劳动法", short_title="劳动法")
    region("360700", "赣州市", "江西省赣州市", "prefecture")
    region()
    region("360703", "南康区", "江西省赣州市南康区")
    region("110100", "北京市", "北京市", "prefecture")
    load(
        [
            document(1, "拖欠工资怎么办", topics=("wages",), laws=("LAW-LABOUR",), date=date(2026, 3, 1)),
            document(2, "工地拖欠工资又受伤", topics=("wages", "injury"), date=date(2025, 3, 1)),
            document(3, "拖欠工资案", "case", topics=("wages",), region="360702", date=date(2025, 5, 1)),
            document(4, "骑手拖欠工资案", "case", topics=("injury",), region="360703", date=date(2024, 5, 1)),
            document(5, "拖欠工资讲座", "event", region="110101", until=date(2026, 1, 1)),
        ]
    )


def page(client, address=RESULTS, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def titles(html):
    shown = "".join(re.findall(r'<ol class="rows".*?</ol>', html, re.DOTALL))
    return [
        re.sub("<[^>]+>", "", found).strip() for found in re.findall(r"<li>\s*<a.*?</a>", shown, re.DOTALL)
    ]


def options(query="拖欠工资", **narrowed):
    found = search(query, filters=narrowed)
    return {facet.name: {one.label: one.count for one in facet.options} for facet in facets_of(found)}


def test_facets_say_in_words_what_there_is(corpus):
    assert options() == {
        "kind": {"法律解读": 2, "典型案例": 2, "活动场次": 1},
        "topic": {"拖欠工资": 3, "工伤": 2},
        "region": {"江西省赣州市": 2, "北京市": 1},
        "year": {"2026": 1, "2025": 2, "2024": 1},
    }


def test_a_city_that_is_chosen_opens_its_counties(corpus):
    assert options(region=["360700"])["region"] == {
        "江西省赣州市": 2,
        "江西省赣州市章贡区": 1,
        "江西省赣州市南康区": 1,
        "北京市": 1,
    }


def test_or_inside_and_across(client, corpus):
    html = page(client, q="拖欠工资", topic=["wages", "injury"], kind="case")
    assert set(titles(html)) == {"拖欠工资案", "骑手拖欠工资案"}
    assert set(titles(page(client, q="拖欠工资", topic="wages", kind="case", year=["2025", "2026"]))) == {
        "拖欠工资案"
    }


def test_the_form_keeps_the_question_and_what_is_chosen(client, corpus):
    html = page(client, q="拖欠工资", topic="wages", sort="new")
    form = html.split('<details class="narrow">')[1].split("</form>")[0]
    assert 'name="q" value="拖欠工资"' in form
    assert 'name="sort" value="new"' in form
    assert re.search(r'name="topic" value="wages" checked', form)
    assert not re.search(r'name="topic" value="injury" checked', form)
    assert "<script" not in form


def test_each_choice_can_be_taken_back(client, corpus):
    html = page(client, q="拖欠工资", topic=["wages", "injury"], region="360700")
    chips = re.findall(r'<a href="(\?[^"]+)"><span[^>]*>(工伤|拖欠工资|江西省赣州市)</span>', html)
    assert {(unescape(url).split("&", 1)[1], label) for url, label in chips} == {
        ("topic=injury&region=360700", "拖欠工资"),
        ("topic=wages&region=360700", "工伤"),
        ("topic=injury&topic=wages", "江西省赣州市"),
    }


def test_tabs_and_order_keep_what_is_chosen(client, corpus):
    html = unescape(page(client, q="拖欠工资", topic="wages"))
    assert "kind=case&topic=wages" in html
    assert "topic=wages&sort=new" in html
    assert titles(page(client, q="拖欠工资", sort="new"))[0] == "拖欠工资怎么办"


def test_too_narrow_says_so_and_leads_out(client, corpus):
    html = page(client, q="拖欠工资", topic="wages", region="110100")
    assert "没有同时符合这几样的" in html
    assert "从事情找起" in html
    assert 'href="tel:12348"' in html
    assert "/apply/call-back/" in html


def test_nothing_found_leads_to_topics_the_phone_and_a_person(client, corpus):
    html = page(client, q="鸟鸣歌曲")
    assert "没有找到“鸟鸣歌曲”" in html
    assert "/zh-hans/topics/wages/" in html
    assert 'href="tel:12348"' in html
    assert "/apply/call-back/" in html


@pytest.mark.parametrize(
    "nonsense",
    [
        {"topic": "nothing"},
        {"topic": ["wages", "wages", "wages"]},
        {"topic": "' OR 1=1 --"},
        {"region": "999999"},
        {"region": "三六"},
        {"year": "-1"},
        {"year": "99999999999999999999"},
        {"law": "x" * 5000},
        {"kind": ["nonsense", "", "case"]},
        {"colour": "red"},
        {"sort": "random"},
        {"topic": [f"t{n}" for n in range(400)]},
        {"kind": "case'\"<script>"},
        {"page": ["2", "x", "9" * 30]},
    ],
    ids=str,
)
def test_unknown_filters_are_answered(client, corpus, nonsense):
    html = page(client, q="拖欠工资", **nonsense)
    assert "<script>" not in html.replace('<script type="module"', "").replace("<script src", "")


def test_the_last_of_a_repeated_question_counts(client, corpus):
    assert client.get(RESULTS + "?q=x&q=拖欠工资&q=骑手").status_code == 200


def test_paging_is_stable(client, corpus):
    load([document(n, "拖欠工资一样的题目") for n in range(100, 125)])
    seen = [title for n in (1, 2, 3) for title in titles(page(client, q="一样的题目", page=n))]
    assert len(seen) == len(search("一样的题目", page=3).hits) + 2 * PER_PAGE
    assert titles(page(client, q="一样的题目", page=2)) == titles(page(client, q="一样的题目", page=2))


def test_only_what_is_there_is_offered(corpus):
    Statute.objects.all().delete()
    assert "law" not in options()
    assert options("没有这个词的") == {}


# --- suggestions --------------------------------------------------------------------------------------
def test_suggestions_from_the_first_character(corpus):
    assert "拖欠工资怎么办" in suggest("拖", locale="zh-hans")
    assert suggest("骑", locale="zh-hans") == ["骑手拖欠工资案"]
    assert suggest("", locale="zh-hans") == suggest("？！", locale="zh-hans") == []
    assert any("拖欠" in one for one in suggest("tuoq", locale="zh-hans"))
    assert len(suggest("工", locale="zh-hans")) <= 8


def test_the_box_gets_json_and_everybody_else_a_page(client, corpus):
    answer = client.get("/zh-hans/search/suggest/", {"q": "骑"}, headers={"accept": "application/json"})
    assert answer.json() == {"suggestions": ["骑手拖欠工资案"]}
    assert "Accept" in answer["Vary"]
    html = page(client, "/zh-hans/search/suggest/", q="骑")
    assert "?q=%E9%AA%91%E6%89%8B" in html
    assert "别人怎么问" in page(client, "/zh-hans/search/suggest/")
    assert 'href="/zh-hans/search/?q=%E9%B8%9F"' in page(client, "/zh-hans/search/suggest/", q="鸟")


def test_pinyin_is_offered_what_it_spells(corpus):
    assert "拖欠工资怎么办" in suggest("tuo qian gong zi", locale="zh-hans")
    assert all("拖" in one for one in suggest("tuoq", locale="zh-hans"))


def test_whoever_reads_english_is_shown_questions_in_english(client):
    load([document(1, "老板跑了"), document(2, "The boss is gone", locale="en")])
    assert "老板拖欠工资怎么办" in page(client, "/zh-hans/search/")
    for typed in ("", "nothing at all"):
        html = page(client, "/en/search/", q=typed)
        assert "The boss is gone" in html
        assert "老板拖欠工资怎么办" not in html


# --- bad input ------------------------------------------------------------------------------------------
BAD = [
    "啊" * 2000,
    "拖欠工资" * 600,
    " ".join(f"词{n}" for n in range(400)),
    "(" * 500 + ")" * 500,
    '+ - && || ! ( ) { } [ ] ^ " ~ * ? : \\ /',
    "工资 AND NOT (欠薪 OR title:*) ^5 ~2",
    "[* TO *]",
    "/.*工资.*/",
    "工资\\",
    '"工资',
    "_exists_:body",
    "工资~999999999",
    "a" * 2000,
    "1" * 2000,
    "第" * 300 + "条",
    "9" * 400 + "条",
    "劳动合同法" + "九" * 300 + "条",
    "👨‍👩‍👧‍👦😀🇨🇳",
    "工资\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "\u202e工资\u202c\u200b\ufeff",
    "z̴̡̢a̴lgo工资",
    "%00%ff",
    "{{ 7*7 }}{% debug %}",
    "' ; DROP TABLE search_searchentry; --",
    "工资\t\r\n工资",
    "镇" * 40,
    "村村村",
    "省市区县",
    "之一条之十款",
    "㊀㊁㍿㌔",
]


@pytest.mark.parametrize("typed", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("address", [RESULTS, "/zh-hans/search/suggest/"])
def test_whatever_is_typed_is_answered(client, corpus, typed, address):
    page(client, address, q=typed)


@pytest.mark.parametrize("raw", ["%00", "x%00y", "%ED%A0%80", "%FF%FE", "%C0%AF", "%F4%90%80%80"])
@pytest.mark.parametrize("name", ["q", "topic", "region", "page", "sort"])
def test_broken_bytes_are_answered_or_refused(client, corpus, raw, name):
    response = client.get(f"{RESULTS}?q=工资&{name}={raw}")
    assert response.status_code in (200, 400)
    assert client.get(f"/zh-hans/search/suggest/?{name}={raw}").status_code in (200, 400)


def test_a_lone_surrogate_never_reaches_an_engine(corpus):
    assert search("工资\ud800").query
    assert isinstance(suggest("工资\udfff", locale="zh-hans"), list)
