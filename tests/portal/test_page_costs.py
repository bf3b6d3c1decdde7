"""What a public page costs that no cache answers: at most twelve queries, in each language, with a draft or without."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from laws.services import load_topics, read_data
from portal.services import add_missing_aliases
from tests.aid.conftest import calendar, fresh_counters, office, places
from tests.campaigns.page_factories import event
from tests.cases_showcase.page_factories import case, case_index
from tests.intake.walk import begin, fill, url
from tests.laws.factories import ArticleFactory, ArticleVersionFactory
from tests.laws.page_factories import explainer, home_page
from tests.search.corpus import document, load
from tests.stations.factories import StationFactory

__all__ = ["calendar", "fresh_counters", "office", "places"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
MOST = 12


@pytest.fixture
def pages(committed):
    """{name: address} of a site with something on each page."""
    home = home_page()
    load_topics(read_data()["topics"])
    for n in range(6):
        version = ArticleVersionFactory(article=ArticleFactory(number=str(n + 1)))
        shown = explainer(n, article=version.article)
        case(n)
        event(n, starts_at=timezone.now() + timedelta(days=n + 1))
        StationFactory()
        load([document(n, f"拖欠{n}")])
    add_missing_aliases()
    Client().get(home.url)  # the first visitor of a site makes its row of settings
    committed()
    return {
        "home": home.url,
        "explainer": shown.url,
        "cases": case_index().url,
        "narrowed cases": case_index().url + "?sector=construction&region=360700",
        "stations": reverse("stations:list"),
        "stations of a place": reverse("stations:list") + "?place=章贡",
        "search": reverse("search:results") + "?q=拖欠",
        "form": reverse("intake:start"),
    }


def costs(client, addresses):
    found = {}
    for name, address in addresses.items():
        assert client.get(address).status_code == 200  # what a process keeps, it keeps now
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        found[name] = len(captured)
    return {name: count for name, count in found.items() if count > MOST}


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_at_most_twelve_queries(pages, language):
    addresses = {name: address.replace("/zh-hans/", f"/{language}/") for name, address in pages.items()}
    assert not costs(Client(), addresses)


def test_a_draft_costs_public_pages_nothing_and_its_own_few(client, pages, committed):
    begin(client)
    fill(client, until="you")
    committed()
    assert not costs(client, {**pages, "form": url("you"), "check": url("place")})
    with CaptureQueriesContext(connection) as captured:
        client.get(pages["home"])
    assert not [query["sql"] for query in captured if "django_session" in query["sql"]]
