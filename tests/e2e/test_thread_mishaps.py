"""What goes wrong on the way: lines drop, cookies vanish, servers restart, fingers tap twice."""

import threading

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant, photo
from tests.e2e.conftest import PHONE
from tests.e2e.line import Line


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def worker(request, open_browser):
    return Applicant(open_browser(java_script_enabled=request.param))


@pytest.fixture
def line(site):
    with Line(site.url) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def at_the_gate(request, browser, line):
    """A worker with one bar of signal."""
    context = browser.new_context(
        base_url=line.url, viewport=PHONE, locale="zh-CN", java_script_enabled=request.param
    )
    yield Applicant(context.new_page())
    context.close()


def test_the_line_drops_in_the_middle_of_the_photo_and_the_niece_goes_on(at_the_gate, line, open_browser):
    worker = at_the_gate
    worker.begin()
    worker.fill_until("papers")
    worker.page.get_by_label("选照片或文件").set_input_files([photo(name="大照片.jpg", big=True)])
    line.drops_after = 200_000
    with worker.page.expect_event("requestfailed", lambda request: request.method == "POST"):
        worker.page.get_by_role("button", name="继续").click(no_wait_after=True)
    assert line.drops_after <= 0

    niece = Applicant(open_browser())
    niece.resume(worker.code.lower().replace("-", " "), "0000")
    expect(niece.page.get_by_role("alert")).to_contain_text("续填码或者手机后四位不对")
    niece.resume(worker.code, worker.tail)
    niece.is_at("papers")
    expect(niece.page.get_by_role("main")).not_to_contain_text("大照片.jpg")
    niece.fill_until("check")
    expect(niece.page.get_by_role("main")).to_contain_text(worker.name)
    niece.submit()


def test_a_page_sent_after_the_cookies_are_gone_is_kept(worker):
    worker.begin()
    worker.fill_until("story")
    worker.say("事情经过", "这一段写了很久，不能丢。")
    worker.page.context.clear_cookies()
    worker.go_on()
    worker.is_at("resume")
    expect(worker.page.get_by_role("status")).to_contain_text("刚才这一页写的已经存好")
    worker.say("续填码", worker.code)
    worker.press("接着填")
    worker.is_at("story")
    expect(worker.box("事情经过")).to_have_value("这一段写了很久，不能丢。")
    worker.go_on()
    worker.is_at("you")


def test_without_the_code_the_kept_page_begins_a_new_form(worker):
    worker.begin()
    worker.page.context.clear_cookies()
    worker.choose("我自己的事")
    worker.go_on()
    worker.is_at("resume")
    worker.press("带着这一页重新开始")
    worker.is_at("apply")
    worker.page.get_by_label("我看过了").check()
    worker.page.get_by_label("我同意用我的证件号码").check()
    worker.press("同意，开始填")
    worker.is_at("matter")
    worker.choose("干了活，没拿到钱")
    worker.go_on()
    worker.is_at("who")
    expect(worker.page.get_by_role("radio", name="我自己的事")).to_be_checked()


def test_a_restart_between_two_pages_is_not_noticed(open_browser, site):
    worker = Applicant(open_browser())
    worker.begin()
    worker.fill_until("owed")
    site.restart()
    worker.fill_until("check")
    worker.submit()


def test_two_taps_and_two_tabs_give_one_receipt(worker):
    worker.begin()
    worker.fill_until("check")
    second = Applicant(worker.page.context.new_page())
    second.page.goto(worker.page.url)
    worker.page.get_by_role("button", name="提交申请").dblclick()
    first = worker.read_receipt()
    assert second.submit() == first
    second.page.goto("/zh-hans/apply/check/")
    assert second.read_receipt() == first
