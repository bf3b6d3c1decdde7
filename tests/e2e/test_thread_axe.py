"""Nothing serious for axe on any page and in any state of the thread, mistakes included."""

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import STEPS, Applicant, Niece, photo
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.hearing import TARGETS, serious
from tests.e2e.officer import Officer


class Ear:
    """Listens to one page after the other; `found` holds what is serious."""

    def __init__(self, page):
        self.page, self.found, self.heard = page, [], 0

    def listen(self, state, within=None):
        self.heard += 1
        # A page that is still arriving has nothing to be heard.
        self.page.wait_for_load_state("load")
        self.page.locator(within or "main").first.wait_for()
        # A part of a page stands for one of the admin: its targets are Wagtail's.
        found = serious(self.page, within, None if within else TARGETS)
        self.found += [f"{state}: {line}" for line in found]


@pytest.fixture
def ear(request, open_browser):
    """At the size at which its pages are used most; tests/e2e/test_pages.py looks at public pages at both."""
    size = DESKTOP if "counter" in request.function.__name__ else PHONE
    # The content policy forbids the script that listens.
    found = Ear(open_browser(size, bypass_csp=True))
    yield found
    assert found.heard
    assert not found.found, "\n".join(found.found)


def test_every_page_of_the_form_and_of_the_tracking(ear, counter):
    worker = Applicant(ear.page)
    worker.page.goto("/zh-hans/apply/")
    worker.press("同意，开始填")
    ear.listen("start, nothing ticked")
    worker.begin()
    for step in STEPS[:-1]:
        ear.listen(step)
        if step in {"who", "owed", "days", "means", "you"}:
            worker.go_on()
            expect(worker.page.locator(".errors")).to_be_visible()
            ear.listen(f"{step}, with mistakes")
        if step == "papers":
            worker.page.get_by_label("选照片或文件").set_input_files([photo()])
            worker.press("传上，还要再加")
            ear.listen("papers, with one")
        worker.fill_until(STEPS[STEPS.index(step) + 1])
    ear.listen("check")
    worker.page.goto("/zh-hans/apply/saved/")
    ear.listen("saved")
    worker.resume("0000-0000", "")
    ear.listen("resume, wrong code")
    worker.page.goto("/zh-hans/apply/check/")
    reference = worker.submit()
    ear.listen("receipt")

    worker.track(reference, "0000")
    ear.listen("track, wrong phone")
    worker.track()
    ear.listen("status, received")
    counter("receptionist").accept(reference)
    counter("reviewer").ask_supplement(reference, "劳动合同", "拍一下合同。")
    worker.page.reload()
    ear.listen("status, papers missing")
    worker.page.get_by_role("link", name="现在补材料").click()
    worker.press("交上去")
    ear.listen("papers to add, with mistakes")
    worker.page.goto("/zh-hans/track/withdraw/")
    ear.listen("withdraw")


def test_every_page_of_what_is_ones_own(ear, open_browser):
    sender = Applicant(open_browser())
    reference = sender.apply()
    worker = Applicant(ear.page)
    worker.track(reference, sender.tail)
    ear.listen("status, number and phone alone")
    worker.page.get_by_role("link", name="我是本人").click()
    ear.listen("prove")
    worker.press("用收件码打开")
    ear.listen("prove, nothing written")
    worker.press("发验证码")
    ear.listen("prove, code asked for")
    worker.press("用验证码打开")
    ear.listen("prove, no code written")
    worker.say("收件码", sender.secret)
    worker.press("用收件码打开")
    worker.is_at("status")
    ear.listen("status, one's own")
    for address, press in (("answers/", ""), ("answers/you/", "改好了"), ("ask/complaint/", "交上去")):
        worker.page.goto(f"/zh-hans/track/{address}")
        ear.listen(address)
        if press:
            worker.page.locator("input[name=phone], textarea").first.fill("")
            worker.press(press)
            ear.listen(f"{address}, with mistakes")
    worker.page.goto("/zh-hans/track/lost/")
    ear.listen("lost")
    worker.press("发验证码")
    ear.listen("lost, with mistakes")
    worker.say("填表时写的手机号", "13900009999")
    worker.press("发验证码")
    ear.listen("lost, code asked for")


def test_every_screen_of_the_counter(ear, counter, open_browser, site):
    worker = Applicant(open_browser())
    reference = worker.apply()
    approver = Officer(ear.page, site, "approver")
    page = approver.page
    page.goto("/admin/")
    ear.listen("sign in")
    approver.give_password(site.password)
    ear.listen("code")
    approver.give_code("000000")
    ear.listen("wrong code")
    approver.give_code(site.code_of("approver"))
    ear.listen("admin home", "main")
    approver.queue("todo")
    ear.listen("queue", "main")
    approver.open(reference)
    ear.listen("case", "main")
    counter("receptionist").accept(reference)
    approver.open(reference)
    box = approver.act("不予援助")
    box.get_by_role("button", name="不予援助").click()
    ear.listen("refusal, with mistakes", "main")
    box = approver.fill_refusal("您要的是工程款，不是工钱，请到法院起诉。")
    counter("reviewer").ask_supplement(reference, "劳动合同", "拍一下合同。")
    box.get_by_role("button", name="不予援助").click()
    ear.listen("a colleague was quicker", "main")
    worker.track()
    worker.page.get_by_role("link", name="现在补材料").click()
    worker.say("没有劳动合同？写一句为什么", "合同没有签。")
    worker.press("交上去")
    worker.is_at("status")
    approver.open(reference)
    box = approver.fill_refusal("您要的是工程款，不是工钱，请到法院起诉。")
    box.get_by_role("button", name="不予援助").click()
    approver.is_done("不予援助", reference)
    assert page.goto(page.url.split("do/")[0] + "decision/").status == 200
    ear.listen("decision")


def test_every_page_of_who_fills_in_for_another(ear):
    niece = Niece(ear.page)
    niece.is_asked_for_him()
    niece.go_on()
    ear.listen("why for another, with mistakes")
    niece.says_who_she_is()
    niece.go_on()
    ear.listen("the helper, with mistakes")
    niece.page.get_by_label("他本人知道，也同意我替他填").check()
    niece.go_on()
    niece.fill_until("you")
    niece.go_on()
    ear.listen("who it is for, with mistakes")
    niece.fill_until("papers")
    niece.page.get_by_role("link", name="委托书").click()
    ear.listen("the authority")
    niece.page.goto("/zh-hans/apply/papers/")
    niece.fill_until("check")
    ear.listen("check, authority missing")
    niece.submit()
    ear.listen("receipt with papers to print")
    niece.page.get_by_role("link", name="传照片").click()
    ear.listen("a place for the authority")
