"""Attacks with many guesses, each from another address: numbers, codes, passwords."""

import pytest

TRIES = 60


def tracked(site):
    """An application that can be looked up by its reference."""
    return site.one("SELECT reference FROM aid_application WHERE status = 'submitted' ORDER BY id LIMIT 1")


def words(site, guesser, path, data, right):
    """How many different answers `TRIES` guesses get, each from a new address, when none is right."""
    seen = set()
    for guess in range(TRIES):
        answer = guesser.move().post(path, {**data, right: f"{guess:04d}"}, allow_redirects=True)
        assert answer.status_code < 500
        seen.add(answer.status_code)
    return seen


def test_a_phone_tail_cannot_be_tried_from_ever_new_addresses(site, stranger):
    words(site, stranger, "/zh-hans/track/", {"reference": tracked(site)}, "tail")
    last = stranger.move().post(
        "/zh-hans/track/", {"reference": tracked(site), "tail": "0000"}, allow_redirects=True
    )
    assert any(word in last.text for word in ("验证", "稍", "等", "短信", "收件码"))
    assert "track/status" not in last.url


def test_a_code_of_a_saved_form_cannot_be_tried_from_ever_new_addresses(site, stranger):
    words(site, stranger, "/zh-hans/apply/resume/", {"tail": "5678"}, "code")
    last = stranger.move().post(
        "/zh-hans/apply/resume/", {"tail": "5678", "code": "AAAA"}, allow_redirects=True
    )
    assert last.status_code in {200, 400, 429, 403}
    assert not stranger.browser.cookies.get("aid_draft")


@pytest.mark.parametrize("username", ["approver", "admin"])
def test_a_password_cannot_be_tried_from_ever_new_addresses(site, staff, stranger, username):
    staff(username)  # has worked here before
    stranger.get("/admin/login/")
    slowed = False
    for guess in range(TRIES):
        answer = stranger.move().post("/admin/login/", {"username": username, "password": f"guess-{guess}"})
        assert answer.status_code in {200, 302, 400, 403, 429}
        slowed = slowed or answer.status_code in {403, 429} or "altcha" in answer.text or "等" in answer.text
    assert slowed


@pytest.mark.parametrize("username", ["approver", "admin"])
def test_the_owner_is_let_in_all_the_same(site, staff, username):
    """After everything above, in the browser they have worked in: signed out, they sign in again."""
    owner = staff(username)
    owner.post("/admin/logout/")
    assert owner.post("/admin/login/", {"username": username, "password": site.password}).status_code == 302
