"""Somebody who cannot say what it is: from the door to the receptionist's call."""

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import TELEPHONE, Applicant
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.hearing import TARGETS, serious


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_three_sentences_and_a_number_and_somebody_calls(open_browser, counter, javascript):
    asker = Applicant(open_browser(PHONE, java_script_enabled=javascript))
    page = asker.page
    page.goto("/zh-hans/apply/")
    page.get_by_label("我看过了").check()
    page.get_by_label("我同意用我的证件号码").check()
    asker.press("同意，开始填")
    asker.is_at("matter")
    asker.choose("说不清")
    asker.go_on()
    asker.is_at("call-back")
    asker.press("请打给我")
    asker.is_told("出了什么事", "写一两句")
    story = "老板跑了，房东又要赶人。" if javascript else "老板不见了，宿舍也不让住。"
    asker.say("出了什么事", story)
    asker.say("怎么称呼您", "牛师傅")
    asker.say("打哪个电话", TELEPHONE)
    page.get_by_label("我看过了").check()
    asker.press("请打给我")
    asker.is_at("asked")
    asker.say("您在哪个市", "赣州章贡区")
    asker.press("照这样打")
    expect(page.get_by_text("记下了，照您说的打")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("只说找您本人")
    expect(page.get_by_role("main")).not_to_contain_text(TELEPHONE)

    officer = counter("receptionist")
    officer.page.goto("/admin/applications/call-backs/")
    row = officer.page.get_by_role("listitem").filter(has_text="先不要说是法律援助").filter(has_text=story)
    row.get_by_role("button", name="显示姓名和号码").click()
    expect(row).to_contain_text(TELEPHONE.replace("-", ""))
    row.get_by_role("button", name="打过了").click()
    expect(officer.page.get_by_text("记下了。")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_serious_is_heard_on_its_pages(open_browser, size):
    page = open_browser(size, bypass_csp=True)
    page.goto("/zh-hans/apply/call-back/")
    heard = serious(page, None, TARGETS)
    asker = Applicant(page)
    asker.press("请打给我")
    expect(page.locator(".errors")).to_be_visible()
    heard += serious(page, None, TARGETS)
    asker.say("出了什么事", "不知道先办哪样。")
    asker.say("怎么称呼您", "牛师傅")
    asker.say("打哪个电话", TELEPHONE)
    page.get_by_label("我看过了").check()
    asker.press("请打给我")
    asker.is_at("asked")
    assert not heard + serious(page, None, TARGETS)
