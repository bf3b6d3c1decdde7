from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail_localize.fields import get_translatable_fields

from laws.models import ExplainerCitation, ExplainerPage
from tests.laws.factories import ArticleVersionFactory, TopicFactory
from tests.laws.page_factories import explainer, explainer_index, locale

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _on_a_sunday():
    with time_machine.travel("2026-11-22T09:00:00+08:00", tick=False):
        yield


def html(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_answers_first_and_shows_the_law_behind_it(client):
    text = html(client, explainer())
    for words in [
        "可以先找劳动监察投诉，也可以申请仲裁",
        "依据截至 2026年11月1日",
        "赣州市法律援助中心律师 2026年11月20日核对",
        "下次核对 2027年2月",
        "把账算清楚",
        "考勤表",
        "任何单位和个人不得拖欠农民工工资。",
        "2020年5月1日起施行",
        "仅供参考",
        'href="tel:12348"',
    ]:
        assert words in text, words
    assert "过了核对的日子" not in text


def test_a_page_past_its_review_says_so(client):
    page = explainer(
        reviewed_on=date(2026, 1, 1), law_as_of=date(2026, 1, 1), review_due_on=date(2026, 11, 21)
    )
    assert "过了核对的日子" in html(client, page)
    assert list(ExplainerPage.objects.past_review(TODAY)) == [page]


def test_on_its_review_day_a_page_is_not_overdue():
    page = explainer(review_due_on=TODAY)
    assert not page.is_past_review(TODAY)
    assert not ExplainerPage.objects.needing_review(TODAY).exists()


def test_a_page_on_an_article_no_longer_in_force_warns_and_needs_review(client):
    wording = ArticleVersionFactory(effective_to=date(2026, 11, 10))
    page, fine = explainer(1, article=wording.article), explainer(2)
    assert "这一条现在已经不是这样写的了" in html(client, page)
    assert "这一条现在已经不是这样写的了" not in html(client, fine)
    assert list(ExplainerPage.objects.needing_review(TODAY)) == [page]
    assert page.moved_articles == [wording.article]


def test_a_page_on_an_article_reworded_since_needs_review():
    old = ArticleVersionFactory(effective_to=date(2026, 11, 10))
    ArticleVersionFactory(article=old.article, effective_from=date(2026, 11, 10), text="新的写法。")
    page = explainer(1, article=old.article)
    explainer(2, article=old.article, law_as_of=date(2026, 11, 10))
    assert list(ExplainerPage.objects.needing_review(TODAY)) == [page]
    assert not ExplainerPage.objects.needing_review(date(2026, 11, 9)).exists()


def test_which_pages_rest_on_an_article():
    article = ArticleVersionFactory().article
    page = explainer(1, article=article)
    explainer(2)
    assert list(ExplainerPage.objects.citing([article])) == [page]


@pytest.mark.parametrize(
    ("quote", "fits"),
    [
        ("", True),
        ("任何单位和个人不得拖欠农民工工资。", True),
        ("农民工有按时足额\n获得工资的权利。", True),
        ("任何单位不得拖欠农民工工资。", False),
    ],
)
def test_a_quote_is_word_for_word(quote, fits):
    citation = ExplainerCitation(article=ArticleVersionFactory().article, quote=quote)
    if fits:
        citation.clean()
    else:
        with pytest.raises(ValidationError, match="对不上"):
            citation.clean()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"answer": "啊" * 91}, "answer"),
        ({"review_due_on": date(2026, 11, 20)}, "review_due_on"),
        ({"law_as_of": date(2026, 11, 21)}, "law_as_of"),
        ({"topic": None}, "topic"),
        ({"answer": ""}, "answer"),
    ],
)
def test_what_cannot_be_published(values, field):
    page = explainer()
    for name, value in values.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert field in caught.value.message_dict


def test_the_list_stands_behind_its_doors(client):
    wages, injury = TopicFactory(wages=True), TopicFactory(code="injury", plain_name="受伤生病", door_order=2)
    site = TopicFactory(code="wages.site", plain_name="工地欠薪", parent=wages)
    explainer(1, topic=wages), explainer(2, topic=site), explainer(3, topic=injury, title="在工地受伤了")
    index = explainer_index()
    everything = html(client, index)
    assert everything.index("工资没发") < everything.index("受伤生病")
    assert "在工地受伤了" in everything
    only_wages = html(client, index, "?topic=wages")
    assert "在工地受伤了" not in only_wages
    assert "干完活拿不到工资，先做这几件事 2" in only_wages
    assert {d.code: d.pages for d in ExplainerPage.objects.published_in(index.locale).counted_by_door()} == {
        "wages": 2,
        "injury": 1,
    }


def test_an_empty_list_says_whom_to_call(client):
    assert "12348" in html(client, explainer_index())
    assert "还没有写好的文章" in html(client, explainer_index())


@pytest.mark.parametrize("query", ["?topic=nothing", "?topic=" + "x" * 2000, "?topic=", "?other=1"])
def test_a_strange_filter_shows_everything(client, query):
    explainer()
    assert "干完活拿不到工资" in html(client, explainer_index(), query)


def test_a_page_costs_the_same_for_any_number_of_articles(client):
    def cost(articles):
        page = explainer(articles)
        for _ in range(articles):
            page.citations.add(ExplainerCitation(article=ArticleVersionFactory().article))
        page.save_revision().publish()
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            html(client, page)
        return len(captured)

    assert cost(1) == cost(20)


def test_the_next_pages_are_the_editors_choice_then_the_topics():
    first, second, third = explainer(1), explainer(2), explainer(3, topic=TopicFactory())
    first.related.add(first.related.model(target=third))
    first.save_revision().publish()
    assert [page.pk for page in ExplainerPage.objects.get(pk=first.pk).next_pages()] == [third.pk, second.pk]


def test_a_reader_of_another_language_gets_each_page_once():
    page = explainer()
    assert list(ExplainerPage.objects.published_in(locale("en"))) == [page]
    alias = page.copy_for_translation(locale("en"), copy_parents=True, alias=True)
    assert [p.pk for p in ExplainerPage.objects.published_in(locale("en"))] == [alias.pk]
    assert [p.pk for p in ExplainerPage.objects.published_in(locale("zh-hans"))] == [page.pk]
    page.unpublish()
    assert not ExplainerPage.objects.published_in(locale("zh-hans")).exists()


def test_what_a_translator_is_given():
    fields = {f.field_name: f.is_translated(ExplainerPage()) for f in get_translatable_fields(ExplainerPage)}
    assert {name for name, translated in fields.items() if translated} == {
        "title", "seo_title", "search_description", "slug", "summary", "search_words",
        "answer", "body", "help", "phones", "reviewer",
    }  # fmt: skip
    assert {"topic", "citations", "figures", "related", "extra_topics", "law_as_of"} <= fields.keys()


def test_a_draft_can_be_previewed(rf):
    page = explainer()
    page.title = "改过的标题"
    response = page.serve_preview(rf.get("/"), "")
    assert "改过的标题" in response.render().content.decode()
