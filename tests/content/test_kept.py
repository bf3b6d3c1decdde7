"""What a process keeps between requests, and when a change is seen."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from wagtail.models import PageViewRestriction

from foundation.content import kept
from foundation.content.models import SiteIdentity
from laws.models import Topic
from tests.laws.factories import TopicFactory
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
    assert kept._is_changing()
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
