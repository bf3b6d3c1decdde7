"""Security keys: added, signed in with, required by role; and nothing but the right key, host and challenge gets in."""

import json

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY

from foundation.accounts import proof, security_keys
from foundation.accounts.models import Membership, Role, SecurityKey
from foundation.accounts.services import give_role
from foundation.accounts.testing import pass_second_factor
from tests.foundation.accounts.conftest import PASSWORD, current_code

KEYS, SIGN = "/admin/second-factor/keys/", "/admin/second-factor/key/"


@pytest.fixture
def a_key(officer):
    return SecurityKey.objects.create(user=officer, name="一号", credential_id="YWJj", public_key=b"x")


def browser_of(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, person)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("host", "is_offered"),
    [("localhost:8000", True), ("fy.example.gov.cn", True), ("127.0.0.1:8000", False), ("[::1]:8000", False)],
)
def test_keys_are_for_names(rf, host, is_offered, settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert security_keys.is_offered(rf.get("/", headers={"host": host})) == is_offered


@pytest.mark.attack
@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        *(
            "",
            "x",
            "[]",
            "null",
            "{}",
            '{"id": "YWJj"}',
            '{"id": "bm9uZQ"}',
            '{"id": ["YWJj"]}',
            '{"id": "YWJj", "rawId": 1}',
        ),
        json.dumps({"id": "YWJj", "rawId": "YWJj", "type": "public-key", "response": {}}),
        json.dumps(
            {
                "id": "YWJj",
                "rawId": "YWJj",
                "type": "public-key",
                "response": {"clientDataJSON": "e30", "authenticatorData": "e30", "signature": "e30"},
            }
        ),
    ],
)
def test_no_nonsense_gets_in_or_makes_an_error(with_password, device, a_key, said):
    with_password.get(SIGN)
    assert with_password.post(SIGN, {"credential": said}).status_code == 400
    assert with_password.get("/admin/").status_code == 302
    with_password.force_login(a_key.user, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(with_password, a_key.user)
    with_password.get(KEYS, headers={"host": "localhost"})
    assert with_password.post(KEYS, {"credential": said}, headers={"host": "localhost"}).status_code == 400
    assert SecurityKey.objects.count() == 1


@pytest.mark.attack
@pytest.mark.django_db
def test_somebody_else_s_key_is_not_removed(make_user, agency, a_key):
    other = browser_of(make_user("li", agency))
    other.post(KEYS, {"remove": str(a_key.pk)})
    assert SecurityKey.objects.filter(pk=a_key.pk).exists()


@pytest.mark.attack
@pytest.mark.django_db
class TestRequired:
    @pytest.fixture(autouse=True)
    def by_setting(self, settings):
        settings.WEBAUTHN_REQUIRED_ROLES = ["supervisor", "superuser"]

    def test_who_has_none_adds_one_before_anything_else(self, officer, device, agency):
        give_role(officer, Role.SUPERVISOR, agency)
        client = browser_of(officer)
        assert client.get("/admin/")["Location"] == KEYS
        assert client.post("/admin/people/add/", {})["Location"] == KEYS
        assert client.get(KEYS).status_code == 200

    def test_the_digits_of_a_phone_are_not_enough(self, officer, device, agency, a_key):
        give_role(officer, Role.SUPERVISOR, agency)
        assert browser_of(officer).get("/admin/")["Location"] == SIGN
        client = Client()
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.post("/admin/second-factor/", {"code": current_code(device)})
        assert answer["Location"].startswith(SIGN)
        assert client.get("/admin/").status_code == 302
        assert browser_of(officer).post(KEYS, {"remove": str(a_key.pk)})["Location"] == SIGN

    def test_a_superuser_as_well(self, admin_user):
        assert browser_of(admin_user).get("/admin/")["Location"] == KEYS

    def test_others_go_on_with_digits(self, officer, device):
        assert browser_of(officer).get("/admin/").status_code == 200
        assert not Membership.objects.filter(user=officer, role=Role.SUPERVISOR).exists()

    def test_who_has_none_may_add_one_after_a_while_too(self, officer, device, agency):
        """Else nothing but signing out would help, and no page says so."""
        give_role(officer, Role.SUPERVISOR, agency)
        browser = browser_of(officer)
        session = browser.session
        del session[proof.PROVED_AT]
        session.save()
        asked = browser.get("/admin/second-factor/keys/")
        assert 'name="proof-code"' in browser.get(asked["Location"]).content.decode()
        proofs = {"proof-password": PASSWORD, "proof-code": current_code(device)}
        assert browser.post(asked["Location"], proofs)["Location"] == "/admin/second-factor/keys/"
        assert browser.get("/admin/second-factor/keys/").status_code == 200

    def test_a_fresh_proof_takes_the_key_as_well(self, officer, device, agency, a_key):
        """What a thief of the password and of the phone has is not enough here either."""
        give_role(officer, Role.SUPERVISOR, agency)
        client, address = signed_in_by(a_key), f"/admin/people/{officer.pk}/link/"
        page = client.post(address).content.decode()
        assert "data-security-key" in page
        assert proof.CODE not in page
        sent = {proof.PASSWORD: PASSWORD, proof.CODE: current_code(device), proof.KEY: ""}
        for key in ("", "null", '{"id": "YWJj"}', '{"id": "bm9uZQ"}'):
            answer = client.post(address, {**sent, proof.KEY: key})
            assert answer.status_code == 403
            assert proof.PASSWORD in answer.content.decode()
        assert not client.session.get(proof.PROVED_AT)

    def test_the_proof_keeps_what_was_typed_and_not_the_proof(self, officer, device, agency, a_key):
        give_role(officer, Role.SUPERVISOR, agency)
        sent = {"user": "7", **dict.fromkeys((proof.PASSWORD, proof.KEY, proof.CODE), "my own")}
        page = signed_in_by(a_key).post("/admin/memberships/new/", sent).content.decode()
        assert 'name="user" value="7"' in page
        assert "my own" not in page


def signed_in_by(key):
    """The session of whoever has signed in with the key, an hour ago."""
    client = browser_of(key.user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = key.persistent_id
    del session[proof.PROVED_AT]
    session.save()
    return client
