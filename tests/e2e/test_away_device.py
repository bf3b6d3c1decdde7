"""What a telephone without a network keeps of a visit, and when it deletes it."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Error, expect

from tests.e2e.applicant import photo
from tests.e2e.away import AWAY, group, lying_there, open_it, plan, take, unlock

WRONG = "不是这个密码"


def test_the_tenth_wrong_password_deletes_the_copy_and_says_so(phone, site):
    page, place = phone.page, "采石场宿舍二楼"
    plan(phone, place, pk=group(site))
    take(page, place)
    page.context.set_offline(True)
    page.goto(AWAY)
    page.get_by_role("button", name="打开").click()
    for left in range(9, 0, -1):
        if left == 5:  # another window does not begin to count anew
            page.close()
            page = page.context.new_page()
            page.goto(AWAY)
            page.get_by_role("button", name="打开").click()
        unlock(page, WRONG)
        expect(page.get_by_text(f"还能试 {left} 次")).to_be_visible()
    assert lying_there(page)["count"] == 1
    unlock(page, WRONG)
    expect(page.get_by_text("错了 10 次，这一次带走的已经从这台设备上删掉了")).to_be_visible()
    expect(page.get_by_text("这台设备上没有带走的")).to_be_visible()
    assert lying_there(page)["count"] == 0


def test_two_windows_count_their_wrong_passwords_together(phone, site):
    page, place = phone.page, "采石场食堂"
    plan(phone, place, pk=group(site))
    take(page, place)
    windows = [page, page.context.new_page()]
    for one in windows:
        one.goto(AWAY)
        one.get_by_role("button", name="打开").click()
    for n in range(9):
        unlock(windows[n % 2], WRONG)
        expect(windows[n % 2].get_by_text(f"还能试 {9 - n} 次")).to_be_visible()
    unlock(windows[1], WRONG)
    expect(windows[1].get_by_text("错了 10 次")).to_be_visible()
    # The other window knows it still; opening it brings nothing back.
    unlock(windows[0])
    expect(windows[0].get_by_text("这台设备上没有带走的")).to_be_visible()
    assert lying_there(page)["count"] == 0


@pytest.mark.parametrize("when", ["before it is opened", "while it is open", "asleep at its password"])
def test_after_its_days_a_copy_is_deleted_and_it_is_said(phone, site, when):
    page, place = phone.page, f"养路班{when[:5]}"
    plan(phone, place, pk=group(site))
    take(page, place)
    page.clock.install(time=datetime.now(UTC))
    page.context.set_offline(True)
    open_it(page)
    expect(page.get_by_role("heading", name=place)).to_be_visible()
    later = timedelta(days=3, minutes=1)
    if when == "while it is open":
        page.clock.fast_forward(later.total_seconds() * 1000)
    else:
        page.clock.set_system_time(datetime.now(UTC) + timedelta(days=3, minutes=-5))
        page.goto(AWAY)
        page.get_by_role("button", name="打开").click()
        page.clock.set_system_time(datetime.now(UTC) + later)  # no timer runs meanwhile
        if when == "asleep at its password":
            unlock(page)
        else:
            page.goto(AWAY)
    expect(page.get_by_text("过了期限，已经从这台设备上删掉了")).to_be_visible()
    expect(page.get_by_text("这台设备上没有带走的")).to_be_visible()
    expect(page.get_by_text(place)).to_have_count(0)
    assert lying_there(page)["count"] == 0


def test_photos_chosen_without_a_network_survive_a_reload_and_a_crash_and_arrive(phone, site):
    page, place = phone.page, "采石场三号棚"
    plan(phone, place, pk=group(site))
    take(page, place)
    page.context.set_offline(True)
    open_it(page)
    page.get_by_label("去过了", exact=True).check()
    page.get_by_label("结果怎样").fill("三号棚拍了照")
    page.get_by_label("现场的照片").set_input_files([photo(), photo((9, 90, 200), "记工本.jpg")])
    expect(page.get_by_role("img", name="照片 2", exact=True)).to_be_visible()
    expect(page.get_by_text("存好了，是加密的")).to_be_visible()

    open_it(page)  # the same address anew: a reload
    expect(page.get_by_role("img", name="照片 2", exact=True)).to_be_visible()
    page.get_by_label("现场的照片").set_input_files([photo((200, 9, 9), "宿舍.jpg")])
    expect(page.get_by_text("存好了，是加密的")).to_be_visible()
    again = page.context.new_page()
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()
    again.set_default_timeout(15_000)
    open_it(again)
    for n in (1, 2, 3):
        picture = again.get_by_role("img", name=f"照片 {n}", exact=True)
        expect(picture).to_be_visible()
        assert picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 320

    again.context.set_offline(False)
    again.get_by_role("button", name="交回").click()
    expect(again.get_by_text("交回了，已经记在申请里")).to_be_visible()
    arrived = site.query(
        "SELECT count(*) FROM aid_evidence WHERE kind = 'site_photo' AND application_id = %s"
        " AND added_at > now() - interval '5 minutes'",
        group(site),
    )
    assert arrived == [(3,)]


def test_what_is_printed_without_a_network_is_the_visit_and_no_button(phone, site):
    page, place = phone.page, "采石场门卫室"
    plan(phone, place, pk=group(site))
    take(page, place)
    page.context.set_offline(True)
    open_it(page)
    page.get_by_label("去过了", exact=True).check()
    page.get_by_label("结果怎样").fill("门卫让进去了，\n" + "在三楼见到本人。" * 30)
    page.get_by_label("现场的照片").set_input_files([photo()])
    page.evaluate("() => { window.print = () => dispatchEvent(new Event('beforeprint')) }")
    page.emulate_media(media="print")
    page.evaluate("() => document.querySelector('[data-do=print]').click()")
    for seen in (
        page.get_by_role("heading", name=place),
        page.locator("dt", has_text="去见谁"),
        page.get_by_text("去过了", exact=True),
        page.get_by_role("img", name="照片 1", exact=True),
    ):
        expect(seen).to_be_visible()
    words = page.get_by_label("结果怎样")
    expect(words).to_be_visible()
    # All of it is on the paper: nothing is left to scroll.
    assert words.evaluate("(box) => box.scrollHeight <= box.clientHeight + 2")
    for hidden in page.locator("main button, main input[type=file], main .sign, main .help").all():
        expect(hidden).to_be_hidden()
