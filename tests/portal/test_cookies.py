"""The session of the admin and the visit of the public pages share no cookie; over HTTPS each is bound to the host."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from foundation.accounts.models import Role
from foundation.accounts.services import give_role
from foundation.accounts.testing import pass_second_factor

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
STAFF, VISIT = "staff", "sessionid"


@pytest.fixture(autouse=True)
def two_jars(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "one_jar" not in name]


@pytest.fixture
def officer(django_user_model, staff_office):
    person = django_user_model.objects.create_user("wang", password="a-long-invented-password")
    give_role(person, Role.RECEPTIONIST, staff_office)
    return person


@pytest.fixture
def browser(officer):
    """Signed in, as a browser is: the session in the admin's own cookie."""
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, officer)
    client.cookies[STAFF] = client.cookies.pop(VISIT).value
    return client


def test_signing_in_sets_the_admin_s_cookie_and_no_other(officer):
    client = Client()
    page = client.post("/admin/login/", {"username": "wang", "password": "a-long-invented-password"})
    assert page.status_code == 302
    assert client.cookies[STAFF].value
    assert VISIT not in client.cookies
    assert client.get("/admin/")["Location"].startswith("/admin/second-factor/")


def test_the_staff_s_session_opens_no_visit_and_a_visit_no_admin(browser):
    assert browser.get("/admin/").status_code == 200
    key = browser.cookies[STAFF].value
    browser.cookies.pop(STAFF)
    browser.cookies[VISIT] = key
    assert browser.get("/admin/")["Location"].startswith("/admin/login/")


def test_a_visit_begins_and_is_left_without_touching_the_officer_s_session(browser):
    browser.post("/zh-hans/apply/", {"notice": "on", "sensitive": "on"})
    assert browser.cookies[VISIT].value not in ("", browser.cookies[STAFF].value)
    browser.get("/leave")
    assert browser.get("/admin/").status_code == 200


def test_signing_out_ends_the_officer_s_session_alone(browser):
    browser.post("/zh-hans/apply/", {"notice": "on", "sensitive": "on"})
    visit = browser.cookies[VISIT].value
    browser.post("/admin/logout/")
    assert browser.cookies[STAFF]["max-age"] == 0
    assert browser.cookies[VISIT].value == visit


@pytest.mark.parametrize(
    ("https", "names"),
    [
        ("true", "__Host-sessionid __Host-staff __Host-csrftoken True None"),
        ("false", "sessionid staff csrftoken False None"),
    ],
)
def test_over_https_cookies_are_bound_to_the_host(https, names):
    asked = (
        "from portal.settings import production as s;"
        "print(s.SESSION_COOKIE_NAME, s.STAFF_SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " getattr(s, 'SESSION_COOKIE_DOMAIN', None))"
    )
    env = {**os.environ, "HTTPS": https, "ALLOWED_HOSTS": "fy.example"}
    done = subprocess.run(
        [sys.executable, "-c", asked],
        check=True,
        capture_output=True,
        text=True,
        env=env,
        cwd=settings.BASE_DIR,
    )
    assert done.stdout.strip() == names


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({}, "max-age=60"),
        ({"SECURE_HSTS_INCLUDE_SUBDOMAINS": True}, "max-age=60; includeSubDomains"),
        (
            {"SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_HSTS_PRELOAD": True},
            "max-age=60; includeSubDomains; preload",
        ),
    ],
)
def test_hsts_says_what_is_set(settings, wanted, said):
    settings.SECURE_HSTS_SECONDS = 60
    for name, value in wanted.items():
        setattr(settings, name, value)
    assert Client().get("/zh-hans/", secure=True)["Strict-Transport-Security"] == said
