"""Read-only mode on a database that truly only reads: pages stay, whatever would write says when to come back."""

import pytest
from django.db import connection
from wagtail.models import Site

from foundation.content.models import SiteIdentity

PAGES = [
    "/zh-hans/",
    "/en/",
    "/zh-hans/stations/",
    "/zh-hans/search/?q=工资",
    "/zh-hans/track/",
    "/zh-hans/site-map/",
]


@pytest.fixture
def database_that_only_reads(home):
    SiteIdentity.for_site(Site.objects.get(is_default_site=True))  # made by the first visitor of all
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE t_reader")
        cursor.execute("GRANT USAGE ON SCHEMA public TO t_reader")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO t_reader")
        cursor.execute("SET ROLE t_reader")  # undone with the test's transaction, like the role itself


@pytest.fixture
def visit(client, home):
    """A visit that has begun: its session lies in the database."""
    session = client.session
    session["begun"] = True
    session.save()
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("path", PAGES)
def test_what_is_read_is_there(visit, database_that_only_reads, settings, path):
    settings.READ_ONLY = True
    assert visit.get(path).status_code == 200


def test_what_writes_says_when_to_come_back(visit, database_that_only_reads, settings):
    settings.READ_ONLY = True
    answer = visit.post("/zh-hans/track/", {"reference": "FY-2611-2222-2222-2", "tail": "0199"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "1800"
    assert "tel:12348" in answer.content.decode()


def test_somebody_is_coming_all_the_same(visit, database_that_only_reads, settings):
    settings.READ_ONLY = True
    answer = visit.get("/leave")
    assert answer.status_code == 302
    assert answer.cookies["sessionid"].value == ""


def test_a_database_that_turned_read_only_by_itself_is_a_503_too(visit, database_that_only_reads):
    answer = visit.get("/leave")  # would delete the session's row
    assert answer.status_code == 503
    assert "正在维护" in answer.content.decode()
