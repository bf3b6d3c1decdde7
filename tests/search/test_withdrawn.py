"""What nobody may read any longer is found no more from that moment, whatever the worker and the engine do; what
rests on a row that changed is brought up to date."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, PageViewRestriction

from foundation.content.models import StandardPage
from laws.models import Topic
from search.models import SearchEntry
from search.services import search
from stations.models import Hotline, Station
from tests.campaigns.page_factories import event
from tests.laws.factories import ArticleVersionFactory, TermFactory, TopicFactory
from tests.laws.page_factories import add, home_page
from tests.search.engines import KEPT
from tests.search.pages import explainer
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
WORD = "讨薪指南"


@pytest.fixture(params=["search.postgres.PostgresEngine", "tests.search.engines.DictionaryEngine"])
def engine(request, settings):
    """The second one is told by nobody that something is gone."""
    KEPT.clear()
    settings.SEARCH_ENGINE = request.param


def titles(query=WORD, **options):
    return [hit.title_text for hit in search(query, **options).hits]


def branch():
    """A page for everybody with one below it."""
    above = add(home_page(), StandardPage(title="上级", slug="above"))
    return above, add(above, StandardPage(title=WORD, slug="below"))


def unpublish(page):
    page.unpublish()


def delete(page):
    page.delete()


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def restrict_above(page):
    restrict(page.get_parent())


def delete_above(page):
    page.get_parent().delete()


def unpublish_branch(page):
    editor = get_user_model().objects.create_superuser("editor")
    UnpublishPageAction(page.get_parent(), user=editor, include_descendants=True).execute()


def move_to_a_private_place(page):
    private = add(home_page(), StandardPage(title="内部", slug="private"))
    restrict(private)
    page.move(private, pos="last-child")


def expire(page):
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    call_command("publish_scheduled")


@pytest.mark.parametrize(
    "act",
    [
        unpublish,
        delete,
        restrict,
        restrict_above,
        delete_above,
        unpublish_branch,
        move_to_a_private_place,
        expire,
    ],
)
def test_a_page_that_is_withdrawn_is_gone_before_any_worker_hears_of_it(engine, committed, act):
    with committed():
        _above, page = branch()
    assert WORD in titles()
    act(page)
    assert WORD not in titles()


def test_a_translation_is_withdrawn_by_itself(engine, committed):
    with committed():
        page = explainer(title=WORD)
        english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        english.title = "Guide 讨薪指南"
        english.save_revision().publish()
    assert titles(locale="en")[0] == "Guide 讨薪指南"
    type(english).objects.get(pk=english.pk).unpublish()
    assert "Guide 讨薪指南" not in titles(locale="en")
    assert titles()[0] == WORD


@pytest.mark.parametrize(
    ("make", "act"),
    [
        (lambda: StationFactory(name=WORD), lambda row: setattr(row, "status", Station.Status.CLOSED)),
        (
            lambda: Hotline.objects.create(phone="12300", name=WORD),
            lambda row: setattr(row, "is_active", False),
        ),
    ],
    ids=["station", "hotline"],
)
def test_a_row_that_is_withdrawn_is_gone_at_once(engine, committed, make, act):
    with committed():
        row = make()
    assert any(WORD in title for title in titles())
    act(row)
    row.save()
    assert titles() == []


def test_a_word_that_is_deleted_is_gone_at_once(engine, committed):
    with committed():
        term = TermFactory(name=WORD)
    assert titles() == [WORD]
    term.delete()
    assert titles() == []


def test_another_engine_never_shows_what_has_no_entry(settings, committed):
    settings.SEARCH_ENGINE = "tests.search.engines.DictionaryEngine"
    KEPT.clear()
    with committed():
        explainer(title=WORD)
    SearchEntry.objects.all().delete()
    assert KEPT
    assert titles() == []


# --- what rests on others ---------------------------------------------------------------------------
def test_a_topic_s_new_name_reaches_its_pages(committed):
    with committed():
        explainer(title=WORD, topic=TopicFactory(wages=True))
    with committed():
        topic = Topic.objects.get(code="wages")
        topic.name = "欠薪的事"
        topic.save()
    assert search(WORD).hits[0].facts == ["欠薪的事"]


def test_a_new_wording_reaches_its_article(committed):
    with committed():
        old = ArticleVersionFactory(text="旧的写法讨薪", effective_from=date(2020, 1, 1))
    assert titles("旧的写法讨薪")
    with committed():
        old.effective_to = date(2026, 1, 1)
        old.save()
        ArticleVersionFactory(article=old.article, text="崭新的条文", effective_from=date(2026, 1, 1))
    assert search("崭新的条文").hits[0].snippet_text == "崭新的条文"
    with committed():
        statute = old.article.statute
        statute.repealed_on = date(2026, 2, 1)
        statute.save()
    assert titles("崭新的条文") == []


def test_a_page_that_moves_has_its_new_address(committed):
    with committed():
        _above, page = branch()
        elsewhere = add(home_page(), StandardPage(title="别处", slug="elsewhere"))
    with committed():
        page.move(elsewhere, pos="last-child")
    assert search(WORD).hits[0].url == "/zh-hans/elsewhere/below/"


# --- what each says of itself -------------------------------------------------------------------------
def test_documents_say_topic_place_date_and_language(committed):
    with committed():
        page = explainer(topic=TopicFactory(wages=True))
        event()
        ArticleVersionFactory(article__statute__code="LAW")
        StationFactory()
    marks = {}
    for kind, entry in SearchEntry.objects.filter(locale="zh-hans").values_list("kind", "marks"):
        marks.setdefault(kind, set()).update(entry)
    assert {"topic:wages", "law:SILENT", f"year:{page.signed_on.year}"} <= marks["explainer"]
    assert {"region:360702", "region:360700", "year:2026"} <= marks["event"]
    assert {"law:LAW", "year:2020"} <= marks["article"]
    assert any(mark.startswith("region:") for mark in marks["station"])
