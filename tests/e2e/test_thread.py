"""The whole thread: read → find → search → apply → receipt → track → supplement → decision → caseworker.

On a phone with and without JavaScript and on a desktop; the officers sit at desks of their own.
"""

import re

from playwright.sync_api import expect

from tests.e2e.applicant import Applicant, photo


def test_from_the_first_page_to_the_caseworker(visitor, counter):
    page = visitor
    _reads(page)
    _finds_a_station(page)
    _searches(page)

    worker = Applicant(page)
    _goes_from_the_explainer_to_the_form(worker)
    worker.fill_until("check")
    _checks_the_answers(worker)
    reference = worker.submit()
    expect(page.get_by_role("heading", level=1)).to_contain_text("收到了")
    assert re.fullmatch(r"FY-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", reference)

    worker.track(reference.lower().replace("-", " "), "０１９９")
    expect(page.get_by_role("heading", level=1)).to_have_text("收到了，等着受理")
    assert reference not in page.url

    counter("receptionist").accept(reference)
    counter("reviewer").ask_supplement(reference, "欠条、结算单", "把老周写的欠条拍个照。")
    _adds_what_is_missing(worker)

    counter("reviewer").review(reference, "农民工讨薪，免查经济困难，建议同意。")
    counter("approver").grant(reference)
    counter("dispatcher").assign(reference, "林青禾")
    counter("caseworker").open(reference)
    expect(counter("caseworker2").row(reference, "mine")).to_have_count(0)

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("已经有人办您的事了")
    expect(page.get_by_role("listitem").filter(has_text="补材料收到了")).to_be_visible()


def _reads(page):
    page.goto("/")
    expect(page.locator(".door")).to_have_count(8)
    page.get_by_role("link", name="工资没发").first.click()
    page.get_by_role("main").locator("a[href*='/laws/']").first.click()
    expect(page.get_by_role("main")).to_contain_text("12348")


def _finds_a_station(page):
    page.goto("/zh-hans/stations/?region=360702")
    page.get_by_role("main").locator("li.station a[href*='/stations/']").first.click()
    expect(page.get_by_role("main").locator("a[href^='tel:']").first).to_be_visible()


def _searches(page):
    page.goto("/zh-hans/")
    box = page.get_by_role("main").locator("input[name=q]")
    box.fill("老板不给工钱")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?"))
    page.get_by_role("main").locator("a[href*='/laws/']").first.click()


def _goes_from_the_explainer_to_the_form(worker):
    """The page that was read offers the next step, and carries along what it knows."""
    link = worker.page.locator("a[href*='/apply/']:visible").first
    worker.begin(link.get_attribute("href"))


def _checks_the_answers(worker):
    page = worker.page
    main = page.get_by_role("main")
    for words in ("12,000 元", "章贡区", "欧阳䶮", "2026年8月", "别说，只说找您本人", "工地的牌子.jpg"):
        expect(main).to_contain_text(words)
    page.get_by_role("link", name=re.compile("老板或单位叫什么$")).click()
    worker.say("老板或单位叫什么", "某装修队")
    worker.go_on()
    worker.is_at("check")
    expect(main).to_contain_text("某装修队")


def _adds_what_is_missing(worker):
    page = worker.page
    worker.track()
    expect(page.get_by_role("heading", level=1)).to_have_text("正在审查，还差材料")
    expect(page.get_by_role("main")).to_contain_text("把老周写的欠条拍个照。")
    page.get_by_role("link", name="现在补材料").click()
    page.get_by_label("选照片或文件").set_input_files([photo((20, 90, 160), "欠条.jpg")])
    worker.press("交上去")
    worker.is_at("status")
    expect(page.get_by_role("heading", level=1)).to_have_text("已经受理，正在审查")
    expect(page.get_by_role("main")).to_contain_text("欠条.jpg")
