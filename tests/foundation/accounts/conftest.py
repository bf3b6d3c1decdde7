import time

import pytest
from django.core.cache import cache

from foundation.accounts.models import Authenticator, Office, Role, User
from foundation.accounts.services import give_role

PASSWORD = "a-long-invented-password"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def bureau(db):
    return Office.add_root(code="bureau", name="赣州市司法局", kind=Office.Kind.DEPARTMENT)


@pytest.fixture
def agency(bureau):
    return bureau.add_child(code="agency", name="赣州市法律援助中心", kind=Office.Kind.AGENCY)


@pytest.fixture
def elsewhere(db):
    return Office.add_root(code="elsewhere", name="沈阳市司法局", kind=Office.Kind.DEPARTMENT)


@pytest.fixture
def make_user(db):
    def make(username, office=None, role=Role.RECEPTIONIST, **kwargs):
        user = User.objects.create_user(username, password=PASSWORD, **kwargs)
        if office:
            give_role(user, role, office)
        return user

    return make


@pytest.fixture
def officer(make_user, agency):
    return make_user("wang", agency)


@pytest.fixture
def device(officer):
    return Authenticator.objects.create(user=officer, name="手机", confirmed=True)


def current_code(device, offset=0):
    return f"{device.totp(time.time() + offset).token():06d}"


@pytest.fixture
def with_password(client, officer):
    """A browser past the password and not past the second factor."""
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client
