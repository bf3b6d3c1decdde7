import re
import time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

from foundation.accounts import second_factor
from foundation.accounts.models import Authenticator
from foundation.accounts.testing import pass_second_factor
from foundation.guessing import tries
from tests.foundation.accounts.conftest import current_code

HOME = "/admin/"
CODE = "/admin/second-factor/"
SETUP = "/admin/second-factor/setup/"


def test_password_alone_leads_to_setting_up(with_password):
    response = with_password.get("/admin/pages/?q=1")
    assert response.status_code == 302
    assert response["Location"] == f"{SETUP}?next=%2Fadmin%2Fpages%2F%3Fq%3D1"


def test_with_a_device_the_code_is_asked_for(with_password, device):
    assert with_password.get(HOME)["Location"].startswith(CODE)


@pytest.mark.attack
def test_no_document_of_the_staff_either(with_password, officer, device):
    inside = Collection.get_first_root_node().add_child(name="内部")
    CollectionViewRestriction.objects.create(collection=inside, restriction_type="login")
    paper = Document.objects.create(
        title="内部", collection=inside, file=SimpleUploadedFile("a.csv", b"a,b\n", "text/csv")
    )
    assert with_password.get(paper.url).status_code != 200
    pass_second_factor(with_password, officer)
    shown = with_password.get(paper.url)
    assert b"".join(shown) == b"a,b\n"
    shown.close()


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "head", "options"])
def test_no_method_gets_past(with_password, device, method):
    response = getattr(with_password, method)("/admin/account/")
    assert response.status_code == 302
    assert response["Location"].startswith(CODE)


def test_background_requests_are_refused_plainly(with_password, device):
    response = with_password.get("/admin/tag-autocomplete/", headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 403


def test_superuser_is_not_excepted(client, admin_user):
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(HOME)["Location"].startswith(SETUP)


def test_unconfirmed_device_verifies_nobody(with_password, officer):
    device = Authenticator.objects.create(user=officer, confirmed=False)
    session = with_password.session
    session["otp_device_id"] = device.persistent_id
    session.save()
    assert with_password.get(HOME)["Location"].startswith(SETUP)


def test_device_of_somebody_else_verifies_nobody(with_password, device, make_user):
    other = Authenticator.objects.create(user=make_user("li"), confirmed=True)
    session = with_password.session
    session["otp_device_id"] = other.persistent_id
    session.save()
    assert with_password.get(HOME)["Location"].startswith(CODE)


def test_setting_up_shows_key_and_picture_and_then_recovery_codes_once(with_password, officer):
    page = with_password.get(SETUP).content.decode()
    device = Authenticator.objects.get(user=officer)
    assert "data:image/svg+xml" in page
    key = re.search(r'<code id="key"[^>]*>([A-Z2-7 ]+)</code>', page)[1]
    assert all(len(group) == 4 for group in key.split())
    before = with_password.session.session_key

    full_width = current_code(device).translate({48 + n: 0xFF10 + n for n in range(10)})
    done = with_password.post(
        SETUP, {"code": f" {full_width[:3]} {full_width[3:]} ", "next": "/admin/pages/"}
    )
    assert done.status_code == 200
    codes = re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", done.content.decode())
    assert len(set(codes)) == 8
    assert 'href="/admin/pages/"' in done.content.decode()
    assert with_password.get(HOME).status_code == 200
    assert with_password.session.session_key != before
    assert codes[0] not in with_password.get(SETUP).content.decode()


@pytest.mark.attack
def test_who_had_the_password_before_does_not_know_the_key_that_is_bound(with_password, officer):
    """A keeper follows the link first, looks at the key, and gives the owner another link."""

    def key_shown(browser):
        return re.search(r'<code id="key"[^>]*>([A-Z2-7 ]+)</code>', browser.get(SETUP).content.decode())[1]

    owner = Client()
    owner.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    known, bound = key_shown(with_password), key_shown(owner)
    assert known != bound
    assert key_shown(owner) == bound  # a reload shows the same
    device = Authenticator.objects.filter(user=officer).latest("pk")
    assert owner.post(SETUP, {"code": current_code(device)}).status_code == 200
    assert Authenticator.objects.get(user=officer) == device
    assert with_password.get(SETUP)["Location"] == CODE


def test_keys_that_nobody_binds_do_not_pile_up(officer):
    for _sign_in in range(9):
        second_factor.pending_device(officer, {})
    assert Authenticator.objects.filter(user=officer).count() == second_factor.MOST_PENDING


def test_wrong_code_at_setting_up_confirms_nothing(with_password, officer):
    with_password.get(SETUP)
    device = Authenticator.objects.get(user=officer)
    wrong = f"{(int(current_code(device)) + 1) % 10**6:06d}"
    response = with_password.post(SETUP, {"code": wrong})
    assert response.status_code == 400
    assert "验证码不对" in response.content.decode()
    device.refresh_from_db()
    assert not device.confirmed
    assert with_password.get(HOME).status_code == 302


def test_whoever_has_a_device_cannot_bind_another_with_the_password_alone(with_password, device):
    assert with_password.get(SETUP)["Location"] == CODE
    assert with_password.post(SETUP, {"code": "000000"})["Location"] == CODE


def test_code_lets_in_and_leads_on(with_password, device):
    response = with_password.post(CODE, {"code": current_code(device), "next": "/admin/account/"})
    assert response["Location"] == "/admin/account/"
    assert with_password.get(HOME).status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_only_our_own_addresses_are_led_on_to(with_password, device, wanted):
    response = with_password.post(CODE, {"code": current_code(device), "next": wanted})
    assert response["Location"] == HOME


def test_same_code_works_once(with_password, device, client):
    code = current_code(device)
    with_password.post(CODE, {"code": code})
    with_password.post(reverse("wagtailadmin_logout"))
    with_password.force_login(device.user, backend="django.contrib.auth.backends.ModelBackend")
    assert with_password.post(CODE, {"code": code}).status_code == 400


def test_trying_fast_is_held_back_even_with_the_right_code(with_password, device):
    now = time.time()
    with time_machine.travel(now, tick=False):  # however long this machine takes, no second goes by
        right = current_code(device)
        for _n in range(tries.FREE_TRIES + 1):
            with_password.post(CODE, {"code": "000000" if right != "000000" else "000001"})
        response = with_password.post(CODE, {"code": right})
    assert response.status_code == 400
    assert "试得太快了" in response.content.decode()
    with time_machine.travel(now + tries.LONGEST_WAIT, tick=False):
        assert with_password.post(CODE, {"code": current_code(device)}).status_code == 302


@pytest.mark.attack
@pytest.mark.parametrize("typed", ["000000", "９９９９９９", "abcd-2345"])
def test_a_wrong_code_is_a_line_of_the_log_that_names_nobody(with_password, officer, device, typed, caplog):
    StaticDevice.objects.create(user=officer)
    with_password.post(CODE, {"code": typed})
    said = [record.getMessage() for record in caplog.records if "second factor" in record.getMessage()]
    assert said == [f"sign-in: a wrong second factor, of account {officer.pk}"]


@pytest.mark.parametrize("typed", ["", "   ", "１２", "x" * 5000, "\x00", "没有", "1e5", "-1", "²²²²²²"])
def test_nonsense_is_a_message_not_an_error(with_password, device, typed):
    assert with_password.post(CODE, {"code": typed}).status_code == 400


def test_recovery_code_works_once_and_says_how_many_are_left(with_password, officer, device):
    recovery = StaticDevice.objects.create(user=officer, name="备用码")
    for token in ("abcd2345", "efgh2345"):
        StaticToken.objects.create(device=recovery, token=second_factor.kept_of(officer, token))
    response = with_password.post(CODE, {"code": "ABCD-2345"}, follow=True)
    assert "还剩 1 个" in response.content.decode()
    with_password.post(reverse("wagtailadmin_logout"))
    with_password.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert with_password.post(CODE, {"code": "abcd2345"}).status_code == 400


def test_a_verified_officer_may_change_phones(with_password, officer, device):
    pass_second_factor(with_password, officer)
    with_password.get(SETUP)
    new = Authenticator.objects.get(user=officer, confirmed=False)
    assert with_password.post(SETUP, {"code": current_code(new)}).status_code == 200
    assert list(Authenticator.objects.filter(user=officer)) == [new]
    assert with_password.get(HOME).status_code == 200


def test_login_page_needs_no_factor(client, db):
    assert client.get("/admin/login/").status_code == 200


def test_every_other_view_of_the_admin_is_behind_the_factor(with_password, device):
    """Not by a list of doors: whatever the resolver knows under /admin/ and is not expressly open."""
    from django.urls import NoReverseMatch

    from foundation.accounts.middleware import OPEN_VIEWS
    from tests.test_access import all_addresses

    tried = 0
    for name, _pattern in all_addresses():
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        if address.startswith("/admin/") and name not in OPEN_VIEWS:
            tried += 1
            response = with_password.get(address)
            assert (response.status_code, response["Location"].split("?")[0]) == (302, CODE), name
    assert tried > 50
