"""Chinese is the source; every page exists in every language, and says so where it is not translated yet."""

import pytest
from wagtail.models import Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from foundation.content.models import StandardPage
from portal.models import HomePage
from portal.services import add_missing_aliases, ensure_locales_and_root
from tests.languages import chinese_in_another_voice


def write_page(home, title="隐私与个人信息", slug="privacy"):
    page = home.add_child(instance=StandardPage(title=title, slug=slug, locale=home.locale))
    page.save_revision().publish()
    return page


def test_setting_up_twice_changes_nothing(home):
    before = list(Page.objects.order_by("path").values_list("pk", "path", "url_path", "slug", "live"))
    assert ensure_locales_and_root(hostname="testserver").pk == home.pk
    assert list(Page.objects.order_by("path").values_list("pk", "path", "url_path", "slug", "live")) == before
    assert HomePage.objects.count() == Locale.objects.count() == 3
    assert LocaleSynchronization.objects.count() == 2
    assert Site.objects.get().root_page_id == home.pk


def test_the_root_leads_to_chinese(client, home):
    assert client.get("/")["Location"] == "/zh-hans/"


@pytest.mark.parametrize(
    ("code", "tag"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")], ids=str
)
def test_each_language_has_a_home(client, home, code, tag):
    response = client.get(f"/{code}/")
    assert response.status_code == 200
    assert f'<html lang="{tag}" dir="ltr"' in response.content.decode()


def test_an_untranslated_page_is_shown_in_chinese_with_a_notice(client, home):
    write_page(home)
    add_missing_aliases()
    html = client.get("/en/privacy/").content.decode()
    assert '<html lang="en"' in html
    assert '<h1 lang="zh-Hans">隐私与个人信息</h1>' in html
    assert "This page is not translated yet" in html
    assert chinese_in_another_voice(html) == []
    assert '<link rel="canonical" href="http://testserver/zh-hans/privacy/">' in html


def test_an_untranslated_page_is_turned_into_traditional_characters_and_says_so(client, home):
    write_page(home)
    add_missing_aliases()
    html = client.get("/zh-hant/privacy/").content.decode()
    assert "<h1>隱私與個人信息</h1>" in html
    assert "這一頁由電腦從簡體轉成繁體" in html


def test_a_chinese_page_has_no_notice(client, home):
    write_page(home)
    html = client.get("/zh-hans/privacy/").content.decode()
    assert "page-notice" not in html
    assert '<main id="main" class="wrap" tabindex="-1">' in html


def test_the_language_links_lead_to_the_same_page(client, home):
    write_page(home)
    add_missing_aliases()
    html = client.get("/zh-hans/privacy/").content.decode()
    assert '<a href="/en/privacy/" lang="en" hreflang="en"' in html
    # Only languages in which it is written are announced to search engines.
    assert 'rel="alternate" hreflang="zh-Hans" href="http://testserver/zh-hans/privacy/"' in html
    assert 'rel="alternate" hreflang="en"' not in html


@pytest.mark.parametrize(
    ("asked", "elsewhere"),
    [
        ("/zh-hans/privacy/?topic=wages&region=360702", "/en/privacy/?topic=wages&amp;region=360702"),
        ("/zh-hans/stations/?place=%E7%AB%A0%E8%B4%A1", "/en/stations/?place=%E7%AB%A0%E8%B4%A1"),
        ("/zh-hans/search/?q=%E5%B7%A5%E8%B5%84&page=2", "/en/search/?q=%E5%B7%A5%E8%B5%84&amp;page=2"),
        ("/zh-hans/apply/?topic=wages", "/en/apply/?topic=wages"),
        ("/zh-hans/track/", "/en/track/"),
    ],
)
def test_changing_the_language_keeps_the_page_and_what_was_asked(client, home, asked, elsewhere):
    write_page(home)
    add_missing_aliases()
    assert f'<a href="{elsewhere}" lang="en"' in client.get(asked).content.decode()


def test_a_page_without_a_version_elsewhere_has_no_link_there(client, home):
    write_page(home)
    html = client.get("/zh-hans/privacy/").content.decode()
    assert "/en/privacy/" not in html


def test_a_translated_page_is_announced_and_has_no_notice(client, home):
    page = write_page(home)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Privacy"
    english.save_revision().publish()
    html = client.get("/en/privacy/").content.decode()
    assert "page-notice" not in html
    assert "<h1>Privacy</h1>" in html
    assert 'rel="alternate" hreflang="en" href="http://testserver/en/privacy/"' in html


def test_publishing_the_chinese_page_carries_to_its_aliases(home, client):
    page = write_page(home)
    add_missing_aliases()
    page.title = "隐私"
    page.save_revision().publish()
    assert '<h1 lang="zh-Hans">隐私</h1>' in client.get("/en/privacy/").content.decode()


def test_publishing_the_home_page_keeps_the_languages_addresses(home, client):
    home.question = "出了什么事？"
    home.save_revision().publish()
    assert "出了什麼事？" in client.get("/zh-hant/").content.decode()
    assert client.get("/en/").status_code == 200


def test_unpublishing_the_chinese_page_closes_its_aliases(home, client):
    page = write_page(home)
    add_missing_aliases()
    page.unpublish()
    assert client.get("/zh-hans/privacy/").status_code == 404
    assert client.get("/en/privacy/").status_code == 404


def test_an_unknown_language_is_not_found(client, home):
    assert client.get("/xx/", follow=True).status_code == 404
    assert client.get("/ug/", follow=True).status_code == 404


def test_each_page_leads_to_itself_in_the_other_languages(client, home):
    html = client.get("/en/search/", {"q": "a&b"}).content.decode()
    assert '<span aria-current="true" lang="en">English</span>' in html
    assert (
        '<a href="/zh-hant/search/?q=a%26b" lang="zh-Hant" hreflang="zh-Hant" dir="ltr">繁體中文</a>' in html
    )
