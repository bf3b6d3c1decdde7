import re

import pytest
from django.urls import reverse

from search.models import SearchQuery
from tests.search.corpus import document, load

pytestmark = pytest.mark.django_db
RESULTS = "/zh-hans/search/"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-22 12:00+08:00")


@pytest.fixture
def corpus(november):
    load()


def page(client, **query):
    response = client.get(RESULTS, query)
    assert response.status_code == 200
    return response.content.decode()


def test_lives_at_its_address():
    assert reverse("search:results") == RESULTS


def test_marks_what_was_asked_for_and_says_what_each_hit_is(client, corpus):
    html = page(client, q="討薪")
    assert "<mark>讨薪</mark>" in html
    assert "法律解读" in html
    assert "典型案例" in html
    assert re.search(r"一共 \d+ 条", html)


def test_tabs_lead_to_one_kind_and_keep_the_question(client, corpus):
    html = page(client, q="欠薪", kind="event")
    assert 'aria-current="page">活动场次' in html
    assert "?q=%E6%AC%A0%E8%96%AA&amp;kind=case" in html
    assert "已结束" in html


def test_a_kind_without_hits_says_so_and_keeps_the_tabs(client, corpus):
    html = page(client, q="加班费", kind="station")
    assert "这一类里没有" in html
    assert "法律解读" in html


def test_nothing_found_gives_the_phone_other_words_and_the_ways_on(client, corpus):
    html = page(client, q="鸟鸣之歌")
    assert "没有找到“鸟鸣之歌”" in html
    assert 'href="tel:12348"' in html
    assert "老板拖欠工资怎么办" in html


@pytest.mark.parametrize("nothing", ["", "的", "???", "😀"])
def test_an_empty_question_shows_what_people_ask(client, nothing):
    html = page(client, q=nothing)
    assert "大家常问" in html
    assert "老板拖欠工资怎么办" in html


@pytest.mark.parametrize("number", ["1000000000", "9" * 5000, "0", "-1", "x", "1.5", "²", ""])
def test_any_page_number_is_answered(client, corpus, number):
    html = page(client, q="拖欠工资", page=number)
    assert ("没有那么多页" in html) == (len(number) > 9)


def test_pages_follow_each_other(client, corpus):
    load([document(n, f"拖欠工资第{n}问") for n in range(100, 125)])
    first = page(client, q="拖欠工资")
    assert "page=2" in first
    assert 'rel="prev"' not in first
    last = page(client, q="拖欠工资", page=3)
    assert 'rel="next"' not in last


def test_two_thousand_characters_are_trimmed_with_a_word_about_it(client, corpus):
    html = page(client, q="拖欠工资，" + "啊" * 3000)
    assert "只看了前 2000 个字" in html
    assert "怎么把钱要回来" in html


def test_what_was_typed_comes_back_escaped(client, corpus):
    html = page(client, q='<script>alert(1)</script>"工资"')
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;工资&quot;" in html


def test_nul_is_refused_at_the_door(client, corpus):
    assert client.get(RESULTS + "?q=%00").status_code == 400


def test_a_post_is_not_how_one_asks(client):
    assert client.post(RESULTS).status_code == 405


def test_only_the_first_page_of_all_kinds_is_counted(client, corpus, settings):
    settings.SEARCH_ASKERS = 1
    page(client, q="拖欠工资")
    page(client, q="拖欠工资", kind="case")
    page(client, q="拖欠工资", page=2)
    page(client, q="的")
    assert SearchQuery.objects.get().times == 2  # page 2 does not exist: the first was shown
