"""What is opened is counted and what was asked in vain is reported; nobody who asked is in it."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from foundation.accounts.models import Role
from foundation.regions.models import Region
from foundation.retention import services as retention
from search import terms
from search.models import SearchClick, SearchQuery
from search.postgres import PostgresEngine
from search.services import record, search
from tests.search.corpus import DOCUMENTS

WAGES = DOCUMENTS[0]


@pytest.fixture
def corpus(db):
    PostgresEngine().write(DOCUMENTS)
    return Client()


def opened(client, query, position=1, url=WAGES.url, site="same-origin"):
    data = {"q": query, "position": position, "url": url}
    response = client.post("/zh-hans/search/clicks/", data, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 204
    assert not response.cookies
    return list(SearchClick.objects.values_list("text", "position", "kind", "url", "times"))


def test_a_result_that_is_opened_is_counted_once_a_time(corpus):
    corpus.get("/zh-hans/search/", {"q": "拖欠工资"})
    opened(corpus, "拖欠工资")
    assert opened(corpus, "拖欠工資") == [("拖欠工资", 1, "explainer", WAGES.url, 2)]


def test_what_is_kept_has_no_numbers_and_no_stories(corpus):
    for query in ("拖欠工资 13800005555", "我在工地干活被拖欠工资" * 10):
        corpus.get("/zh-hans/search/", {"q": query})
        opened(corpus, query)
    assert {click.text for click in SearchClick.objects.all()} == {"拖欠工资 #", "（长句）"}
    kept = {field.name for field in SearchClick._meta.get_fields()}
    assert kept == {"id", "day", "text", "locale", "position", "kind", "url", "times"}


@pytest.mark.parametrize(
    "told",
    [
        {"query": "从没人问过的话"},
        {"url": "https://elsewhere.example/"},
        {"position": 0},
        {"position": "x" * 50},
        {"position": 10**9},
        {"site": "cross-site"},
        {"query": ""},
        {"query": "\x00"},
        {"query": "家暴"},
    ],
)
def test_what_no_page_of_ours_would_tell_is_not_counted(corpus, told):
    for query in ("拖欠工资", "家暴"):
        corpus.get("/zh-hans/search/", {"q": query})
    assert opened(corpus, **{"query": "拖欠工资", **told}) == []


def test_a_site_that_is_only_read_counts_nothing(corpus, settings):
    corpus.get("/zh-hans/search/", {"q": "拖欠工资"})
    settings.READ_ONLY = True
    corpus.post("/zh-hans/search/clicks/", {"q": "拖欠工资", "position": 1, "url": WAGES.url})
    assert not SearchClick.objects.exists()


def test_clicks_go_with_their_questions_after_90_days(corpus):
    corpus.get("/zh-hans/search/", {"q": "拖欠工资"})
    opened(corpus, "拖欠工资")
    SearchClick.objects.update(day=timezone.localdate() - timedelta(days=91))
    retention.forget(terms.QUESTIONS, timezone.now())
    assert not SearchClick.objects.exists()
    assert SearchQuery.objects.exists()


def test_the_script_is_left_out_where_somebody_may_be_in_danger(corpus):
    assert "clicks.js" in corpus.get("/zh-hans/search/", {"q": "拖欠工资"}).content.decode()
    assert "clicks" not in corpus.get("/zh-hans/search/", {"q": "家暴 工伤"}).content.decode()


@pytest.fixture(autouse=True)
def each_question_is_kept(settings):
    """Whoever asks it: tests/search/test_askers.py."""
    settings.SEARCH_ASKERS = 1


# --- the report ------------------------------------------------------------------------------------
def ask(query, times=1, day=date(2026, 11, 25), **filters):
    with time_machine.travel(day):
        for _time in range(times):
            record(search(query, filters=filters), locale="zh-hans")


def test_the_place_is_the_prefecture_that_was_chosen_and_no_other(corpus):
    ask("没有的词", region=["360702"])
    ask("没有的词", region=["360702", "110101"])
    ask("没有的词")
    assert sorted(SearchQuery.objects.values_list("region", "times")) == [("", 2), ("360700", 1)]


def test_a_question_with_a_place_is_counted_and_a_look_further_is_not(corpus):
    for address in ("?q=工资", "?q=工资&region=360702", "?q=工资&kind=case"):
        corpus.get(f"/zh-hans/search/{address}")
    assert sorted(SearchQuery.objects.values_list("region", "times")) == [("", 1), ("360700", 1)]


@pytest.fixture
def december():
    with time_machine.travel(date(2026, 12, 1)):
        yield


@pytest.fixture
def editor(december, client, signed_in, staff_office, corpus):
    Region.objects.create(code="360700", name="赣州市", level="city", full_name="江西省赣州市")
    signed_in(client, Role.EDITOR, staff_office)
    ask("没有的词", times=3, region=["360702"])
    ask("=cmd|calc", day=date(2026, 11, 30))
    ask("拖欠工资")
    return client


def test_the_report_tells_week_and_place(editor):
    page = editor.get(reverse("search_unanswered")).content.decode()
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    for words in ("没有的词", "江西省赣州市", "一条都没有", "简体中文", "2026-11-23", "2026-11-30"):
        assert words in table
    assert "拖欠工资" not in table
    assert f'href="{reverse("search_trial:index")}?{urlencode({"q": "没有的词"})}"' in table
    narrowed = editor.get(
        reverse("search_unanswered"), {"week": "2026-11-23", "region": "360700", "answer": "none"}
    )
    assert "没有的词" in narrowed.content.decode()
    assert "calc" not in narrowed.content.decode()


def test_the_report_is_exported_and_holds_no_formula(editor):
    response = editor.get(reverse("search_unanswered"), {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[0][:3] == ["哪一周（周一）", "问法", "次数"]
    texts = {row[1]: row for row in rows[1:]}
    assert texts["没有的词"][2:4] == ["3", "江西省赣州市"]
    assert all(not text.startswith(("=", "+", "-", "@")) for text in texts)
    assert any("cmd" in text for text in texts)
