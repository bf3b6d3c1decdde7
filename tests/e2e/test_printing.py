"""The pages that people take along on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant


def test_the_code_page_prints_at_a_press_and_shows_no_dead_button(visitor):
    """Only JavaScript can print: without it no button is drawn, and the browser's own menu prints."""
    Applicant(visitor).begin()
    visitor.goto("/zh-hans/apply/saved/")
    button = visitor.get_by_role("button", name="打印这一页")
    if not visitor.evaluate("() => customElements.get('page-tools') !== undefined"):
        expect(button).to_have_count(0)
        return
    visitor.evaluate("() => { window.print = () => { document.title = 'printed' } }")
    button.click()
    expect(visitor).to_have_title("printed")
    visitor.emulate_media(media="print")
    expect(visitor.locator(".reference")).to_be_visible()
    expect(button).to_be_hidden()


@pytest.mark.parametrize(
    "path", ["stations/gz-zhanggong-center/", "stations/gz-mobile/", "stations/?place=章贡区"]
)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_station_and_the_stations_of_a_county_are_one_sheet_of_paper(open_browser, language, path):
    page = open_browser()
    page.goto(f"/{language}/{path}")
    page.emulate_media(media="print")
    expect(page.locator("main")).to_contain_text("/stations/")
    expect(page.locator("main figure svg, main .print-only svg").first).to_be_visible()
    for line in page.locator(".key, .station__far").all():
        expect(
            line
        ).to_be_hidden()  # who is there now, and from where the visitor looked, is no matter for paper
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))) == 1
