"""An hour in which many send: the browser pays for it while the page is read, or the person waits a minute."""

import pytest
from playwright.sync_api import expect

from bench.serving import gunicorn
from tests.e2e.applicant import Applicant
from tests.e2e.conftest import PHONE, watch


@pytest.fixture(scope="module")
def crowded(site):
    """The same site in a process that takes none as they come."""
    environment = site.env | {"FREE_SUBMISSIONS": "0", "GUNICORN_CMD_ARGS": ""}
    with gunicorn("portal.wsgi:application", "/readyz", **environment) as served:
        yield f"http://127.0.0.1:{served.port}"


@pytest.fixture
def sender(browser, crowded, request):
    context = browser.new_context(
        base_url=crowded, viewport=PHONE, locale="zh-CN", java_script_enabled=request.param
    )
    page = context.new_page()
    problems = watch(page, crowded)
    yield Applicant(page)
    context.close()
    assert not problems, problems


@pytest.mark.parametrize("sender", [True], indirect=True, ids=["js"])
def test_the_browser_pays_before_anybody_has_read_the_page(sender):
    sender.begin()
    sender.fill_until("check")
    expect(sender.page.get_by_role("status")).to_contain_text("好了，可以交了")
    assert sender.submit().startswith("FY-")


@pytest.mark.parametrize("sender", [True], indirect=True, ids=["js"])
def test_a_button_pressed_before_the_browser_has_paid_sends_when_it_has(sender):
    sender.begin()
    sender.fill_until("check")
    assert sender.submit().startswith("FY-")


@pytest.mark.parametrize("sender", [False], indirect=True, ids=["no-js"])
def test_without_javascript_the_page_says_how_long_to_wait(sender):
    sender.begin()
    sender.fill_until("check")
    expect(sender.page.get_by_role("status")).to_contain_text("过一分钟再按")
    sender.press("提交申请")
    expect(sender.page.get_by_role("alert")).to_contain_text("请等一分钟再按一次")
    expect(sender.page.get_by_role("main")).to_contain_text(sender.name)
