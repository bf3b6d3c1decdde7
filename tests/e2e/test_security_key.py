"""A security key in a real browser: added, signed in with, and no way in without it."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP
from tests.e2e.officer import Officer


def plug_in(page):
    """A virtual key in the browser's own machinery."""
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    made = machine.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return machine, made["authenticatorId"]


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport=DESKTOP, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.mark.attack
def test_a_key_is_added_and_signs_in(page, site):
    # Keys are for names, not for 127.0.0.1.
    named = site.url.replace("127.0.0.1", "localhost")
    officer = Officer(page, site, "caseworker2")
    machine, key = plug_in(page)

    def give_password():
        page.context.clear_cookies()
        page.goto(f"{named}/admin/")
        officer.give_password(site.password)

    give_password()
    officer.give_code(site.code_of("caseworker2"))
    page.goto(f"{named}/admin/second-factor/keys/")
    page.get_by_label("叫什么（自己认得就行）").fill("抽屉里那把")
    page.get_by_role("button", name="加这个密钥").click()
    expect(page.get_by_role("cell", name="抽屉里那把")).to_be_visible()

    give_password()
    page.get_by_role("link", name="用安全密钥").click()
    page.get_by_role("button", name="用安全密钥").click()
    page.get_by_role("button", name="看过了").click()  # that the key was added is told at once
    expect(page.get_by_role("heading", level=1, name="该您做")).to_be_visible()
    assert site.query("SELECT count(*) FROM accounts_securitykey WHERE used_at IS NOT NULL") == [(1,)]

    # Pulled out, with another in its place: no way in.
    give_password()
    page.get_by_role("link", name="用安全密钥").click()
    machine.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    plug_in(page)
    page.get_by_role("button", name="用安全密钥").click()
    expect(page.get_by_text("没有成。再试一次")).to_be_visible()
