"""At the counter nothing that was typed is lost: by a look at a number, by leaving, by a session that is over."""

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant

WORDS = "写到一半的审查意见，还没有写完"


@pytest.fixture
def at_the_case(open_browser, counter):
    """A reviewer at an accepted case, with half an opinion typed."""
    reference = Applicant(open_browser()).apply()
    counter("receptionist").accept(reference)
    reviewer = counter("reviewer")
    reviewer.open(reference)
    box = reviewer.act("提出审查意见")
    box.get_by_label("建议给予援助", exact=True).check()
    box.get_by_label("审查意见").fill(WORDS)
    return reviewer


def opinion(page):
    return page.get_by_label("审查意见")


def test_a_number_comes_into_the_page_and_is_dialled_in_one_tap(at_the_case, site):
    page = at_the_case.page
    here = page.url
    expect(page.locator('.counter a[href^="tel:"]')).to_have_count(0)
    before = site.query("SELECT count(*) FROM vault_accessentry WHERE action = 'aid.reveal_phone'")[0][0]
    page.get_by_role("button", name="显示 手机").click()
    expect(page.locator('[data-shown] a.shown[href^="tel:"]')).to_be_focused()
    expect(opinion(page)).to_have_value(WORDS)
    assert page.url == here
    after = site.query("SELECT count(*) FROM vault_accessentry WHERE action = 'aid.reveal_phone'")[0][0]
    assert after == before + 1


def test_leaving_with_words_typed_asks_first(at_the_case):
    page = at_the_case.page
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="援助申请").first.click()
    expect(opinion(page)).to_have_value(WORDS)
    assert asked == ["beforeunload"]
    # What is sent is left on purpose.
    at_the_case.act("提出审查意见").get_by_role("button", name="交审批人决定").click()
    expect(page.get_by_text("提出审查意见，办好了。")).to_be_visible()
    assert asked == ["beforeunload"]
    page.remove_listener("dialog", stay)


def test_after_a_session_that_is_over_the_words_are_sent_again(at_the_case, site):
    page = at_the_case.page
    page.context.clear_cookies()
    at_the_case.act("提出审查意见").get_by_role("button", name="交审批人决定").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="先在新窗口里登录").click()
    other = type(at_the_case)(opened.value, site, at_the_case.username)
    other.give_password(site.password)
    other.give_code(site.code_of(at_the_case.username))
    expect(other.page).not_to_have_url("/login/")
    page.get_by_role("button", name="登录好了，再交一次").click()
    page.get_by_role("button", name="再交一次").click()
    expect(page.get_by_text("提出审查意见，办好了。")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
