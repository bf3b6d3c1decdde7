"""By the phone's position: asked for on a tap, posted, used once."""

import pytest
from playwright.sync_api import expect

PHONE = {"width": 360, "height": 740}
IN_GANZHOU = {"latitude": 25.8342, "longitude": 114.9331}
IN_PARIS = {"latitude": 48.85, "longitude": 2.35}


@pytest.fixture
def phone_at(open_browser):
    def go(place):
        page = open_browser(PHONE, geolocation=place, permissions=["geolocation"])
        page.goto("/zh-hans/stations/")
        page.get_by_role("button", name="用我现在的位置").click()
        return page

    return go


def test_back_from_a_station_leads_to_a_list_and_to_no_question_of_the_browser(phone_at):
    page = phone_at(IN_GANZHOU)
    expect(page.get_by_text("从您现在的位置算")).to_be_visible()
    expect(page.locator(".station__far").first).to_contain_text("约")
    assert "25.8" not in page.url
    page.locator(".station__head a").nth(1).click()
    expect(page.locator(".station-page")).to_be_visible()
    page.go_back()
    expect(page.locator(".station").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("找援助站")


def test_more_of_them_come_on_the_same_page(phone_at):
    page = phone_at(IN_GANZHOU)
    expect(page.locator(".station")).to_have_count(20)
    page.get_by_role("button", name="再看一些").click()
    expect(page.locator(".station")).to_have_count(40)
    expect(page.get_by_text("从您现在的位置算")).to_be_visible()


def test_who_is_abroad_is_told_so(phone_at):
    page = phone_at(IN_PARIS)
    expect(page.get_by_text("手机说您不在中国")).to_be_visible()
    expect(page.locator(".station__far")).to_have_count(0)
