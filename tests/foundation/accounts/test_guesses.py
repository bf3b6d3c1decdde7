"""Guessing a password or a second factor from ever new addresses."""

import json

import altcha
import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from foundation.accounts import guesses, second_factor
from foundation.guessing import proof
from tests.foundation.accounts.conftest import PASSWORD, current_code

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
LOGIN, CODE, HOME = "/admin/login/", "/admin/second-factor/", "/admin/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(proof, "COST", 1)
    monkeypatch.setattr(proof, "FEWEST", 2)
    monkeypatch.setattr(proof, "MOST", 4)


def stranger(number):
    return Client(REMOTE_ADDR=f"11.{number}.7.9")


def sign_in(browser, password, username="wang", **more):
    return browser.post(LOGIN, {"username": username, "password": password, "next": HOME, **more})


def solved(text):
    challenge = altcha.Challenge.from_dict(json.loads(text))
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def asked(page):
    form = page.context and page.context.get("form")
    return getattr(form, "challenge", "")


@pytest.mark.parametrize("spelling", ["wang", " WANG ", "ｗａｎｇ"])
def test_passwords_of_one_account_cost_a_proof_from_the_eleventh_on(officer, spelling):
    pages = [sign_in(stranger(number), f"wrong-{number}", spelling) for number in range(49)]
    assert [bool(asked(page)) for page in pages] == [False] * 10 + [True] * 39
    assert "试错过很多次" in pages[-1].content.decode()


def test_an_account_that_does_not_exist_is_answered_alike(officer):
    for name in ("wang", "nobody"):
        pages = [sign_in(stranger(number), "wrong", name) for number in range(12)]
        assert [bool(asked(page)) for page in pages] == [False] * 10 + [True] * 2


def test_the_right_password_gets_no_further_without_the_proof_and_in_with_it(officer):
    for number in range(20):
        sign_in(stranger(number), "wrong")
    owner = stranger(200)
    page = sign_in(owner, PASSWORD)
    assert page.status_code == 200
    assert "guard.js" in page.content.decode()
    assert sign_in(owner, PASSWORD, altcha=solved(asked(page)))["Location"] == HOME
    # Known from now on: the next colleague at this address pays nothing for what strangers do.
    assert not asked(sign_in(Client(REMOTE_ADDR="11.200.7.9"), "wrong"))


def test_the_price_of_a_password_grows(officer):
    prices, payload = [], {}
    for number in range(25):
        page = sign_in(stranger(number), "wrong", **payload)
        payload = {}
        if asked(page):
            prices.append(json.loads(asked(page))["parameters"]["data"]["price"])
            payload = {"altcha": solved(asked(page))}
            sign_in(stranger(number), "wrong", **payload)
            payload = {}
    assert prices[0] == 1
    assert prices[-1] >= 4


def test_a_browser_that_was_here_before_is_let_in_as_ever(officer, device):
    own = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(own, PASSWORD)
    own.post(CODE, {"code": current_code(device)})
    assert guesses.COOKIE in own.cookies
    own.post("/admin/logout/")
    for number in range(49):
        sign_in(stranger(number), "wrong")
    for address in ("198.51.100.7", "203.0.113.77"):  # at the desk, and on the way
        known = Client(REMOTE_ADDR=address)
        known.cookies[guesses.COOKIE] = own.cookies[guesses.COOKIE].value
        assert sign_in(known, PASSWORD).status_code == 302


def test_nobody_at_the_same_address_locks_a_known_browser_out(officer, device):
    own = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(own, PASSWORD)
    own.post(CODE, {"code": current_code(device)})
    own.post("/admin/logout/")
    for _n in range(9):
        answer = sign_in(Client(REMOTE_ADDR="198.51.100.7"), "wrong")
    assert answer.status_code == 429
    assert sign_in(own, PASSWORD).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "eyJhIjoxfQ:1tZ:zzz"])
def test_a_made_up_cookie_makes_nobody_known(officer, cookie):
    for number in range(10):
        sign_in(stranger(number), "wrong")
    browser = stranger(99)
    browser.cookies[guesses.COOKIE] = cookie
    assert asked(sign_in(browser, "wrong"))


def test_the_cookie_of_a_colleague_makes_nobody_known(officer, device, make_user, agency):
    make_user("li", agency)
    own = Client()
    sign_in(own, PASSWORD)
    own.post(CODE, {"code": current_code(device)})
    for number in range(10):
        sign_in(stranger(number), "wrong", "li")
    own.post("/admin/logout/")
    own.defaults["REMOTE_ADDR"] = "11.99.7.9"
    assert asked(sign_in(own, "wrong", "li"))


def test_one_browser_tries_without_end_and_pays_too(officer, device):
    own = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(own, PASSWORD)
    own.post(CODE, {"code": current_code(device)})
    own.post("/admin/logout/")
    pages = [sign_in(own, "wrong") for _n in range(12)]
    assert [bool(asked(page)) for page in pages] == [False] * 10 + [True] * 2


# --- the second factor --------------------------------------------------------------------------------
def past_password(officer, number):
    browser = stranger(number)
    browser.force_login(officer, backend=BACKEND)
    return browser


def wrong_code(device):
    return f"{(int(current_code(device)) + 7) % 10**6:06d}"


def try_code(officer, device, number, code=None):
    """What is said of a wrong code from an address of its own, paid for when that is asked."""
    browser = past_password(officer, number)
    page = browser.post(CODE, {"code": code or wrong_code(device)})
    if page.status_code == 400 and page.context["challenge"]:
        paid = {"code": code or wrong_code(device), "altcha": solved(page.context["challenge"])}
        return browser.post(CODE, paid)
    return page


def test_codes_of_an_account_are_shut_to_strangers_and_recovery_codes_are_not(officer, device):
    recovery = StaticDevice.objects.create(user=officer, name="备用码")
    StaticToken.objects.create(device=recovery, token=second_factor.kept_of(recovery.user, "abcd2345"))
    for number in range(guesses.FACTOR.most):
        assert "先不管用" not in try_code(officer, device, number).content.decode()
    right = try_code(officer, device, 100, current_code(device))
    assert right.status_code == 400
    assert "备用码" in right.content.decode()
    assert try_code(officer, device, 101, "abcd-2345").status_code == 302


def test_whoever_has_the_password_alone_locks_nobody_out(officer, device):
    own = Client(REMOTE_ADDR="198.51.100.7")
    own.force_login(officer, backend=BACKEND)
    assert own.post(CODE, {"code": current_code(device)}).status_code == 302
    for number in range(30):
        try_code(officer, device, number)
    again = Client(REMOTE_ADDR="198.51.100.7")
    again.cookies[guesses.COOKIE] = own.cookies[guesses.COOKIE].value
    again.force_login(officer, backend=BACKEND)
    assert again.post(CODE, {"code": current_code(device, offset=30)}).status_code == 302
