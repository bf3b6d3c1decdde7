import time
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DjangosStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from foundation.accounts.models import StaffSession
from foundation.accounts.sessions import SessionStore, kept_of
from foundation.accounts.testing import pass_second_factor
from tests.foundation.accounts.conftest import PASSWORD
from tests.migrating import migrate

HOUR = 3600


@pytest.fixture
def inside(with_password, officer):
    pass_second_factor(with_password, officer)
    return with_password


def later(seconds):
    return time_machine.travel(time.time() + seconds, tick=False)


def test_an_hour_without_a_sign_of_life_ends_the_session(inside):
    with later(HOUR + 1):
        response = inside.get("/admin/account/")
        assert response["Location"] == "/admin/login/?next=/admin/account/"
        assert "太久没有操作" in inside.get(response["Location"]).content.decode()


def test_working_keeps_it_open_but_not_beyond_twelve_hours(inside):
    start = time.time()
    for minutes in range(0, 12 * 60, 50):
        with time_machine.travel(start + minutes * 60, tick=False):
            assert inside.get("/admin/account/").status_code == 200, minutes
    with time_machine.travel(start + 12 * HOUR + 10, tick=False):
        assert "/login/" in inside.get("/admin/account/")["Location"]


def test_the_editors_own_pings_are_no_sign_of_life(inside, officer):
    with later(50 * 60):
        inside.post("/admin/editing-sessions/ping/accounts/user/1/1/")
    with later(HOUR + 10):
        assert "/login/" in inside.get("/admin/account/")["Location"]


def test_a_form_sent_too_late_says_how_to_save_what_was_typed(inside):
    with later(HOUR + 1):
        response = inside.post("/admin/account/", {"x": "y"})
        assert response.status_code == 403
        assert "在新窗口里登录" in response.content.decode()


def test_background_request_after_the_end(inside):
    with later(HOUR + 1):
        response = inside.post("/admin/account/", headers={"x-requested-with": "XMLHttpRequest"})
        assert response.status_code == 403


def test_session_without_a_clock_is_over(inside):
    session = inside.session
    del session["staff_signed_in_at"]
    session.save()
    assert "/login/" in inside.get("/admin/")["Location"]


def sign_in(client, password, username="wang", address="192.0.2.1"):
    return client.post(
        "/admin/login/", {"username": username, "password": password, "next": "/admin/"}, REMOTE_ADDR=address
    )


def test_signing_in_changes_the_session_key(client, officer):
    client.get("/admin/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = client.session.session_key
    assert sign_in(client, PASSWORD).status_code == 302
    assert client.session.session_key != before


def test_many_wrong_passwords_lock_this_name_at_this_address_alone(client, officer, make_user):
    for _n in range(8):
        response = sign_in(client, "wrong")
    assert response.status_code == 429
    text = response.content.decode()
    assert "等 15 分钟" in text
    assert sign_in(client, PASSWORD).status_code == 429
    assert AccessAttempt.objects.count() == 1
    assert sign_in(client, PASSWORD, address="192.0.2.2").status_code == 302


def test_lock_ends_after_a_quarter_of_an_hour(client, officer):
    for _n in range(8):
        sign_in(client, "wrong")
    with later(15 * 60 + 1):
        assert sign_in(client, PASSWORD).status_code == 302


# --- the store: one plain statement, and what Django's own would say -----------------------------------
@pytest.mark.django_db
def test_a_session_opens_as_djangos_own_by_one_statement(django_assert_num_queries):
    kept = SessionStore()
    kept["draft"] = "a1"
    kept.save()
    with django_assert_num_queries(1):
        assert SessionStore(kept.session_key).load() == {"draft": "a1"}
    assert DjangosStore(kept_of(kept.session_key)).load() == {"draft": "a1"}


@pytest.mark.attack
@pytest.mark.django_db
def test_what_lies_in_the_table_opens_nobodys_session(inside, officer):
    """A thief of the disk puts it into a cookie."""
    own_sessions_keys = set(StaffSession.objects.values_list("session_key", flat=True))
    for kept in {*Session.objects.values_list("session_key", flat=True), *own_sessions_keys}:
        assert kept != inside.session.session_key
        thief = Client()
        thief.cookies[settings.STAFF_SESSION_COOKIE_NAME] = kept
        thief.cookies[settings.SESSION_COOKIE_NAME] = kept
        assert thief.get("/admin/")["Location"].startswith("/admin/login/")
    assert inside.get("/admin/").status_code == 200


@pytest.mark.django_db
def test_who_was_signed_in_before_keys_were_digests_stays_so(inside):
    key = inside.session.session_key
    migrate("accounts", "0009_hashed_recovery_codes")
    Session.objects.filter(pk=kept_of(key)).delete()
    Session.objects.create(
        pk=key, session_data=SessionStore().encode({"a": 1}), expire_date=timezone.now() + timedelta(1)
    )
    migrate("accounts")
    assert SessionStore(key).load() == {"a": 1}
    assert not Session.objects.filter(pk=key).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 32, "'; --" * 8, "章" * 20])
def test_a_key_of_nobodys_opens_nothing_and_is_not_taken_over(key):
    store = SessionStore(key)
    assert store.load() == {}
    assert store.session_key is None


@pytest.mark.django_db
def test_a_session_whose_time_is_over_opens_nothing():
    kept = SessionStore()
    kept.set_expiry(60)
    kept["draft"] = "a1"
    kept.save()
    with later(61):
        assert SessionStore(kept.session_key).load() == {}


@pytest.mark.django_db
def test_a_session_that_somebody_has_changed_opens_nothing():
    kept = SessionStore()
    kept["draft"] = "a1"
    kept.save()
    kept.model.objects.filter(pk=kept_of(kept.session_key)).update(session_data="eyJkcmFmdCI6ImIyIn0:forged")
    assert SessionStore(kept.session_key).load() == {}
