"""The officers' side: getting in, refusing with reasons, two at once, and who sees what."""

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.officer import Officer

REASONS = "您要的是工程款，不是工钱。工程款的事可以请律师事务所办，也可以到法院起诉。"


@pytest.fixture
def worker(open_browser):
    return Applicant(open_browser())


def test_password_and_code_open_the_counter(open_browser, site):
    officer = Officer(open_browser(DESKTOP), site, "receptionist")
    page = officer.page
    page.goto("/admin/applications/")
    officer.give_password("not-the-password")
    expect(page.get_by_role("textbox", name="用户名")).to_be_visible()
    officer.give_password(site.password)
    officer.give_code("000000")
    expect(page.get_by_role("alert")).not_to_be_empty()
    officer.give_code(site.code_of("receptionist"))
    expect(page.get_by_role("table").first).to_be_visible()
    # What is at risk stands on top, then what is due first; masked.
    expect(page.get_by_role("main")).not_to_contain_text("欧阳䶮")


def test_a_refusal_gives_reasons_and_the_remedy(worker, counter):
    reference = worker.apply()
    counter("receptionist").accept(reference)
    counter("reviewer").review(reference, "不是工钱，是工程款，建议不予援助。", "建议不予援助")
    officer = counter("approver")
    officer.open(reference)
    box = officer.fill_refusal("短")
    box.get_by_role("button", name="不予援助").click()
    box = officer.act("不予援助")
    expect(box.locator(".error").first).to_be_visible()
    expect(box.get_by_label("不是法律援助的事项")).to_be_checked()
    box.get_by_label("查明的情况和理由").fill(REASONS)
    box.get_by_role("button", name="不予援助").click()
    officer.is_done("不予援助", reference)

    worker.track()
    main = worker.page.get_by_role("main")
    expect(worker.page.get_by_role("heading", level=1)).to_have_text("这次没有批准")
    expect(main).to_contain_text(REASONS)
    expect(main).to_contain_text("提出异议")


def test_who_reviewed_does_not_decide(worker, counter):
    reference = worker.apply()
    counter("receptionist").accept(reference)
    officer = counter("reviewer")
    officer.review(reference, "建议同意。")
    expect(officer.page.locator("details.case__step summary", has_text="同意援助")).to_have_count(0)


def test_a_colleague_was_quicker_and_nothing_typed_is_lost(worker, counter):
    reference = worker.apply()
    counter("receptionist").accept(reference)
    approver, reviewer = counter("approver"), counter("reviewer")

    # The case has changed, and the act is still possible: the form stands there as it was filled in.
    reviewer.review(reference, "是工程款。", "建议不予援助")
    approver.open(reference)
    box = approver.fill_refusal(REASONS)
    reviewer.open(reference)
    paper = reviewer.act("加交材料")
    paper.get_by_label("说明").fill("当面看过结算单原件")
    paper.get_by_role("button", name="加进案卷").click()
    reviewer.is_done("加交材料", reference)
    box.get_by_role("button", name="不予援助").click()
    expect(approver.page.get_by_role("alert")).to_contain_text("加交材料")
    box = approver.act("不予援助")
    expect(box.get_by_label("查明的情况和理由")).to_have_value(REASONS)
    expect(box.get_by_label("不是法律援助的事项")).to_be_checked()

    # The act is not possible any more: what was written is shown, to be copied.
    reviewer.ask_supplement(reference, "欠条、结算单", "再找一找欠条。")
    box.get_by_role("button", name="不予援助").click()
    told = approver.page.get_by_role("alert")
    expect(told).to_contain_text("要求补材料")
    expect(told).to_contain_text(REASONS)
    worker.track()
    expect(worker.page.get_by_role("heading", level=1)).to_have_text("正在审查，还差材料")


def test_another_office_and_another_caseworker_see_nothing(worker, counter):
    reference = worker.apply()
    counter("receptionist").accept(reference)
    counter("reviewer").review(reference, "建议同意。")
    counter("approver").grant(reference)
    counter("dispatcher").assign(reference, "高远山")
    counter("caseworker2").open(reference)
    address = counter("caseworker2").page.url
    for username in ("caseworker", "qinzhou"):
        stranger = counter(username)
        expect(stranger.row(reference)).to_have_count(0)
        assert stranger.page.goto(address).status == 404
    assert counter("editor").page.goto(address).status == 403
    assert counter("supervisor").page.goto(address).status == 200


def test_what_is_masked_is_shown_for_a_purpose(worker, counter):
    reference = worker.apply()
    officer = counter("receptionist")
    officer.open(reference)
    main = officer.page.get_by_role("main")
    expect(main).not_to_contain_text(worker.name)
    officer.page.get_by_label("看来做什么").select_option(label="核对身份")
    officer.page.get_by_role("button", name="显示 姓名").click()
    expect(main).to_contain_text(worker.name)
    expect(main).not_to_contain_text("07975550199")


OPEN_ALL = "document.querySelectorAll('.counter details').forEach(one => { one.open = true; })"
TOO_SMALL = """() => [...document.querySelectorAll(".counter :is(a, button, summary, select, input, textarea)")]
    .filter(one => one.checkVisibility() && !["hidden", "checkbox", "radio"].includes(one.type))
    .filter(one => one.getBoundingClientRect().height < 44)
    .map(one => `${one.tagName} ${one.name || one.textContent.trim()}`)"""


def test_a_finger_hits_everything_of_a_case_and_of_the_queue(worker, counter, open_browser):
    worker.apply()
    reference = Applicant(open_browser()).apply()  # of the same person, so that the case names its twin
    officer = counter("receptionist")
    officer.open(reference)
    officer.page.set_viewport_size(PHONE)
    expect(officer.page.get_by_role("heading", name="同一个人可能申请过两次")).to_be_visible()
    officer.page.evaluate(OPEN_ALL)
    assert officer.page.evaluate(TOO_SMALL) == []
    officer.queue()
    officer.page.evaluate(OPEN_ALL)
    assert officer.page.evaluate(TOO_SMALL) == []
