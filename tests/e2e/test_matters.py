"""Other matters than wages, from the eight doors to the receipt: each asks what it needs and says nothing of wages."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.applicant import Applicant
from tests.e2e.conftest import DESKTOP, PHONE

WAYS = [(PHONE, False), (DESKTOP, True)]


@pytest.fixture(params=WAYS, ids=["phone-no-js", "desktop-js"])
def page(request, open_browser):
    size, javascript = request.param
    return open_browser(size, java_script_enabled=javascript)


class Hurt(Applicant):
    """He fell from a scaffold and knows his grade."""

    def _kind(self):
        self.choose(re.compile("^干活受的伤"))

    def _place(self):
        self.say("在哪个市、哪个县", "赣州章贡区")

    def _facts(self):
        self.date("哪天受的伤？", "2026", "6", "1")
        self.say("在哪家医院治的", "县医院")
        self.choose(re.compile("^认定了"))
        self.choose(re.compile("^没交"))

    def _grade(self):
        self.choose(re.compile("^九级"))

    def _story(self):
        self.say("事情经过", "从架子上摔下来，腿断了。")

    def _papers(self):
        pass


class Bereaved(Hurt):
    """Nobody pays her the pension of a husband who died at work."""

    def _kind(self):
        self.choose(re.compile("^抚恤"))

    def _facts(self):
        self.page.get_by_role("radio").first.check()
        self.say("该哪里发", "区民政局")

    def _means(self):
        self.choose(re.compile("^领低保"))

    def _story(self):
        self.say("事情经过", "说材料不齐，一直不给。")


def walk(person, door):
    """From the doors to the receipt; the pages that came, and all that stood on them."""
    page, seen, words = person.page, [], []
    page.goto("/zh-hans/apply/")
    page.get_by_label("我看过了").check()
    page.get_by_label("我同意用我的证件号码").check()
    person.press("同意，开始填")
    person.is_at("matter")
    assert page.get_by_role("main").get_by_role("radio").count() <= 8
    person.choose(door)
    person.go_on()
    while person.step != "check":
        seen.append(person.step)
        words.append(page.get_by_role("main").inner_text())
        getattr(person, f"_{person.step}")()
        person.go_on()
        assert person.step not in seen, seen
    words.append(page.get_by_role("main").inner_text())
    person.submit()
    words.append(page.get_by_role("main").inner_text())
    return seen, "\n".join(words)


def test_who_was_hurt_at_work(page, counter):
    hurt = Hurt(page)
    seen, words = walk(hurt, re.compile("^受了伤"))
    assert {"kind", "facts", "grade"} <= set(seen)
    assert not {"owed", "days"} & set(seen)
    assert not re.search("工钱|欠薪|讨薪", words)
    officer = counter("receptionist")
    officer.open(hurt.reference)
    main = officer.page.get_by_role("main")
    for told in ("县医院", "2026年6月1日", "九级"):
        expect(main).to_contain_text(told)


def test_whom_an_office_owes_a_pension(page):
    bereaved = Bereaved(page)
    seen, words = walk(bereaved, re.compile("^赔偿、抚恤"))
    assert not {"employer", "owed", "days"} & set(seen)
    assert not re.search("工钱|欠薪|讨薪|老板", words)


def test_a_changed_matter_asks_its_own_facts(page):
    """Hurt at work, and then it was on the road: what was answered to the same question stays, the rest is asked."""
    hurt = Hurt(page)
    page.goto("/zh-hans/apply/?topic=injury")
    page.get_by_label("我看过了").check()
    page.get_by_label("我同意用我的证件号码").check()
    hurt.press("同意，开始填")
    hurt.fill_until("story")
    page.goto("/zh-hans/apply/kind/")
    hurt.choose(re.compile("^别的伤"))
    hurt.go_on()
    page.goto("/zh-hans/apply/check/")
    hurt.is_at("facts")
    expect(hurt.box("在哪家医院治的")).to_have_value("县医院")
    expect(page.get_by_role("alert")).to_have_count(0)
