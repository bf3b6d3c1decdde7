"""People whose way is not the usual one: what they said before goes along, and nobody is asked twice."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from aid.sla import limitation_ends, today_in_shanghai
from tests.e2e.applicant import Applicant
from tests.e2e.conftest import PHONE


def test_what_was_read_and_which_door_was_chosen_go_along_to_the_form(open_browser):
    worker = Applicant(open_browser(PHONE))
    page = worker.page
    page.goto("/zh-hans/topics/injury/")
    page.get_by_role("main").locator("a[href*='/laws/']").first.click()
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="援助站").click()
    box = page.get_by_role("search", name="找援助站").get_by_role("textbox")
    box.fill("章贡区")
    box.press("Enter")
    expect(page).to_have_url(re.compile("place="))
    page.get_by_role("main").locator("li.station a[href*='/stations/']").first.click()
    # Of this station: while it is closed, an open one nearby stands below.
    page.get_by_role("link", name="在这里申请", exact=True).click()
    expect(page).to_have_url(re.compile(r"/apply/\?topic=injury&region=360702$"))
    worker.begin(page.url)
    worker.fill_until("place")
    expect(worker.box("在哪个市、哪个县")).to_have_value("江西省赣州市章贡区")


def test_who_left_362_days_ago_is_told_before_she_asks(open_browser, counter):
    cleaner = Applicant(open_browser())
    page = cleaner.page
    cleaner.begin()
    cleaner.fill_until("owed")
    left = today_in_shanghai() - timedelta(days=362)
    cleaner.say("欠了多少钱", "两千块")
    cleaner.choose("按月算")
    cleaner.choose("工地上的活")
    cleaner.go_on()
    cleaner.is_at("days")
    cleaner.date("从哪个月开始欠的？", f"{left.year}年{left.month}月", "")
    cleaner.choose("不干了")
    cleaner.date("不干了的：哪天走的？", left.year, left.month, left.day)
    cleaner.go_on()
    cleaner.is_at("means")
    ends = limitation_ends(left)
    told = page.get_by_role("note").filter(has_text="时间很紧")
    expect(told).to_contain_text(f"{ends.month}月{ends.day}日")
    cleaner.fill_until("papers")
    cleaner.go_on()  # papers to follow
    cleaner.is_at("check")
    expect(told).to_contain_text("请今天就交上")
    reference = cleaner.submit()
    expect(told).to_contain_text("说出编号和“期限快到了”")

    officer = counter("receptionist")
    expect(officer.row(reference)).to_contain_text(re.compile(r"时效 [23] 天"))
    officer.accept(reference)
    cleaner.track()
    expect(told).to_contain_text(f"{ends.month}月{ends.day}日")
