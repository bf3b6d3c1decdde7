"""A security key in a real browser: added, signed in with, and no way in without it."""

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from foundation.accounts.models import Role, SecurityKey, User
from foundation.accounts.services import give_role
from tests.foundation.accounts.conftest import PASSWORD, current_code


def plug_in(page):
    """A virtual key in the browser's own machinery."""
    machine = page.context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    made = machine.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return machine, made["authenticatorId"]


@pytest.mark.django_db(transaction=True)
def test_in_chromium_a_key_is_added_and_signs_in(live_server, page, staff_office):
    officer = User.objects.create_user("wang", password=PASSWORD)
    give_role(officer, Role.RECEPTIONIST, staff_office)
    digits = TOTPDevice.objects.create(user=officer, confirmed=True)
    machine, key = plug_in(page)

    def sign_in():
        page.goto(f"{live_server.url}/admin/login/")
        page.locator("[name=username]").fill("wang")
        page.locator("[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()

    sign_in()
    page.get_by_label("手机验证器上的六位数").fill(current_code(digits))
    page.get_by_role("button", name="确定").click()
    page.goto(f"{live_server.url}/admin/second-factor/keys/")
    page.get_by_label("叫什么（自己认得就行）").fill("抽屉里那把")
    page.get_by_role("button", name="加这个密钥").click()
    expect(page.get_by_role("cell", name="抽屉里那把")).to_be_visible()
    assert SecurityKey.objects.get().user == officer

    page.context.clear_cookies()
    sign_in()
    page.get_by_role("link", name="用安全密钥").click()
    page.get_by_role("button", name="用安全密钥").click()
    page.get_by_role("button", name="看过了").click()  # that the key was added is told at once
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()
    assert SecurityKey.objects.get().used_at is not None

    # The same key for another page's challenge, or pulled out: no way in.
    page.context.clear_cookies()
    sign_in()
    page.get_by_role("link", name="用安全密钥").click()
    machine.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    _machine, _empty = plug_in(page)
    page.get_by_role("button", name="用安全密钥").click()
    expect(page.get_by_text("没有成。再试一次")).to_be_visible()
