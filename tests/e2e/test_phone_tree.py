"""电话导图 in a browser: three taps from the home page, with and without JavaScript; one sheet of paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.hearing import TARGETS, serious

WAGES = "/zh-hans/stations/hotlines/wages/"


def test_a_number_is_at_most_three_taps_from_the_home_page(visitor):
    visitor.goto("/zh-hans/")
    taps = 0
    for name in ("电话导图", "工钱没发"):
        visitor.get_by_role("main").get_by_role("link", name=re.compile(name)).first.click()
        taps += 1
    expect(visitor).to_have_url(re.compile(WAGES))
    number = visitor.locator(".hotline-row a[href^='tel:']").first
    expect(number).to_be_visible()
    assert taps + 1 <= 3  # the tap on the number is the last
    # The number and what to say, before anything else is asked.
    box = number.bounding_box()
    assert box["y"] + box["height"] <= visitor.viewport_size["height"]


def test_a_place_brings_its_own_numbers_first(visitor):
    visitor.goto(WAGES)
    visitor.get_by_role("main").get_by_role("textbox").fill("沈阳")
    visitor.get_by_role("main").get_by_role("button", name="查找").click()
    expect(visitor.locator(".hotline-row").first).to_contain_text("沈阳欠薪投诉专线（演示）")
    expect(visitor.locator(".hotline-row").first).to_contain_text("演示数据，不是真的号码")
    expect(visitor.locator("a[href='tel:12348']").first).to_be_attached()


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("path", ["hotlines/", "hotlines/wages/?region=360702", "hotlines/danger/"])
def test_nothing_serious_for_axe_and_nothing_too_wide(open_browser, language, path):
    page = open_browser(PHONE, bypass_csp=True)
    page.goto(f"/{language}/stations/{path}")
    assert not serious(page, options=TARGETS)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_all_of_it_is_one_sheet_of_paper(open_browser, language):
    page = open_browser()
    page.goto(f"/{language}/stations/hotlines/")
    page.emulate_media(media="print")
    expect(page.locator(".phone-tree")).to_be_visible()
    expect(page.locator(".doors")).to_be_hidden()
    expect(page.locator("main")).to_contain_text("/stations/hotlines/")
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))
    assert len(pages) == 1
