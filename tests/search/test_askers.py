"""What a visitor types about themself leaves nothing that can be read: questions are kept once enough have asked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aid.services import housekeeping
from foundation.guessing.models import Tally
from foundation.retention import services as retention
from search import askers, terms
from search.models import SearchClick, SearchQuery
from search.services import RARE, scrub
from tests.search.corpus import load

pytestmark = [pytest.mark.django_db, pytest.mark.attack]


@pytest.fixture
def corpus(db):
    load()


def ask(question, place=1):
    Client(REMOTE_ADDR=f"11.{place}.7.9").get("/zh-hans/search/", {"q": question})


def kept():
    return dict(SearchQuery.objects.values_list("text", "times"))


@pytest.mark.parametrize(
    "question", ["王小强在哪个工地", "马建国", "张三欠我钱", "我叫李桂花", "云顶花园的老板"]
)
def test_what_one_person_asks_is_counted_and_not_kept(corpus, question):
    for _n in range(20):
        ask(question)
    assert kept() == {RARE: 20}
    assert not any(question in key for key in Tally.objects.values_list("key", flat=True))


def test_what_many_ask_is_kept_from_then_on(corpus):
    for place in range(6):
        ask("宿舍没有热水", place)
    ask("宿舍没有热水", 1)
    assert kept() == {RARE: 4, "宿舍没有热水": 3}


def test_many_addresses_of_one_line_are_one_asker(corpus):
    for number in range(1, 20):
        Client(REMOTE_ADDR=f"2001:db8:7:{number:x}::1").get("/zh-hans/search/", {"q": "马建国"})
        Client(REMOTE_ADDR=f"203.0.113.{number}").get("/zh-hans/search/", {"q": "马建国"})
    assert kept() == {RARE: 38}


def test_the_same_person_on_several_days_counts_for_each(corpus, time_machine):
    now = timezone.now()
    for day in range(5):
        time_machine.move_to(now + timedelta(days=day))
        ask("宿舍没有热水")
    assert "宿舍没有热水" in kept()


def test_what_few_asked_is_forgotten_after_some_days(corpus, time_machine):
    now = timezone.now()
    for place in range(4):
        ask("马建国", place)
    later = now + askers.COUNTED_FOR + timedelta(hours=1)
    time_machine.move_to(later)
    housekeeping.forget_tallies(later)
    assert not Tally.objects.exists()
    ask("马建国", 9)
    assert set(kept()) == {RARE}


def test_our_own_words_are_nobodys_and_kept_at_once(corpus):
    ask("拖欠工资")
    assert kept() == {"拖欠工资": 1}


def test_rows_of_a_day_do_not_grow_without_end(corpus, settings):
    settings.SEARCH_NEW_A_DAY = 5
    for number in range(12):
        ask(f"没有的词{number}")
    # Of each new question two counters, and one of the day.
    assert Tally.objects.count() == 5 * 2 + 1
    assert kept() == {RARE: 12}


def test_named_rows_of_a_day_have_an_end_too(corpus, settings):
    settings.SEARCH_ASKERS, settings.SEARCH_NEW_A_DAY = 1, 5
    for number in range(12):
        ask(f"没有的词{'一二三四五六七八九十甲乙'[number]}号")
    assert len(kept()) == 6
    assert kept()[RARE] == 7


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("老板张建国在不在", "老板#在不在"),
        ("幺三八零零一三八零零零", "#"),
        ("微信 wxid_abc123", "微信 #"),
        ("一三八〇〇〇〇五五五五是谁", "#是谁"),
    ],
)
def test_names_and_numbers_are_taken_out_of_what_is_kept(typed, left):
    assert scrub(typed) == left


def test_a_click_on_the_answer_of_a_rare_question_leaves_nothing(corpus):
    ask("马建国")
    Client().post(
        "/zh-hans/search/clicks/",
        {"q": "马建国", "position": 1, "url": "/zh-hans/"},
        headers={"sec-fetch-site": "same-origin"},
    )
    assert not SearchClick.objects.exists()


def test_the_report_still_says_how_many_found_nothing(corpus):
    for place in range(7):
        ask("没有的词", place)
    found = {row["text"]: row["asked"] for row in SearchQuery.objects.unanswered().by_week()}
    assert found == {RARE: 4, "没有的词": 3}
    retention.forget(terms.QUESTIONS, timezone.now())
    assert found == {row["text"]: row["asked"] for row in SearchQuery.objects.unanswered().by_week()}
