import time

import pytest
from django.core.cache import cache
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from foundation.accounts.models import Office, Role, User
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
    return TOTPDevice.objects.create(user=officer, name="手机", confirmed=True)


def current_code(device, offset=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + offset
    return f"{totp.token():06d}"


@pytest.fixture
def with_password(client, officer):
    """A browser past the password and not past the second factor."""
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client
