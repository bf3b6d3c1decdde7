"""What a process keeps between requests, and when a change is seen."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from wagtail.models import PageViewRestriction

from foundation.content import kept
from foundation.content.models import SiteIdentity
from laws.models import ExplainerCitation, Topic
from tests.laws.factories import ArticleVersionFactory, TopicFactory
from tests.laws.page_factories import explainer, explainer_index, home_page

HOME = "/zh-hans/"


@kept.kept
def names():
    return [topic.name for topic in Topic.objects.order_by("code")]


def asked():
    """What `names` is in a request of its own."""
    return kept.KeptMiddleware(lambda request: names())(None)


def shows(words, address=HOME):
    return words in Client().get(address).content.decode()


@pytest.mark.django_db
def test_built_once_for_all_requests_of_an_edition(committed, django_assert_num_queries):
    TopicFactory()
    committed()
    first = asked()
    with django_assert_num_queries(1):  # the edition
        assert asked() is first
    with translation.override("en"):
        assert asked() is not first


@pytest.mark.django_db
def test_a_transaction_that_changes_content_sees_its_own_and_keeps_nothing(committed):
    topic = TopicFactory(name="欠薪")
    committed()
    assert asked() == ["欠薪"]
    try:
        with transaction.atomic():
            topic.name = "工资"
            topic.save()
            assert asked() == ["工资"]
            raise InterruptedError
    except InterruptedError:
        assert asked() == ["欠薪"]


@pytest.mark.django_db(transaction=True)
def test_what_another_connection_has_committed_is_seen_by_the_next_request():
    topic = TopicFactory(name="欠薪")
    assert asked() == ["欠薪"]
    topic.name = "工资"

    def elsewhere():
        topic.save()
        connection.close()

    def request(_request):
        before = names()
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert names() is before  # a request reads one edition
        return before

    assert kept.KeptMiddleware(request)(None) == ["欠薪"]
    assert asked() == ["工资"]


@pytest.mark.django_db
def test_what_signals_did_not_tell_is_seen_in_ten_seconds_or_when_renewed(committed, monkeypatch):
    TopicFactory(name="欠薪")
    committed()
    asked()
    Topic.objects.update(name="工资")
    assert asked() == ["欠薪"]
    later = kept.time.monotonic() + kept.MOST_SECONDS
    with monkeypatch.context() as patch:
        patch.setattr(kept.time, "monotonic", lambda: later)
        assert asked() == ["工资"]
    Topic.objects.update(name="工伤")
    kept.renew()
    assert asked() == ["工伤"]


@pytest.mark.django_db
def test_a_full_shelf_loses_what_was_built_longest_ago(committed, monkeypatch):
    monkeypatch.setattr(kept, "MOST_VALUES", 2)
    built = []

    @kept.kept
    def name(number):
        built.append(number)
        return number

    committed()
    for number in (1, 2, 1, 3, 2, 3, 1):
        kept.KeptMiddleware(lambda request, number=number: name(number))(None)
    assert built == [1, 2, 3, 1]


@pytest.mark.django_db
def test_a_preview_shows_the_draft_and_leaves_readers_the_page(committed):
    page = explainer(1)
    committed()
    assert shows("要看的条文", page.url) is False
    version = ArticleVersionFactory(text="要看的条文")
    committed()
    draft = type(page).objects.get(pk=page.pk)
    draft.citations.add(ExplainerCitation(article=version.article))
    assert "要看的条文" in draft.make_preview_request().content.decode()
    assert shows("要看的条文", page.url) is False


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_not_kept(committed):
    page = explainer(1)
    committed()
    shows(page.title, page.url)
    before = len(kept._shelf)
    for number in range(3):
        assert Client().get(f"{page.url}{number}/").status_code == 404
    assert len(kept._shelf) == before


@pytest.mark.django_db
def test_nothing_is_kept_outside_a_request(committed):
    TopicFactory(name="欠薪")
    committed()
    assert names() is not names()


# --- what editors do -------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_editors_see_each_change_on_the_next_page(committed):
    home = home_page()
    index, page = explainer_index(), explainer(1)
    committed()
    assert shows(page.title)
    steps = [
        (lambda: _publish(page, title="换了标题"), "换了标题", True),
        (lambda: _publish(index, slug="elsewhere"), "/elsewhere/", True),
        (lambda: _site(host="换了主办"), "换了主办", True),
        (lambda: page.unpublish(), "换了标题", False),
        (lambda: index.delete(), "/elsewhere/", False),
    ]
    for step, words, is_there in steps:
        assert shows(words) is not is_there
        step()
        committed_as_signals_say(committed)
        assert shows(words) is is_there, words
    assert home


def committed_as_signals_say(committed):
    """Only when signals have noted a change does its commit begin a new edition."""
    assert kept._is_changing(connection)
    committed()


def _publish(page, **changes):
    page.refresh_from_db()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def _site(**changes):
    SiteIdentity.objects.get().delete()
    SiteIdentity.objects.create(site=home_page().get_site(), **changes)


@pytest.mark.django_db
def test_a_page_is_restricted_from_the_next_request_on(committed):
    page = explainer(1)
    committed()
    assert Client().get(page.url).status_code == 200
    PageViewRestriction.objects.create(page=explainer_index(), restriction_type="login")
    committed_as_signals_say(committed)
    assert Client().get(page.url).status_code == 302


@pytest.mark.django_db
def test_a_page_moved_is_found_where_it_is(committed):
    page = explainer(1)
    committed()
    assert Client().get(page.url).status_code == 200
    before = page.url
    page.move(home_page(), "last-child")
    committed_as_signals_say(committed)
    assert Client().get(before).status_code == 301
    assert Client().get(type(page).objects.get(pk=page.pk).url).status_code == 200
