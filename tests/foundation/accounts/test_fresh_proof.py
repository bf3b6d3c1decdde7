"""Before what cannot be taken back, password and second factor are asked again; nothing typed is lost by it."""

import time

import pytest
from django.test import Client

from foundation.accounts import guesses, proof
from foundation.accounts.models import Authenticator, Membership, Role
from foundation.accounts.testing import pass_second_factor
from tests.foundation.accounts.conftest import PASSWORD, current_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(make_user, bureau):
    return make_user("keeper", bureau, Role.SUPERVISOR)


@pytest.fixture
def browser(keeper):
    """Signed in, with the proof of an hour ago."""
    client = Client()
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, keeper)
    grow_old(client)
    return client


def grow_old(client):
    session = client.session
    session[proof.PROVED_AT] = time.time() - 3600
    session.save()


def proofs(keeper, password=PASSWORD, code=None):
    device = Authenticator.objects.get(user=keeper)
    return {proof.PASSWORD: password, proof.CODE: code or current_code(device)}


def appointment(officer, agency):
    return {"user": officer.pk, "office": agency.pk, "role": Role.REVIEWER}


@pytest.mark.attack
def test_a_role_is_not_given_from_a_screen_left_open(browser, officer, agency):
    page = browser.post("/admin/memberships/new/", appointment(officer, agency))
    assert page.status_code == 403
    assert not Membership.objects.filter(role=Role.REVIEWER).exists()


def test_with_the_proof_what_was_typed_goes_through(browser, keeper, officer, agency):
    asked = browser.post("/admin/memberships/new/", appointment(officer, agency)).content.decode()
    for name, value in appointment(officer, agency).items():
        assert f'name="{name}" value="{value}"' in asked
    sent = {**appointment(officer, agency), **proofs(keeper)}
    assert browser.post("/admin/memberships/new/", sent).status_code == 302
    assert Membership.objects.filter(user=officer, role=Role.REVIEWER).exists()
    assert browser.post(f"/admin/people/{officer.pk}/link/").status_code == 200  # fresh for a while


@pytest.mark.attack
@pytest.mark.parametrize("wrong", [{"password": "another-long-one"}, {"code": "000000"}, {"password": ""}])
def test_a_wrong_proof_changes_nothing_and_keeps_what_was_typed(browser, keeper, officer, agency, wrong):
    page = browser.post(
        "/admin/memberships/new/", {**appointment(officer, agency), **proofs(keeper, **wrong)}
    )
    assert page.status_code == 403
    assert f'name="user" value="{officer.pk}"' in page.content.decode()
    assert PASSWORD not in page.content.decode()
    assert not Membership.objects.filter(role=Role.REVIEWER).exists()


@pytest.mark.attack
def test_passwords_are_not_guessed_here_either(browser, keeper, officer):
    for _try in range(guesses.PASSWORD.free + 1):
        browser.post(f"/admin/people/{officer.pk}/link/", proofs(keeper, "guess"))
    answer = browser.post(f"/admin/people/{officer.pk}/link/", proofs(keeper))
    assert "welcome/" not in answer.content.decode()
    assert answer.status_code in {403, 429}


@pytest.mark.attack
@pytest.mark.parametrize(
    "address", ["/admin/second-factor/reset/{}/", "/admin/people/{}/active/", "/admin/people/{}/name/"]
)
def test_every_act_on_an_account_asks(browser, officer, address):
    assert "proof-password" in browser.post(address.format(officer.pk)).content.decode()
    officer.refresh_from_db()
    assert officer.is_active


@pytest.mark.attack
def test_pages_of_wagtail_s_own_ask_as_well(admin_user, officer):
    client = Client()
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, admin_user)
    grow_old(client)
    for address in (f"/admin/users/edit/{officer.pk}/", "/admin/groups/new/", "/admin/users/new/"):
        assert "proof-password" in client.post(address, {"name": "x"}).content.decode()


@pytest.mark.attack
def test_no_new_authenticator_without(browser, keeper):
    asked = browser.get("/admin/second-factor/setup/")
    assert asked["Location"].startswith("/admin/second-factor/prove/")
    browser.post("/admin/second-factor/setup/", {"code": "123456"})
    assert Authenticator.objects.filter(user=keeper).count() == 1
    back = browser.post(asked["Location"], proofs(keeper))
    assert back["Location"] == "/admin/second-factor/setup/"
    assert browser.get(back["Location"]).status_code == 200


@pytest.mark.attack
@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_else(browser, keeper, wanted):
    answer = browser.post("/admin/second-factor/prove/", {**proofs(keeper), "next": wanted})
    assert answer["Location"] == "/admin/"


@pytest.mark.attack
def test_signing_out_by_a_link_does_nothing(browser):
    for method in (browser.get, browser.head, browser.put, browser.delete):
        assert method("/admin/logout/").status_code in (302, 405)
        assert browser.get("/admin/").status_code == 200
    assert browser.post("/admin/logout/")["Location"] == "/admin/login/"
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")
