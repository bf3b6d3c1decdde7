"""A morning of visits on the phone: what was left, who is next, a call on the way, the result at the door."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.away import ROUTE, group, plan
from tests.e2e.hearing import TARGETS, serious

PHONE = {"width": 390, "height": 800}
# Earlier than any hour of the demo: they come in before it.
FIRST, SECOND = "渡口村祠堂前", "渡口村小学后门"
HOURS = {FIRST: ("00:01", "00:02"), SECOND: ("00:03", "00:04")}


@pytest.fixture
def clerk(phone, site):
    phone.page.set_viewport_size(PHONE)
    for place in (SECOND, FIRST):
        begins, ends = HOURS[place]
        plan(phone, place, pk=group(site), 几点起=begins, 到几点=ends)
    return phone


def stop(page, place):
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=place))


def places(page):
    """Those to go to, in their order; what is over lies behind a fold."""
    return page.locator("form .route__stop h3").all_inner_texts()


def dialled(site):
    return site.query("SELECT count(*) FROM vault_accessentry WHERE action = 'aid.reveal_phone'")[0][0]


def test_the_morning_of_a_clerk_who_goes_to_people(clerk, site):
    page = clerk.page
    page.goto(ROUTE)
    expect(page.get_by_role("heading", name=re.compile("今天：还要去"), level=1)).to_be_visible()
    expect(stop(page, "潭东镇菜市场后面")).to_be_visible()  # of yesterday
    seen = places(page)
    assert seen[0] == "潭东镇菜市场后面"
    assert seen.index(FIRST) < seen.index(SECOND) < seen.index("安置房二标段门口")
    expect(stop(page, FIRST)).to_contain_text("0:01–0:02")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not serious(page, ".counter", TARGETS)

    # Which is next may have been put before these by hand: the clerk puts the first one there.
    while not stop(page, FIRST).get_by_text("下一个", exact=True).is_visible():
        stop(page, FIRST).get_by_role("button", name="往前挪").click()
    stop(page, FIRST).get_by_role("button", name="往后挪").click()
    expect(stop(page, FIRST).get_by_text("下一个", exact=True)).to_have_count(0)
    stop(page, FIRST).get_by_role("button", name="往前挪").click()
    expect(stop(page, FIRST).get_by_text("下一个", exact=True)).to_be_visible()

    stop(page, FIRST).get_by_role("button", name="到了").click()
    expect(stop(page, FIRST).get_by_text(re.compile(r"\d\d:\d\d 到的"))).to_be_visible()
    stop(page, FIRST).get_by_role("link", name="填上结果").click()
    box = clerk.act("上门的结果")
    expect(box.get_by_label("哪一次").locator("option:checked")).to_contain_text("0:01–0:02")
    expect(box.get_by_label("几点到的")).not_to_have_value("")
    box.get_by_label("去过了", exact=True).check()
    box.get_by_label("结果怎样").fill("在家，说好周五来签字")
    box.get_by_role("button", name="记下结果").click()
    expect(page.get_by_text("：上门的结果，办好了。")).to_be_visible()

    page.goto(ROUTE)
    expect(stop(page, FIRST)).to_be_hidden()
    page.locator("summary", has_text="记了结果的").click()
    expect(stop(page, FIRST)).to_contain_text("在家，说好周五来签字")
    expect(stop(page, SECOND).get_by_text("下一个", exact=True)).to_be_visible()

    # On the way to it. Last of all: nothing answers a tel: link here, and the browser then asks what should.
    before = dialled(site)
    expect(page.locator('.counter a[href^="tel:"]')).to_have_count(0)
    stop(page, SECOND).get_by_role("button", name="拨打 手机").click()
    expect(stop(page, SECOND).locator('[data-shown] a.shown[href^="tel:"]')).to_be_focused()
    expect(page).to_have_url(re.compile(ROUTE))
    assert dialled(site) == before + 1


def test_the_order_is_changed_without_a_script(phone, site, browser):
    for place in ("河埠头一号", "河埠头二号"):
        plan(phone, place, pk=group(site))
    context = browser.new_context(
        base_url=site.url,
        viewport=PHONE,
        java_script_enabled=False,
        storage_state=phone.page.context.storage_state(),
    )
    page = context.new_page()
    page.goto(ROUTE)
    assert places(page)[-2:] == ["河埠头一号", "河埠头二号"]
    stop(page, "河埠头二号").get_by_role("button", name="往前挪").press("Enter")
    assert places(page)[-2:] == ["河埠头二号", "河埠头一号"]
    context.close()
