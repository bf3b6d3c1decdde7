"""The pages that people take along on paper."""

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
