"""A call taken by a receptionist, to the slip; what cannot wait, with JavaScript and without, on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant


def test_a_call_is_taken_to_the_slip(counter):
    page = counter("receptionist").page
    page.goto("/admin/applications/")
    page.get_by_role("link", name="替人填一份").click()
    page.get_by_role("link", name="电话", exact=True).click()
    page.get_by_label("告知书念给他听了").check()
    page.get_by_role("button", name="开始填").click()
    caller = Applicant(page, name="陈某某")
    page.get_by_role("radio", name="干了活，没拿到钱").check()
    caller.go_on()
    caller.is_at("who")
    expect(page.get_by_text("替人填：电话")).to_be_visible()
    caller.fill_until("check")
    caller.press("提交申请")
    expect(page.get_by_text("先从头读给他听一遍")).not_to_have_count(0)
    page.get_by_label("从头读给他听过").check()
    caller.press("提交申请")
    caller.is_at("sent")
    expect(page.get_by_text("等本人确认").first).to_be_visible()
    page.goto(page.get_by_role("link", name="打印收件单").get_attribute("href"))
    expect(page.get_by_role("heading", name="法律援助申请收件单")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_what_cannot_wait_is_sent_with_what_is_there(open_browser, javascript):
    worker = Applicant(open_browser(java_script_enabled=javascript))
    worker.begin()
    worker.page.get_by_role("link", name="很急、等不了？先交要紧的").click()
    worker.is_at("urgent")
    worker.choose("日子快过了")
    due = timezone.localdate() + timedelta(days=3)
    worker.date("最晚是哪一天？", due.year, due.month, due.day)
    worker.go_on()
    for step, following in (("who", "place"), ("place", "you"), ("you", "contact"), ("contact", "call")):
        worker.is_at(step)
        getattr(worker, f"_{step}")()
        worker.go_on()
        worker.is_at(following)
    worker._call()
    worker.go_on()
    worker.is_at("check")
    worker.submit()
    expect(worker.page.get_by_text("按急事收下了")).to_be_visible()
