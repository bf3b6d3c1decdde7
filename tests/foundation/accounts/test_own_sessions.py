"""One sees where one is signed in, and ends it from elsewhere."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from foundation.accounts import own_sessions, tasks
from foundation.accounts.models import StaffSession
from foundation.accounts.sessions import kept_of
from tests.foundation.accounts.conftest import current_code

pytestmark = pytest.mark.django_db
PAGE = "/admin/account/sessions/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def sign_in(officer, device, agent=CHROME, offset=0, **headers):
    client = Client(headers={"user-agent": agent, **headers})
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/admin/second-factor/", {"code": current_code(device, offset)}).status_code == 302
    return client


@pytest.fixture
def two(officer, device):
    return sign_in(officer, device, offset=-30), sign_in(officer, device, "Safari iPhone", offset=0)


def test_both_are_listed_one_is_this(two):
    page = two[0].get(PAGE).content.decode()
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    assert page.count("就是这里") == 1
    assert "127.0.*.*" in page
    assert "127.0.0.1" not in page


@pytest.mark.attack
def test_a_stolen_session_is_ended_at_once(two):
    mine, stolen = two
    assert stolen.get("/admin/").status_code == 200
    mine.post(PAGE, {"session": "others"})
    assert stolen.get("/admin/")["Location"].startswith("/admin/login/")
    assert mine.get("/admin/").status_code == 200
    assert StaffSession.objects.count() == 1


def test_one_is_ended_by_its_number(two):
    mine, other = two
    key = kept_of(other.session.session_key)
    mine.post(PAGE, {"session": str(StaffSession.objects.get(session_key=key).pk)})
    assert not Session.objects.filter(session_key=key).exists()


@pytest.mark.attack
@pytest.mark.parametrize("which", ["x", "", "0", "-1", "９", "9" * 30])
def test_nobody_ends_what_is_not_theirs(two, make_user, agency, which):
    stranger = make_user("li", agency)
    client = Client()
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    from foundation.accounts.testing import pass_second_factor

    pass_second_factor(client, stranger)
    for wanted in (which, "others", str(StaffSession.objects.first().pk)):
        client.post(PAGE, {"session": wanted})
    assert StaffSession.objects.count() == 2
    assert two[0].get("/admin/").status_code == 200


def test_what_has_ended_is_forgotten(two):
    StaffSession.objects.filter(pk=StaffSession.objects.first().pk).update(seen_at="2020-01-01T00:00Z")
    assert two[0].get(PAGE).content.decode().count("·") == 1
    tasks.forget_sessions(0)
    assert StaffSession.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "shown"),
    [("203.0.113.7", "203.0.*.*"), ("2001:db8:1::7", "2001:0db8:*"), ("unix:", ""), ("", "")],
)
def test_addresses_are_masked(address, shown):
    assert own_sessions.masked(address) == shown
