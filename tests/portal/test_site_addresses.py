"""Type size, leaving at once, site map, robots, sitemap, security contact, favicon."""

import re
from datetime import UTC, datetime

import pytest

from foundation.content.models import SiteIdentity, StandardPage
from portal.services import add_missing_aliases

pytestmark = pytest.mark.django_db


def test_large_type_is_kept_and_can_be_taken_back(client, home):
    response = client.get("/display", {"type": "big", "next": "/zh-hans/site-map/"})
    assert response["Location"] == "/zh-hans/site-map/"
    assert response.cookies["type"]["httponly"]
    assert 'class="big-type"' in client.get("/zh-hans/").content.decode()
    client.get("/display", {"type": "normal"})
    assert 'class="big-type"' not in client.get("/zh-hans/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"]
)
def test_the_way_back_stays_on_this_site(client, elsewhere):
    assert client.get("/display", {"type": "big", "next": elsewhere})["Location"] == "/"


def test_leaving_forgets_the_visit(client, settings):
    session = client.session
    session["anything"] = "typed"
    session.save()
    response = client.get("/leave")
    assert response["Location"] == settings.LEAVE_URL
    assert "no-store" in response["Cache-Control"]
    assert "anything" not in client.session


def test_the_site_map_lists_what_is_public(client, home):
    page = home.add_child(instance=StandardPage(title="无障碍说明", slug="accessibility", locale=home.locale))
    page.save_revision().publish()
    home.add_child(instance=StandardPage(title="草稿", slug="draft", locale=home.locale, live=False))
    html = client.get("/zh-hans/site-map/").content.decode()
    assert "无障碍说明" in html
    assert "草稿" not in html


def test_robots_point_to_the_sitemap_and_away_from_forms(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /*/apply/" in text


def test_the_sitemap_has_each_page_once_in_its_own_language(client, home):
    page = home.add_child(instance=StandardPage(title="无障碍说明", slug="accessibility", locale=home.locale))
    page.save_revision().publish()
    add_missing_aliases()
    places = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert "http://testserver/zh-hans/accessibility/" in places
    assert "http://testserver/en/accessibility/" not in places
    assert len(places) == len(set(places))


def test_the_security_contact_is_current(client, home):
    identity = SiteIdentity.objects.get_or_create(site=home.get_site())[0]
    assert "Contact: tel:12348" in client.get("/.well-known/security.txt").content.decode()
    identity.security_contact = "security@example.org"
    identity.save()
    lines = dict(
        line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines()
    )
    assert lines["Contact"] == "mailto:security@example.org"
    left = datetime.strptime(lines["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - datetime.now(UTC)
    assert 90 < left.days < 366


def test_a_browser_that_asks_for_favicon_ico_finds_it(client):
    assert client.get("/favicon.ico")["Location"].endswith("favicon.ico")
