"""我的申请 on a phone of 360 px, with and without JavaScript: correct, withdraw, object, find again."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def worker(request, open_browser):
    return Applicant(open_browser(java_script_enabled=request.param))


def opened(page, secret):
    """On whatever browser: the receipt's code opens everything."""
    worker = Applicant(page)
    page.goto("/zh-hans/track/")
    worker.say("申请编号，或者收件码", secret.lower())
    worker.press("查")
    worker.is_at("status")
    return worker


def test_who_knows_number_and_phone_alone_sees_stages_and_is_asked_for_more(worker, open_browser):
    reference = worker.apply()
    boss = Applicant(open_browser())
    boss.track(reference, worker.tail)
    main = boss.page.get_by_role("main")
    expect(main).to_contain_text("等着受理")
    expect(main).not_to_contain_text("某装修")
    boss.page.get_by_role("link", name="我是本人").click()
    boss.is_at("prove")
    boss.say("收件码", "7K3M-92QF-B4XT-6H")
    boss.press("用收件码打开")
    boss.is_at("prove")
    boss.say("收件码", worker.secret)
    boss.press("用收件码打开")
    boss.is_at("status")


def test_correct_then_withdraw_and_the_receipt_says_so(worker, counter):
    reference = worker.apply()
    page = worker.page
    opened(page, worker.secret)
    page.get_by_role("link", name="看写了什么").click()
    page.get_by_role("link", name=re.compile("^改 老板是谁")).click()
    worker.say("老板或单位叫什么", "某某建设公司")
    worker.press("改好了")
    worker.is_at("answers")
    expect(page.get_by_role("main")).to_contain_text("某某建设公司")

    officer = counter("receptionist")
    officer.open(reference)
    expect(officer.page.get_by_role("main")).to_contain_text("改了填写的内容，请看一遍")
    expect(officer.page.get_by_role("main")).to_contain_text("改了：老板或单位")

    page.goto("/zh-hans/track/withdraw/")
    worker.press("撤回申请")
    worker.is_at("status")
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已经撤回")
    page.goto("/zh-hans/apply/submitted/")
    expect(page.get_by_role("heading", level=1)).to_have_text("这份申请已经撤回")


def test_object_to_a_refusal(worker, counter):
    reference = worker.apply()
    counter("receptionist").accept(reference)
    counter("reviewer").review(reference, "不是工钱，是工程款。", "建议不予援助")
    officer = counter("approver")
    officer.open(reference)
    officer.fill_refusal("您要的是工程款，不是工钱，请到法院起诉。").get_by_role(
        "button", name="不予援助"
    ).click()
    officer.is_done("不予援助", reference)
    page = worker.page
    opened(page, worker.secret)
    page.get_by_role("link", name="在这里提异议").click()
    expect(page.get_by_role("main")).to_contain_text("司法局")
    worker.say("为什么不同意", "里面有我自己的工钱。")
    worker.press("交上去")
    worker.is_at("status")
    expect(page.get_by_role("main")).to_contain_text("等答复")


def test_lost_says_the_same_to_everybody(worker):
    page = worker.page
    page.goto("/zh-hans/track/lost/")
    worker.say("填表时写的手机号", "13900009999")
    worker.press("发验证码")
    expect(page.get_by_role("status")).to_contain_text("验证码已经发出")
    worker.say("短信里的验证码", "000000")
    worker.press("用验证码打开")
    expect(page.get_by_role("main")).to_contain_text("验证码不对")


def test_the_qr_code_of_the_receipt_fills_in_the_code_and_leaves_no_trace(open_browser):
    worker = Applicant(open_browser())
    worker.apply()
    other = Applicant(open_browser())
    other.page.goto(f"/zh-hans/track/#{worker.secret}")
    expect(other.page.get_by_label(re.compile("申请编号，或者收件码"))).to_have_value(worker.secret)
    assert "#" not in other.page.url
    other.press("查")
    other.is_at("status")
