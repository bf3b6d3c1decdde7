"""What changes between its reading and its writing, by another connection: what is withdrawn stays withdrawn."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Locale, Page, PageViewRestriction

from foundation.content.models import StandardPage
from search import engines, indexing
from search.models import SearchEntry
from search.services import search
from search.sources import documents_at
from tests import database
from tests.laws.page_factories import add, home_page
from tests.search.conftest import work

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("patient")]
WORD = "讨薪指南"


@pytest.fixture(scope="module", autouse=True)
def whole_database_afterwards(django_db_setup, django_db_blocker):
    """All tests of this folder run on one worker, which then takes others."""
    yield
    with django_db_blocker.unblock():
        database.again(connection)


@pytest.fixture
def page(engine):
    if not Page.get_first_root_node():  # other tests of whole transactions empty every table
        locale = Locale.objects.get_or_create(language_code="zh-hans")[0]
        Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    page = add(home_page(), StandardPage(title=WORD, slug="guide"))
    work()
    assert titles() == [WORD]
    return page


def titles():
    found = search(WORD)
    assert not found.degraded
    return [hit.title_text for hit in found.hits]


def unpublish(page):
    page.unpublish()


def restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def delete(page):
    page.delete()


class Elsewhere(threading.Thread):
    """Another process: withdraws a page once it has been read, and goes on as soon as it may."""

    def __init__(self, withdraw, page):
        super().__init__()
        self.withdraw, self.page, self.pid = withdraw, page, None

    def run(self):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.withdraw(self.page)
        finally:
            connection.close()

    def start_and_wait_until_it_ends_or_is_held_up(self):
        self.start()
        while self.is_alive() and not self._is_held_up():
            self.join(0.01)

    def _is_held_up(self):
        with connection.cursor() as cursor:
            waits = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND wait_event_type = 'Lock'"
            cursor.execute(waits, [self.pid])
            return bool(cursor.fetchone())


@pytest.fixture
def between(page, monkeypatch):
    """between(withdraw): it happens after the page has been read, its job is done before another engine is written."""

    def happens(withdraw):
        elsewhere = Elsewhere(withdraw, page)

        def read(model, keys):
            documents = documents_at(model, keys)
            if any(one.title == WORD for one in documents) and elsewhere.ident is None:
                elsewhere.start_and_wait_until_it_ends_or_is_held_up()
            return documents

        def written_late(batch, reachable, write=indexing._write):
            if elsewhere.ident:
                elsewhere.join()
                assert titles() == []  # before any job has run
                work()
            write(batch, reachable)

        monkeypatch.setattr(indexing, "documents_at", read)
        monkeypatch.setattr(indexing, "_write", written_late)
        return elsewhere

    return happens


@pytest.mark.parametrize("options", [[], ["--rebuild"]], ids=["in its place", "anew"])
@pytest.mark.parametrize("withdraw", [unpublish, restrict, delete])
def test_what_is_withdrawn_during_a_rebuild_is_not_written_back(engine, page, between, withdraw, options):
    elsewhere = between(withdraw)
    call_command("search_index", *options)
    assert not elsewhere.is_alive()
    assert elsewhere.ident
    assert not SearchEntry.objects.filter(title=WORD)
    assert titles() == []
    work()
    for each in engines.kept():
        assert {kind for kind, _pk, _locale in each.every_key()} == set()


@pytest.mark.parametrize("withdraw", [unpublish, restrict, delete])
def test_what_is_withdrawn_while_its_job_runs_is_not_written_back(engine, page, between, withdraw):
    elsewhere = between(withdraw)
    indexing.refresh("content.StandardPage", str(page.pk))
    elsewhere.join()
    assert titles() == []
