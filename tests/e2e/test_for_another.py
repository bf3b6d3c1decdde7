"""A niece fills in for an uncle who cannot write: his papers, her authority, his phone and his rules."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Niece, photo
from tests.e2e.conftest import DESKTOP, PHONE
from tests.papers import pages, text


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_niece_applies_for_her_uncle(open_browser, counter, size, javascript):
    niece = Niece(open_browser(size, java_script_enabled=javascript))
    page, main = niece.page, niece.page.get_by_role("main")
    niece.is_asked_for_him()
    niece.says_who_she_is()
    niece.go_on()
    niece.is_told("他本人知道", "先跟他本人说好")
    page.get_by_label("他本人知道，也同意我替他填").check()
    niece.go_on()
    niece.is_at("place")
    niece.fill_until("contact")
    expect(main).to_contain_text("怎么找他本人")
    niece.fill_until("papers")
    page.get_by_role("link", name="委托书").click()
    letter = niece.prints("打印委托书")
    assert len(pages(letter)) == 1
    for words in ("罗大山", "罗小满", niece.tail, "委托人（签名或手印）"):
        assert words in text(letter)
    page.goto("/zh-hans/apply/papers/")
    niece.fill_until("check")
    for words in ("罗小满", "家里人", "罗大山", "晚上 8 点以后", "还差一张他签的委托书"):
        expect(main).to_contain_text(words)
    reference = niece.submit()
    expect(main).to_contain_text("还差一张他签的委托书")
    assert "罗大山" in text(niece.prints("法律援助申请表"))

    officer = counter("receptionist")
    officer.open(reference)
    for words in ("替人办", "委托代理人", "还没交来", "20:00 前不要打电话", "先不要说是法律援助"):
        expect(officer.page.get_by_role("main")).to_contain_text(words)

    page.get_by_role("link", name="传照片").click()
    page.get_by_label(re.compile("^委托书、亲属关系证明")).set_input_files([photo(name="委托书.jpg")])
    niece.press("交上去")
    niece.is_at("status")
    expect(main).to_contain_text("收到了")
    officer.open(reference)
    expect(officer.page.get_by_role("region", name="替他办的人")).to_contain_text("收到了")
