"""The map with pictures: nothing before the tap, one host after it, the same by keyboard, and Escape gives it back."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, watch

LIST = "/zh-hans/stations/?region=360702"


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request, browser, site, tiles):
    context = browser.new_context(base_url=site.url, viewport=request.param, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.asked = []
    page.on("request", lambda asked: page.asked.append(asked.url))
    problems = watch(page, site.url)
    yield page
    context.close()
    assert not [problem for problem in problems if not problem.startswith(tiles)], problems


def test_the_map_is_fetched_on_a_tap_and_shares_its_focus_with_the_list(page, tiles):
    page.goto(LIST)
    assert not [url for url in page.asked if url.startswith(tiles) or "leaflet" in url]
    page.get_by_role("button", name="看地图").click()
    expect(page.get_by_role("region", name="地图")).to_be_focused()
    expect(page.get_by_text("审图号")).to_be_visible()
    page.wait_for_function("document.querySelector('.leaflet-tile-loaded')")
    assert [url for url in page.asked if url.startswith(tiles)]
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert not found.response["violations"], found.generate_report()

    # A row leads to its mark, the mark back to its row; both are lit.
    row = page.locator("#s3")
    name = row.locator(".station__head a").inner_text()
    row.get_by_role("button", name="在地图上看").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".live-map__pin--on")).to_be_focused()
    expect(page.get_by_role("button", name=re.compile(f"^3 {name} "))).to_be_focused()
    page.keyboard.press("Enter")
    expect(row).to_be_focused()
    assert "station--on" in row.get_attribute("class")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="看地图")).to_be_focused()
    expect(page.locator("#picture > svg")).to_be_visible()
    expect(page.locator(".leaflet-container")).to_have_count(0)


def test_without_pictures_the_marks_still_stand(page, tiles):
    page.route(f"{tiles}/**", lambda route: route.abort())
    page.goto(LIST)
    page.get_by_role("button", name="看地图").click()
    expect(page.get_by_text("底图没取到")).to_be_visible()
    expect(page.locator(".live-map__pin, .live-map__cluster").first).to_be_visible()


def test_without_the_library_the_plan_stays(page):
    page.route("**/vendor/leaflet*/**", lambda route: route.abort())
    page.goto(LIST)
    page.get_by_role("button", name="看地图").click()
    expect(page.get_by_text("地图没打开")).to_be_visible()
    expect(page.locator("#picture > svg")).to_be_visible()


def test_the_plan_needs_no_javascript(visitor):
    """A mark of the plan leads to the row of its number."""
    visitor.goto(LIST)
    visitor.locator("#picture a").first.click()
    expect(visitor.locator("#s1:target")).to_be_visible()
