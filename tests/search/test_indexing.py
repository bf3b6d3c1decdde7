from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from search import engines, indexing, postgres
from search.models import SearchEntry
from search.phrases import vector
from search.services import search
from search.sources import everything
from tests.campaigns.page_factories import event
from tests.cases_showcase.page_factories import case
from tests.laws.page_factories import home_page
from tests.search.corpus import document, load
from tests.search.pages import explainer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-22 12:00+08:00")


def urls(query, **options):
    return [hit.url for hit in search(query, **options).hits]


def rebuilt():
    out = StringIO()
    call_command("search_index", stdout=out)
    return out.getvalue().strip()


def test_a_published_page_is_found_at_once(committed):
    with committed():
        page = explainer(title="包工头跑了，工钱找谁要", search_words="包工头跑路")
    assert urls("包工头跑路") == [page.url]
    hit = search("工钱").hits[0]
    assert hit.kind_label == "法律解读"
    assert hit.facts == ["拖欠工资"]


def test_words_of_the_answer_and_the_body_are_found_without_their_tags(committed):
    with committed():
        page = explainer()
    assert urls("劳动监察投诉") == [page.url]
    assert urls("考勤表") == [page.url]
    assert "<p>" not in SearchEntry.objects.get(object_id=page.pk, locale="zh-hans").body


def test_an_edit_shows_only_when_published(committed):
    with committed():
        page = explainer(title="旧题目")
    page.title = "加班到半夜怎么算"
    with committed():
        revision = page.save_revision()
    assert not urls("半夜")
    with committed():
        revision.publish()
    assert urls("半夜") == [page.url]


@pytest.mark.parametrize("way", ["unpublish", "delete", "restrict"])
def test_what_is_no_longer_public_is_no_longer_found(committed, way):
    with committed():
        page = explainer(title="讨薪指南")
    with committed():
        if way == "restrict":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        else:
            getattr(page, way)()
    assert not urls("讨薪指南")


def test_a_changed_slug_changes_the_address(committed):
    with committed():
        page = explainer(title="讨薪指南")
    page.slug = "new-address"
    with committed():
        page.save_revision().publish()
    assert urls("讨薪指南") == [type(page).objects.get(pk=page.pk).url]
    assert "new-address" in urls("讨薪指南")[0]


def test_an_event_says_when_and_where(committed):
    with committed():
        event(title="夜市法律咨询")
    hit = search("夜市").hits[0]
    assert hit.facts == ["2026年12月12日", "江西省赣州市章贡区", "南门文化广场东侧"]
    assert not hit.is_past


def test_an_invented_event_says_so_among_the_hits(committed):
    with committed():
        event(title="夜市法律咨询", is_demo=True)
    assert search("夜市").hits[0].facts[0] == "演示"


def test_the_home_page_and_index_pages_are_no_results(committed):
    with committed():
        home_page()
        explainer()
    assert set(SearchEntry.objects.values_list("kind", flat=True)) == {"explainer"}


def test_rebuilding_finds_everything_and_changes_nothing_the_second_time():
    explainer(1)
    explainer(2)
    event()
    SearchEntry.objects.all().delete()
    SearchEntry.objects.create(kind="page", object_id="0", locale="zh-hans", title="没了", url="/", vector="")
    assert rebuilt().startswith("4 written, 0 unchanged, 1 removed")  # two explainers, a campaign, its event
    assert rebuilt().startswith("0 written, 4 unchanged, 0 removed")


@pytest.mark.django_db
def test_terms_are_made_anew_when_the_text_or_the_way_to_make_them_changes(monkeypatch):
    made = []
    monkeypatch.setattr(postgres, "vector", lambda one: made.append(one) or vector(one))
    engine = engines.postgresql()
    for written, many in ((document(1, "讨薪"), 1), (document(1, "讨薪"), 0), (document(1, "讨薪指南"), 1)):
        made.clear()
        assert engine.write([written]) == len(made) == many
    monkeypatch.setattr(postgres, "made_by", lambda: "another release")
    assert engine.write([document(1, "讨薪指南")]) == 1


def test_what_is_published_while_a_rebuild_runs_stays(monkeypatch):
    def nothing_but_meanwhile():
        load([document(1, "刚发布的")])
        yield from ()

    load([document(2, "早就没了")])
    monkeypatch.setattr(indexing, "stretches", nothing_but_meanwhile)
    assert indexing.rebuild().removed == 1
    assert SearchEntry.objects.get().title == "刚发布的"


def test_more_pages_ask_the_database_no_more(django_assert_num_queries):
    """Of those that are read at once. What each page reads for itself takes most of a rebuild's time."""

    def made():
        return [document.kind for batch in everything() for document in batch]

    explainer(1), event(1), case(1)
    made()
    with CaptureQueriesContext(connection) as once:
        few = made()
    for n in (2, 3, 4):
        explainer(n), event(n), case(n)
    with django_assert_num_queries(len(once)):
        assert len(made()) == len(few) + 9
