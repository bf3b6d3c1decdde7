"""The keys of the queue; each of them is a link as well, which needs no script."""

import re

from playwright.sync_api import expect


def test_keys_go_through_the_rows_open_one_act_on_one_and_name_themselves(counter):
    officer = counter("receptionist")
    page = officer.page
    officer.queue("mine")
    rows = page.locator(".queue__reference")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator(".queue__keys")).to_have_attribute("open", "")
    expect(page.locator(".queue__keys")).to_contain_text("办这一件的下一步")
    page.keyboard.press("j")
    step = page.locator("tr", has=rows.nth(0)).locator(".queue__step a").first.get_attribute("href")
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(re.escape(step.partition("#")[0])))
    # What is typed in a field is text.
    officer.queue("mine")
    page.get_by_role("search").get_by_role("textbox").first.press("a")
    expect(page.get_by_role("search").get_by_role("textbox").first).to_have_value("a")
    page.locator("h1").first.click()
    page.keyboard.press("j")
    number = rows.nth(0).inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=number)).to_be_visible()
