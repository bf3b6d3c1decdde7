"""A new application at a bedside: written without a network, on a telephone that holds nothing in clear, sent once."""

import re

from playwright.sync_api import expect

from aid.models import Draft
from intake.pages import STEPS
from intake.steps import Walk
from tests.e2e.applicant import photo
from tests.e2e.away import AWAY, PASSWORD, ROUTE, fill_password, lying_there, unlock

NAME, SITE, WORDS = "邬守拙", "白石沟采石场", "在病床上说的，老板二月起没给"


def set_out(phone):
    """With a password and no visit; on the page of the device, without a network, a new application."""
    page = phone.page
    page.goto(f"{ROUTE}take/")
    if page.get_by_role("group", name="带走哪几处").count():
        for box in page.get_by_role("checkbox").all():
            box.set_checked(False)
    fill_password(page)
    expect(page.get_by_text("带走的，可以写新申请")).to_be_visible()
    page.context.set_offline(True)
    page.goto(AWAY)
    page.get_by_role("button", name="打开").click()
    unlock(page)
    page.get_by_role("button", name="写一份新申请").click()
    expect(page.get_by_role("heading", name="新申请")).to_be_visible()
    return page


def question(page, legend):
    return page.get_by_role("group", name=re.compile(legend))


def test_an_application_is_written_at_a_bedside_and_becomes_one_of_the_desk_once(phone, site):
    page = set_out(phone)
    page.get_by_label("上门、来访").check()
    expect(page.get_by_label("哪次巡回、停靠")).to_be_hidden()
    page.get_by_text("告知书：念给他听").click()
    expect(page.get_by_text("谁在收")).to_be_visible()
    page.get_by_label("告知书念给他听了").check()
    question(page, "是哪一类").get_by_label("干了活，没拿到钱").check()
    page.get_by_role("radio", name="我自己的事，我自己填").check()
    page.get_by_role("textbox", name="在哪个市、哪个县（区）").fill("赣州章贡区")
    page.get_by_role("textbox", name="工地、厂子、店或平台叫什么").fill(SITE)
    page.get_by_role("textbox", name="欠了多少钱").fill("8600")
    page.get_by_role("textbox", name="事情经过").fill(WORDS)
    page.get_by_role("textbox", name="姓名", exact=True).fill(NAME)
    page.get_by_role("radio", name="手上没有证件").check()
    page.get_by_role("textbox", name="手机号").fill("138")
    page.get_by_label("材料的照片").set_input_files([photo()])
    expect(page.get_by_role("img", name="照片 1", exact=True)).to_be_visible()
    expect(page.get_by_text("存好了，是加密的")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    lying = lying_there(page)
    assert lying["count"] == 1
    for clear in (NAME, SITE, WORDS, "8600", PASSWORD):
        assert clear not in lying["text"]

    page.get_by_role("button", name="锁上").click()
    expect(page.get_by_text(NAME)).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="打开").click()
    unlock(page)
    # The only thing under the password opens at once; the list of the trip names it.
    page.get_by_role("button", name="回到这一趟").click()
    stop = page.locator("[data-stops]").get_by_role("listitem").filter(has_text=f"新申请：{NAME}")
    stop.get_by_role("button", name="打开").click()
    expect(page.get_by_role("textbox", name="事情经过")).to_have_value(WORDS)
    expect(page.get_by_label("干了活，没拿到钱")).to_be_checked()
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("还没有网")).to_be_visible()

    page.context.set_offline(False)
    before = site.query("SELECT count(*) FROM aid_deskentry")
    page.route("**/away/forms/**", lambda route: (route.fetch(), route.abort()), times=1)
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("没有等到回音")).to_be_visible()
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("交回了，在“替人填”里，还没有提交")).to_be_visible()
    assert lying_there(page)["count"] == 0
    assert site.query("SELECT count(*) FROM aid_deskentry") == [(before[0][0] + 1,)]

    # It goes on at the desk, with what was wrong and what was left out.
    page.get_by_role("link", name="接着填").click()
    expect(page).to_have_url(re.compile("/admin/applications/desk/"))
    page.goto("/admin/applications/desk/")
    expect(page.get_by_text("邬*拙").first).to_be_visible()


def test_what_has_to_be_said_first_stands_at_its_field_and_nothing_is_lost(phone):
    page = set_out(phone)
    page.get_by_role("textbox", name="姓名", exact=True).fill(NAME)
    expect(page.get_by_text("存好了，是加密的")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("有的地方要改，写在那里了")).to_be_visible()
    field = page.locator(".field").filter(has=page.get_by_label("告知书念给他听了"))
    expect(field.get_by_role("alert")).to_contain_text("先把告知书念给他听")
    expect(page.get_by_role("textbox", name="姓名", exact=True)).to_have_value(NAME)
    page.get_by_label("告知书念给他听了").check()
    page.get_by_role("button", name="交回").click()
    expect(page.get_by_text("交回了，在“替人填”里")).to_be_visible()


def test_the_sheet_shows_the_pages_that_the_walk_asks(phone):
    """For each matter and whoever fills it in: as intake.steps.Walk, but for what is not on the sheet."""
    page = set_out(phone)
    shown = "() => [...document.querySelectorAll('[data-when]:not([hidden])')].map((one) => one.dataset.page)"
    away = {"papers", "roster"}
    seen = set()
    values = "(all) => all.map((one) => one.value)"
    for door in page.locator("[data-page=matter] input").evaluate_all(values):
        choose(page, "matter", "door", door)
        kinds = page.locator("[data-page=kind]:not([hidden]) input").evaluate_all(values)
        for kind in kinds or [""]:
            if kind:
                choose(page, "kind", "kind", kind)
            for by_other in ("no", "yes", "group"):
                if not choose(page, "who", "by_other", by_other):
                    continue
                said = {"matter": {"door": [door]}, "kind": {"kind": [kind]}, "who": {"by_other": [by_other]}}
                pages = {slug: {"data": data, "done": True} for slug, data in said.items()}
                walk = Walk(Draft(answers={"pages": pages}))
                expected = [step.slug for step in walk.path if step.slug not in away and step.local is None]
                found = [slug for slug in page.evaluate(shown) if slug != "urgent"]
                assert found == expected, (door, kind, by_other)
                seen |= set(found)
    hung = {"agent", "helper", "call", "grade"}  # on answers that were not given here
    on_sheet = {step.slug for step in STEPS if step.local is None} - away - {"urgent"}
    assert on_sheet - seen <= hung


def choose(page, slug, name, value):
    box = page.locator(f'[data-page={slug}]:not([hidden]) input[name$="-{name}"][value="{value}"]')
    if not box.count():
        return False
    box.check(force=True)
    return True
