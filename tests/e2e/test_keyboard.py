"""From the search to the receipt without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.keyboard import KeyboardApplicant


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_search_to_the_receipt_by_keyboard_alone(open_browser, size):
    worker = KeyboardApplicant(open_browser(size))
    page = worker.page
    page.goto("/zh-hans/search/")
    assert worker.tab()["name"] == "跳到正文"
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    worker.say("想知道什么", "老板不给工钱")
    worker.enter()
    worker.tab_to(page.get_by_role("main").locator("a[href*='/laws/']").first.inner_text())
    worker.enter()
    worker.tab_to("申请法律援助")
    worker.enter()

    # A mistake: the focus is on what is wrong, and one Enter from where to mend it.
    worker.press("同意，开始填")
    expect(page.get_by_role("alert")).to_be_focused()
    worker.tab_to("我看过了")
    page.keyboard.press("Enter")
    box = page.get_by_label("我看过了")
    expect(box).to_be_focused()
    expect(box).to_have_accessible_description(re.compile("同意了才能往下填"))
    page.keyboard.press("Space")
    worker.tick("我同意用我的证件号码")
    worker.press("同意，开始填")
    worker.is_at("who")

    worker.fill_until("check")
    worker.tab_to("改老板或单位叫什么")
    worker.enter()
    worker.say("老板或单位叫什么", "某装修队")
    # Enter in a box sends the page.
    worker.enter()
    worker.is_at("check")
    expect(page.get_by_role("main")).to_contain_text("某装修队")
    worker.submit()
    worker.tab_to("看进度，补材料")
    worker.enter()
    expect(page.get_by_role("main")).to_contain_text(worker.reference)
