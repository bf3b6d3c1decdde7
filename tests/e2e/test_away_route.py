"""A day's visits under one password: the next one first, each given back for itself, lost together."""

import re

from playwright.sync_api import expect

from tests.e2e.away import AWAY, ROUTE, fill_password, group, lying_there, plan, unlock

FIRST, SECOND = "河东砖厂大门", "河东砖厂宿舍"
WRONG = "不是这个密码"


def take_both(phone, site, suffix=""):
    page = phone.page
    for place in (FIRST, SECOND):
        plan(phone, place + suffix, pk=group(site))
    page.goto(ROUTE)
    page.get_by_role("link", name="带走今天的").click()
    expect(page.get_by_role("group", name="带走哪几处")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.set_checked(False)
    for place in (FIRST, SECOND):
        page.get_by_role("checkbox", name=re.compile(place + suffix)).check()
    fill_password(page)
    expect(page.get_by_text("带走的 2 处，留到")).to_be_visible()
    page.context.set_offline(True)
    page.goto(AWAY)
    page.get_by_role("button", name="打开").click()
    return page


def stop(page, place):
    return page.locator("[data-stops]").get_by_role("listitem").filter(has_text=place)


def test_the_visits_of_a_day_open_with_one_password_and_come_back_one_by_one(phone, site):
    page = take_both(phone, site)
    expect(page.get_by_text(FIRST)).to_have_count(0)
    unlock(page)
    stops = page.locator("[data-stops]").get_by_role("listitem")
    expect(stops).to_have_count(2)
    expect(stops.nth(0)).to_contain_text(FIRST)
    expect(stop(page, FIRST).get_by_text("下一个", exact=True)).to_be_visible()
    expect(stop(page, SECOND).get_by_text("下一个", exact=True)).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    # Something is written of the second, then the first is done and given back.
    stop(page, SECOND).get_by_role("button", name="打开").click()
    expect(page.get_by_role("heading", name=SECOND)).to_be_visible()
    page.get_by_label("结果怎样").fill("宿舍锁着，等一等")
    expect(page.get_by_text("存好了，是加密的")).to_be_visible()
    page.get_by_role("button", name="回到这一趟").click()
    expect(stop(page, SECOND).get_by_text("写了，没有交")).to_be_visible()
    stop(page, FIRST).get_by_role("button", name="打开").click()
    expect(page.get_by_label("结果怎样")).to_have_value("")
    page.get_by_label("去过了", exact=True).check()
    page.get_by_label("结果怎样").fill("门卫说人在宿舍")
    page.context.set_offline(False)
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("交回了，已经记在申请里")).to_be_visible()
    expect(stops).to_have_count(1)
    expect(stop(page, SECOND).get_by_text("下一个", exact=True)).to_be_visible()
    lying = lying_there(page)
    assert (lying["count"], lying["takings"]) == (1, 1)
    for clear in (FIRST, SECOND, "门卫说", "宿舍锁着"):
        assert clear not in lying["text"]

    page.context.set_offline(True)
    page.get_by_role("button", name="锁上").click()
    page.get_by_role("button", name="打开").click()
    unlock(page)
    # The last one opens at once, with what was written.
    expect(page.get_by_label("结果怎样")).to_have_value("宿舍锁着，等一等")
    page.get_by_label("去了，没见到人").check()
    page.context.set_offline(False)
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("交回了，已经记在申请里")).to_be_visible()
    # The password goes on for applications that are written there, until it is deleted.
    expect(page.get_by_text("带走的都交回了")).to_be_visible()
    assert (lying_there(page)["count"], lying_there(page)["takings"]) == (0, 1)
    page.get_by_role("button", name="锁上").click()
    page.get_by_role("button", name="从这台设备上删掉").click()
    page.get_by_role("button", name="真的删掉").click()
    expect(page.get_by_text("这台设备上没有带走的")).to_be_visible()
    assert lying_there(page)["takings"] == 0
    states = site.query(
        "SELECT t.state, c.ended FROM aid_visittask t JOIN aid_visitcopy c ON c.task_id = t.id"
        " ORDER BY c.taken_at DESC LIMIT 2"
    )
    assert sorted(states) == [("done", "returned"), ("missed", "returned")]


def test_wrong_passwords_are_counted_for_all_that_went_along_and_delete_all(phone, site):
    page = take_both(phone, site, suffix="东门")
    for left in range(9, 0, -1):
        unlock(page, WRONG)
        expect(page.get_by_text(f"还能试 {left} 次")).to_be_visible()
    assert lying_there(page)["count"] == 2
    unlock(page, WRONG)
    expect(page.get_by_text("错了 10 次，这一次带走的已经从这台设备上删掉了")).to_be_visible()
    assert (lying_there(page)["count"], lying_there(page)["takings"]) == (0, 0)


def test_one_of_them_is_deleted_and_the_other_stays(phone, site):
    page = take_both(phone, site, suffix="西门")
    unlock(page)
    button = stop(page, FIRST).get_by_role("button", name="从这台设备上删掉")
    page.context.set_offline(False)
    button.click()
    stop(page, FIRST).get_by_role("button", name="真的删掉").click()
    expect(page.locator("[data-stops]").get_by_role("listitem")).to_have_count(1)
    expect(stop(page, SECOND + "西门")).to_be_visible()
    ended = site.query("SELECT ended FROM aid_visitcopy ORDER BY taken_at DESC LIMIT 2")
    assert sorted(ended) == [("",), ("dropped",)]
