"""Staff sign in at one place, where wrong passwords are counted, whoever tries and from wherever."""

import pytest
from django.contrib.auth.views import LoginView
from django.test import Client
from django.urls import resolve, reverse

from foundation.guessing.models import Tally
from tests.foundation.accounts.conftest import PASSWORD
from tests.test_access import all_addresses

pytestmark = [pytest.mark.attack, pytest.mark.django_db]


def leads_to(address):
    view = resolve(address).func
    while hasattr(view, "__wrapped__") and not hasattr(view, "view_class"):
        view = view.__wrapped__
    return getattr(view, "view_class", None)


def test_there_is_one():
    doors = set()
    for name, pattern in all_addresses():
        view = getattr(pattern.callback, "view_class", None)
        if view and issubclass(view, LoginView):
            found = leads_to(reverse(name))
            doors |= {name} if found and issubclass(found, LoginView) else set()
    assert doors == {"wagtailadmin_login"}


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_wagtails_door_to_private_pages_looks_at_no_password(django_user_model, language, password):
    django_user_model.objects.create_user("wang", password=PASSWORD)
    browser = Client()
    answer = browser.post(f"/{language}/_util/login/", {"username": "wang", "password": password})
    assert answer.status_code == 403
    assert "_auth_user_id" not in browser.session
    assert not Tally.objects.exists()


@pytest.mark.parametrize("prefix", ["", "/zh-hans", "/documents", "/admin"])
def test_there_is_no_other_by_that_name(prefix):
    for address in ("_util/login/", "login/", "accounts/login/"):
        answer = Client().get(f"{prefix}/{address}")
        is_the_one = f"{prefix}/{address}" == "/admin/login/"
        assert (answer.status_code == 200) is is_the_one
