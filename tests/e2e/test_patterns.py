"""The shared components in a browser. The page is a developer's: asked of that site, its files read from the disk."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, watch
from tests.e2e.hearing import TARGETS, serious

ORIGIN = "http://127.0.0.1"
ASK = """
import json, django
django.setup()
from django.test import Client
answer = Client(headers={"host": "127.0.0.1", "accept-language": "zh-CN"}).get("/patterns/")
assert answer.status_code == 200
print(json.dumps([dict(answer.items()), answer.text]))
"""


@pytest.fixture(scope="module")
def shown(site):
    """The page's headers and text under the development settings: a program of its own, as they are chosen once."""
    env = {
        **os.environ,
        "DATABASE_URL": site.database_url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        check=True,
        cwd=settings.BASE_DIR,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def open_patterns(browser, shown):
    headers, text = shown
    contexts = []

    def answer(route):
        path = urlsplit(route.request.url).path
        file = settings.BASE_DIR / "static" / path.removeprefix(settings.STATIC_URL)
        if path.startswith(settings.STATIC_URL) and file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(headers=headers, body=text)

    def open_in(size, **options):
        context = browser.new_context(viewport=size, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        problems = watch(page, ORIGIN)
        page.route(f"{ORIGIN}/**", answer)
        page.goto(f"{ORIGIN}/patterns/")
        assert not problems, problems
        return page

    yield open_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["360", "1280"])
def test_nothing_for_axe_in_any_component(open_patterns, size, colours):
    page = open_patterns(size, bypass_csp=True, color_scheme=colours)
    for summary in page.locator(".chart summary").all():
        summary.click()
    assert serious(page, options=TARGETS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_nothing_is_wider_than_the_phone_at_double_text(open_patterns):
    page = open_patterns(PHONE)
    page.evaluate("document.documentElement.style.fontSize = '36px'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("javascript", [True, False])
def test_by_keyboard_a_word_leads_to_its_note_and_on_from_there(open_patterns, javascript):
    page = open_patterns(PHONE, java_script_enabled=javascript)
    word = page.get_by_role("link", name="借支")
    word.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("note", name="词语：借支")
    expect(note).to_be_focused()
    expect(note).to_be_in_viewport()
    assert page.url.endswith("#g-borrow")


def test_a_table_opens_by_key_and_says_what_the_bars_say(open_patterns):
    page = open_patterns(PHONE)
    summary = page.get_by_text("看数字表：每周收到的申请")
    table = page.get_by_role("table", name="每周收到的申请")
    expect(table).to_be_hidden()
    page.locator("summary", has=summary).or_(summary).first.focus()
    page.keyboard.press("Enter")
    expect(table.get_by_role("row", name="11/23起 118 77")).to_be_visible()


def test_words_stay_in_the_picture(open_patterns):
    page = open_patterns(DESKTOP)
    outside = page.evaluate(
        """[...document.querySelectorAll(".chart > svg text")].filter(text => {
            const word = text.getBoundingClientRect(), picture = text.ownerSVGElement.getBoundingClientRect();
            return word.left < picture.left - 1 || word.right > picture.right + 1 || word.top < picture.top - 1
                || word.bottom > picture.bottom + 1;
        }).map(text => text.textContent)"""
    )
    assert outside == []
