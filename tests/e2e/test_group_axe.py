"""Nothing serious for axe where workers apply together, where it cannot wait, and on the counter's side of it."""

import re
from itertools import product

from playwright.sync_api import expect

from tests.e2e.applicant import Applicant
from tests.e2e.group import Leader, Workmate, gbk, xlsx


def test_every_page_of_a_group(ear, open_browser, site):
    leader = Leader(ear.page, "覃大山", "0797-5550300")
    leader.comes_to_the_roster()
    ear.listen("roster, nobody yet")
    leader.press("看看认得对不对")
    ear.listen("nothing pasted")
    leader.press("名册写好了，继续")
    ear.listen("roster, sent empty")
    leader.opens_way("传一个文件")
    leader.press("传上，看看认得对不对")
    ear.listen("no file")
    leader.uploads({"name": "名单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    ear.listen("not a table")
    leader.uploads(
        gbk(("蒙国强", "139 0000", "3.60702E+17", "x", "280", "", ""), ("", "1", "", "", "", "", ""))
    )
    ear.listen("roster with mistakes")
    workmate = Workmate(open_browser(), "周小三", "13900000342", "5000", site)
    address = leader.join_address
    workmate.joins(address)
    leader.uploads(
        xlsx(
            *(
                (f"{one}大{other}", f"0797-55504{n:02}", "", 26, 280, "", "没带身份证")
                for n, (one, other) in enumerate(product("赵钱孙李周吴", repeat=2))
            )
        )
    )
    ear.listen("roster of two pages")


def test_every_page_of_who_joins(ear, open_browser, site):
    leader = Leader(open_browser(), "覃大山", "0797-5550300")
    leader.comes_to_the_roster()
    leader.writes(1, "欠多少元", "4000")
    workmate = Workmate(ear.page, "周小三", "13900000341", "5000", site)
    workmate.page.goto(leader.join_address)
    ear.listen("join")
    workmate.press("同意，往下填")
    ear.listen("join, nothing ticked")
    workmate.comes(leader.join_address)
    for step in ("you", "phone", "account", "contact", "call", "papers"):
        workmate.fill_until(step)
        ear.listen(f"join {step}")
        if step in ("you", "account"):
            workmate.go_on()
            expect(workmate.page.locator(".errors")).to_be_visible()
            ear.listen(f"join {step}, with mistakes")
    workmate.fill_until("check")
    ear.listen("join check")
    workmate.press("加入，一起申请")
    workmate.is_given_a_code()
    ear.listen("joined")
    leader.page.reload()
    leader.fill_until("check")
    leader.submit()
    workmate.opens_own()
    ear.listen("status of one of them")
    workmate.page.get_by_role("link", name="我不一起了，退出").click()
    ear.listen("leave the group")


def test_every_page_of_what_cannot_wait(ear):
    worker = Applicant(ear.page)
    worker.begin()
    worker.page.goto("/zh-hans/apply/urgent/")
    ear.listen("urgent")
    worker.go_on()
    expect(worker.page.locator(".errors")).to_be_visible()
    ear.listen("urgent, nothing said")
    worker.choose("日子快过了")
    worker.date("最晚是哪一天？", "2026", "13", "40")
    worker.go_on()
    ear.listen("urgent, no such day")
    worker.date("最晚是哪一天？", "", "", "")
    worker.choose(re.compile("转移|财产|保全"))
    worker.go_on()
    for step, following in (
        ("who", "place"),
        ("place", "you"),
        ("you", "contact"),
        ("contact", "call"),
        ("call", "check"),
    ):
        worker.is_at(step)
        getattr(worker, f"_{step}")()
        worker.go_on()
        worker.is_at(following)
    ear.listen("check, urgent")
    worker.submit()
    ear.listen("receipt, urgent")
    worker.page.goto("/zh-hans/track/status/")
    ear.listen("status, urgent")


def test_the_counters_screens_for_whom_it_fills_in(ear, counter, site):
    page = ear.page
    _signed_in(ear, counter, "receptionist")
    page.goto("/admin/applications/desk/")
    ear.listen("desk", "main")
    for channel in ("phone", "post", "visit", "tour", "station", "volunteer"):
        assert page.goto(f"/admin/applications/desk/new/{channel}/").status == 200
        ear.listen(f"desk, {channel}", "main")
        page.get_by_role("button", name="开始填").click()
        ear.listen(f"desk, {channel}, with mistakes", "main")
    page.goto("/admin/applications/desk/new/phone/")
    page.get_by_label("告知书念给他听了").check()
    page.get_by_role("button", name="开始填").click()
    caller = Applicant(page, name="陈某某")
    caller.go_on()
    ear.listen("desk, matter, with mistakes", "main")
    page.get_by_role("radio", name="干了活，没拿到钱").check()
    caller.go_on()
    caller.is_at("who")
    caller.fill_until("check")
    ear.listen("desk, check", "main")
    caller.press("提交申请")
    ear.listen("desk, check, not read back", "main")
    page.get_by_label("从头读给他听过").check()
    caller.press("提交申请")
    caller.is_at("sent")
    ear.listen("desk, sent", "main")
    page.get_by_role("button", name="记下：本人确认了").click()
    ear.listen("desk, confirm, with mistakes", "main")
    page.goto("/admin/applications/call-backs/")
    ear.listen("call-backs", "main")


def test_the_counters_roster_and_first_aid(ear, counter, open_browser):
    leader = Leader(open_browser(), "覃大山", "0797-5550300")
    leader.comes_to_the_roster()
    leader.writes(1, "欠多少元", "4000")
    leader.pastes(
        "\n".join(
            f"{one}大{other} 0797-55504{n:02} 20 300"
            for n, (one, other) in enumerate(product("赵钱孙李周吴郑王", repeat=2))
        )
    )
    leader.fill_until("check")
    reference = leader.submit()
    officer = _signed_in(ear, counter, "receptionist")
    officer.accept(reference)
    officer.open(reference)
    ear.listen("case of a group", "main")
    officer.act("申请先行援助").get_by_role("button").last.click()
    officer.open(reference)
    ear.listen("first aid asked for", "main")
    officer.page.goto(officer.page.url.split("?")[0] + "roster/")
    ear.listen("roster", "main")
    officer.page.get_by_role("link", name="后面的").click()
    ear.listen("roster, second page", "main")
    ear.page.context.clear_cookies()
    officer = _signed_in(ear, counter, "approver")
    officer.open(reference)
    officer.act("不先行，照常审查").get_by_role("button").last.click()
    ear.listen("first aid refused with mistakes", "main")
    officer.open(reference)
    officer.act("先行提供援助").get_by_role("button").last.click()
    ear.listen("first aid given", "main")


def test_the_counters_local_rules(ear, counter):
    page = ear.page
    _signed_in(ear, counter, "admin")
    for rows in ("local-matters", "hardship-standards", "local-exemptions"):
        page.goto(f"/admin/{rows}/")
        ear.listen(rows, "main")
        page.goto(f"/admin/{rows}/new/")
        ear.listen(f"{rows}, new", "main")
        page.locator("main form").last.evaluate("form => form.noValidate = true")
        page.locator("main form button[type=submit]").last.click()
        ear.listen(f"{rows}, with mistakes", "main")


def _signed_in(ear, counter, username):
    """That officer at the page that is listened to: the cookies of their desk."""
    known = counter(username)
    ear.page.context.add_cookies(known.page.context.cookies())
    return type(known)(ear.page, known.site, username)
