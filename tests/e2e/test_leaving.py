"""Somebody comes: one tap, and neither the screen nor Back nor a cookie tells what was open."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant
from tests.e2e.conftest import PHONE


@pytest.fixture
def kept_browser(browser_type, browser_type_launch_args):
    """A browser that keeps pages for Back in memory, as those of people do; Playwright's does not."""
    opened = browser_type.launch(
        **browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield opened
    opened.close()


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def worker(request, kept_browser, site):
    context = kept_browser.new_context(
        base_url=site.url, viewport=PHONE, locale="zh-CN", java_script_enabled=request.param
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield Applicant(page)
    context.close()


def _leaves(worker, elsewhere):
    bar = worker.page.get_by_role("link", name="有人来了，马上离开")
    expect(bar).to_be_in_viewport()
    bar.click()
    worker.page.wait_for_url(elsewhere)


def _reads_and_begins(worker):
    page = worker.page
    page.goto("/zh-hans/topics/wages/")
    page.get_by_role("main").locator("a[href*='/laws/']").first.click()
    worker.begin(page.locator("a[href*='/apply/']:visible").first.get_attribute("href"))
    worker.fill_until("you")
    worker.say("姓名", worker.name)


@pytest.mark.parametrize("worker", [True], indirect=True, ids=["js"])
def test_back_leads_out_again_from_every_page_that_was_open(worker, elsewhere):
    page = worker.page
    _reads_and_begins(worker)
    _leaves(worker, elsewhere)
    # Two pages of reading, the start, five pages of the form: the one that was left is not there any more.
    for _page_before in range(8):
        with page.expect_navigation(url=elsewhere):
            page.evaluate("history.back()")
    # Who opens the site on purpose finds it as ever.
    page.goto("/zh-hans/topics/wages/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("工资"))
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("工资"))
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_nothing_of_the_form_is_left_and_the_code_opens_it(worker, elsewhere):
    page = worker.page
    _reads_and_begins(worker)
    # Nothing that is typed is offered again by the browser to whoever comes next.
    assert page.locator("form").evaluate_all("all => all.map(form => form.autocomplete)") == ["off"]
    assert page.context.cookies()
    _leaves(worker, elsewhere)
    assert not page.context.cookies()
    page.goto("/zh-hans/apply/you/")
    expect(page.get_by_role("heading", level=1)).to_have_text("接着填")
    expect(page.locator("body")).not_to_contain_text(worker.code)
    worker.resume(worker.code, "")
    worker.is_at("you")


def test_leaving_closes_the_status(worker, elsewhere):
    worker.apply()
    worker.page.get_by_role("link", name="看进度，补材料").click()
    worker.is_at("status")
    _leaves(worker, elsewhere)
    worker.page.goto("/zh-hans/track/status/")
    worker.is_at("track")
    expect(worker.page.get_by_role("main")).not_to_contain_text(worker.reference)


def test_the_frightened_one(worker, elsewhere):
    """Journey 5: she shares her phone. Help first, nothing red, no income; one tap, and nothing of it is left."""
    worker.telephone = "13900005550"
    page = worker.page
    page.goto("/zh-hans/topics/family.home/")
    expect(page).to_have_title("法援惠民")
    expect(page.get_by_role("main").locator("> :first-child")).to_contain_text("先离开，马上打 110")
    expect(page.locator(".button--action")).to_have_count(0)
    page.get_by_role("link", name="家里人打我、吓我，怎么办").or_(
        page.get_by_role("link", name="一步一步怎么办")
    ).first.click()
    expect(page).to_have_title("法援惠民")
    expect(page.get_by_role("link", name="有人来了，马上离开")).to_be_in_viewport()
    worker.begin(page.get_by_role("link", name="找律师帮我").get_attribute("href"))
    seen = []
    while worker.step != "check":
        seen.append(worker.step)
        expect(page).to_have_title(re.compile("^填表第 [0-9]+ 步 · 法援惠民$"))
        expect(page.get_by_role("main")).to_contain_text("有危险先离开，马上打 110")
        _says(worker)
        worker.go_on()
        assert worker.step not in seen, seen
    assert "means" not in seen
    worker.submit()
    expect(page.get_by_role("main")).to_contain_text("短信里不说我们是谁")
    _leaves(worker, elsewhere)
    assert not page.context.cookies()
    page.goto("/zh-hans/track/status/")
    worker.is_at("track")
    expect(page.get_by_role("main")).not_to_contain_text(worker.reference)


def _says(worker):
    page, step = worker.page, worker.step
    if step == "place":
        worker.say("在哪个市、哪个县", "赣州章贡区")
    elif step == "facts":
        worker.choose(re.compile("^不安全"))
    elif step == "contact":
        page.get_by_label("可以发短信").check()
        page.get_by_label("这个手机和别人合用").check()
    elif step in ("who", "you"):
        getattr(worker, f"_{step}")()
