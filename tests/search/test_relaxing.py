"""A question that nothing answers whole is relaxed step by step, and the page says what is left out of it."""

from dataclasses import replace
from datetime import date

import pytest

from search import services
from search.engines import Ask, Found
from search.query import parse
from search.relaxing import Covered, covered, nearest, steps
from search.services import search
from tests.laws.factories import TopicFactory
from tests.search.corpus import document, load

pytestmark = pytest.mark.django_db
RESULTS = "/zh-hans/search/"


def ask(typed):
    return Ask(parse(typed), "zh-hans", date(2026, 11, 22))


# --- the steps: whichever engine is asked -----------------------------------------------------------
class Engine:
    """Finds something when it is asked for the `answers`-th time, and notes what it was asked."""

    def __init__(self, answers):
        self.answers, self.asks = answers, []

    def find(self, ask):
        self.asks.append(ask)
        if len(self.asks) != self.answers:
            return Found()
        return Found(1, {"kind": {"explainer": 1}}, [document(1, "不发工资")])


@pytest.fixture
def engine(monkeypatch):
    def answering(number):
        made = Engine(number)
        monkeypatch.setattr(services, "answer", lambda question: (question(made), False))
        return made

    return answering


@pytest.mark.parametrize("answers", [1, 2, 3])
def test_each_step_is_asked_only_after_the_one_before_found_nothing(engine, answers):
    made = engine(answers)
    found = search("不发 工次")
    assert [(one.relaxed, one.query.text) for one in made.asks] == [
        (False, "不发 工次"),
        (True, "不发 工次"),
        (True, "不发工资"),
    ][:answers]
    # At the first step too it is said that only a part was found: not one word of it is known.
    assert (found.was_relaxed, found.nearest) == (True, "不发工资" if answers == 3 else "")
    assert found.query == "不发 工次"
    assert found.total == 1


def test_when_nothing_is_found_at_all_nothing_is_said_to_be_relaxed(engine):
    engine(0)
    found = search("不发 工次")
    assert (found.total, found.was_relaxed, found.nearest) == (0, False, "")


def test_filters_are_no_reason_to_relax(engine):
    made = engine(2)  # without the filters something is there
    assert search("不发 工次", kind="case").total == 0
    assert [one.filters for one in made.asks] == [{"kind": ("case",)}, {}]


def test_one_word_is_only_looked_for_nearby():
    assert [one.relaxed for one in steps(ask("鸟鸣"))] == [False]
    assert [one.query.text for one in steps(replace(ask("加班费了不"), limit=3))][-1] == "加班费"


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("不发 工次", "不发工资"),
        ("加班费", ""),
        ("鸟鸣之歌", ""),
        ("养鸟费", ""),
        ("啊" * 2000, ""),
    ],
)
def test_the_nearest_is_written_nearly_the_same_or_is_none(typed, near):
    assert nearest(parse(typed)) == near


# --- what is left out -------------------------------------------------------------------------------
WAGES, INJURY = document(1, "欠薪怎么办"), document(2, "受伤", body="工伤认定")


@pytest.mark.parametrize(
    ("typed", "there", "left_out"),
    [
        ("欠薪 工伤", ("欠薪", "工伤"), ()),  # one has this, the other that
        ("欠薪 押金", ("欠薪",), ("押金",)),
        ("拖欠工资 ktv", ("拖欠工资",), ("ktv",)),  # a synonym is as good
        ("押金 离婚", (), ("押金", "离婚")),
        ("欠薪", (), ()),
        ("鸟鸣之歌", (), ()),  # in pairs, which nobody typed
    ],
)
def test_words_that_nothing_shown_has_are_named(typed, there, left_out):
    assert covered(parse(typed), [WAGES, INJURY]) == Covered(there, left_out)


def test_of_what_is_told_nothing_is_named():
    assert covered(parse("干了三个月老板一分没给 押金"), [WAGES]) == Covered()


# --- the page ---------------------------------------------------------------------------------------
def page(client, typed, language="zh-hans", **values):
    return client.get(f"/{language}/search/", {"q": typed, **values}).content.decode()


def test_the_page_names_the_words_that_are_left_out(client):
    load([WAGES, document(3, "鸟鸣")])
    assert "下面的写到“欠薪”，没写到“鸟鸣”。" in page(client, "欠薪 鸟鸣")
    assert "没写到" not in page(client, "欠薪")
    english = page(client, "欠薪 鸟鸣", "en")
    assert "These mention" in english
    assert '“<span lang="zh-Hans">鸟鸣</span>”' in english


def test_the_page_says_that_nothing_has_all_of_it_and_leads_on(client):
    load([WAGES])
    TopicFactory(wages=True)
    html = page(client, "欠薪 押金 加班费")
    assert "没有把这些都写到的。下面的写到“欠薪”，没写到“押金”、“加班费”。" in html
    for way_on in ("工资没发</span>", 'href="tel:12348"', "我们打给您"):
        assert way_on in html


def test_the_page_says_which_words_of_ours_were_meant(client):
    load([document(1, "血汗钱怎么要")])
    html = page(client, "不发 工次")
    assert "没有写到“不发 工次”的，下面是写法最像的“不发工资”。" in html
    assert "<mark>血汗钱</mark>" in html
