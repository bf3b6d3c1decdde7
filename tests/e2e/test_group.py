"""Workers who apply together: a phone of 360 px without JavaScript, a desktop with it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.group import Leader, Workmate, gbk, xlsx

TABLE = """姓名\t手机\t天数\t一天多少\t已拿多少\t备注
韦小兵\t0797-5550301\t26\t280\t1000\t
黄志平\t0797-5550302\t30\t280\t1000\t
陆阿妹\t0797-5550302\t22\t320\t1000\t工钱打在她老公卡上
莫春生\t\t20\t300\t0\t没带身份证
""" + "\n".join(f"蓝小{n}\t0797-555031{i}\t10\t300\t" for i, n in enumerate("一二三四五"))


@pytest.fixture(params=[(PHONE, False), (DESKTOP, True)], ids=["phone-no-js", "desktop-js"])
def new_page(request, open_browser):
    """new_page(): a page of a browser of its own."""
    size, javascript = request.param
    return lambda: open_browser(size, java_script_enabled=javascript)


@pytest.fixture
def leader(new_page):
    leader = Leader(new_page(), name="覃大山", telephone="0797-5550300")
    leader.comes_to_the_roster()
    return leader


def test_a_group_by_a_pasted_table(leader, counter):
    main = leader.page.get_by_role("main")
    leader.pastes(TABLE)
    expect(leader.page.get_by_role("status")).to_contain_text("加进去 9 个人")
    leader.writes(1, "欠多少元", "12 天 × 280 − 1000")
    expect(leader.rows.first).to_contain_text("2,360")
    expect(leader.rows).to_have_count(10)
    expect(main).to_contain_text("一共 10 个人")
    leader.fill_until("check")
    for words in ("26 × 280 − 1,000", "几个人合用一个手机", "工钱打在别人卡上", "手上没有证件"):
        expect(main).to_contain_text(words)
    reference = leader.submit()

    officer = counter("receptionist")
    officer.open(reference)
    officer.page.get_by_role("link", name=re.compile("名册")).first.click()
    expect(officer.page.get_by_role("main")).to_contain_text("10 个人一起申请")
    expect(officer.page.get_by_role("table", name="名册").get_by_role("row")).to_have_count(11)


def test_a_group_by_files_with_mistakes_put_right_in_their_rows(leader):
    page, alert = leader.page, leader.page.get_by_role("alert")
    leader.writes(1, "欠多少元", "5000")
    leader.uploads(
        xlsx(
            ("韦小兵", "0797-5550301", "", 26, 280, 1000, ""),
            ("黄志平", "0797-5550302", "", 30, 280, 1000, ""),
        )
    )
    expect(page.get_by_role("status")).to_contain_text("加进去 2 个人")
    leader.uploads(
        gbk(
            ("蒙国强", "139 0000", "", "28", "280", "1000", "住三号工棚"),
            ("莫春生", "0797-5550304", "3.60702E+17", "20", "300", "0", ""),
            ("韦小兵", "0797-5550301", "", "", "", "", ""),
        )
    )
    expect(page.get_by_role("status")).to_contain_text("加进去 2 个人")
    expect(alert).to_contain_text("有 2 行要改")
    leader.press("名册写好了，继续")
    leader.is_at("roster")
    # The link leads to the box; what was typed stands there, and so does all the rest of its row.
    alert.get_by_role("link", name=re.compile("^第 4 行 蒙国强")).click()
    expect(leader.rows.nth(3).get_by_label("手机")).to_have_value("139 0000")
    expect(leader.rows.nth(3).get_by_label("备注")).to_have_value("住三号工棚")
    leader.writes(4, "手机", "0797-5550303")
    expect(alert).to_contain_text("有 1 行要改")
    leader.writes(5, "身份证号", "")
    expect(alert).to_have_count(0)
    expect(leader.rows).to_have_count(5)
    leader.fill_until("check")
    for words in ("28 × 280 − 1,000", "26 × 280 − 1,000", "20 × 300"):
        expect(page.get_by_role("main")).to_contain_text(words)
    leader.submit()


def test_three_phones_join_and_each_has_a_code(leader, new_page, site):
    """Two before it is sent and one after; each with their own account, papers and agreement."""
    first, second, late = (
        Workmate(new_page(), name, f"1390000032{n}", owed, site)
        for n, (name, owed) in enumerate(
            (("周小三", "28 天 × 300 - 2000"), ("吴小四", "5000"), ("郑小五", "6000"))
        )
    )
    address = leader.join_address
    leader.writes(1, "欠多少元", "4000")
    for workmate in (first, second):
        workmate.joins(address)
        workmate.is_given_a_code()
    late.comes(address)
    leader.page.reload()
    expect(leader.page.get_by_role("main")).to_contain_text("一共 3 个人")
    expect(leader.page.get_by_role("main")).to_contain_text("15,400")
    leader.fill_until("check")
    expect(leader.page.get_by_role("main")).to_contain_text("周小三")
    leader.submit()
    # While he was writing, it was sent: he is in all the same, with a receipt at once.
    late.fill_until("check")
    late.press("加入，一起申请")
    late.read_receipt()
    assert late.reference == leader.reference
    assert len({leader.secret, first.secret, second.secret, late.secret}) == 4
    for workmate, owed in ((first, "6,400"), (second, "5,000"), (late, "6,000")):
        workmate.opens_own()
        main = workmate.page.get_by_role("main")
        expect(main).to_contain_text("4 个人一起申请")
        expect(main.get_by_role("region", name="4 个人一起申请")).to_contain_text(owed)
        expect(main).to_contain_text("工地的牌子")


def test_one_leaves_and_one_corrects_and_the_others_go_on(leader, new_page, counter, site):
    leaving, staying = (
        Workmate(new_page(), name, f"1390000033{n}", "3000", site)
        for n, name in enumerate(("周小三", "吴小四"))
    )
    leader.writes(1, "欠多少元", "4000")
    for workmate in (leaving, staying):
        workmate.joins(leader.join_address)
        workmate.is_given_a_code()
    leader.fill_until("check")
    leader.submit()

    leaving.opens_own()
    leaving.page.get_by_role("link", name="我不一起了，退出").click()
    expect(leaving.page.get_by_role("main")).to_contain_text("只有您一个人退出")
    leaving.press("退出")
    leaving.is_at("status")
    expect(leaving.page.get_by_role("main")).to_contain_text("您已经退出")

    staying.opens_own()
    staying.page.get_by_role("link", name=re.compile("^看写了什么")).click()
    staying.page.get_by_role("link", name="改 怎么联系").click()
    staying.page.get_by_label("可以打电话").uncheck()
    staying.page.get_by_label("可以发短信").check()
    staying.press("改好了")
    staying.is_at("answers")
    leader.page.goto("/zh-hans/track/status/")
    expect(leader.page.get_by_role("main")).to_contain_text("2 个人一起申请")
    expect(leader.page.get_by_role("main")).to_contain_text("等着受理")

    officer = counter("receptionist")
    officer.open(leader.reference)
    for words in ("2 个人一起申请", "改了：", "退出"):
        expect(officer.page.get_by_role("main")).to_contain_text(words)
