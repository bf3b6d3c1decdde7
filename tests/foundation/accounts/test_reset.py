import pytest
from wagtail.models import ModelLogEntry

from foundation.accounts.models import Authenticator, Role
from foundation.accounts.testing import pass_second_factor


def address(user):
    return f"/admin/second-factor/reset/{user.pk}/"


@pytest.fixture
def signed_in_as(client, make_user):
    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        pass_second_factor(client, user)
        return client

    return sign_in


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OPERATOR])
def test_supervisor_above_resets_and_it_is_logged(signed_in_as, make_user, bureau, officer, device, role):
    keeper = make_user("keeper", bureau, role)
    client = signed_in_as(keeper)
    assert client.get(address(officer)).status_code == 200
    assert client.post(address(officer)).status_code == 302
    assert not Authenticator.objects.filter(user=officer).exists()
    entry = ModelLogEntry.objects.get(action="accounts.reset_second_factor")
    assert (entry.user, entry.object_id) == (keeper, str(officer.pk))


def test_a_session_verified_by_the_old_device_ends(signed_in_as, client, make_user, bureau, officer, device):
    from django.test import Client

    theirs = Client()
    theirs.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(theirs, officer)
    assert theirs.get("/admin/").status_code == 200
    signed_in_as(make_user("keeper", bureau, Role.SUPERVISOR)).post(address(officer))
    assert theirs.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("place", "role"),
    [("elsewhere", Role.SUPERVISOR), ("bureau", Role.RECEPTIONIST), ("bureau", Role.APPROVER)],
)
def test_others_may_not(signed_in_as, make_user, officer, device, place, role, request):
    client = signed_in_as(make_user("other", request.getfixturevalue(place), role))
    client.post(address(officer))
    assert Authenticator.objects.filter(user=officer).exists()


def test_supervisor_may_not_reset_a_superuser_nor_themselves(signed_in_as, make_user, bureau, admin_user):
    keeper = make_user("keeper", bureau, Role.SUPERVISOR)
    Authenticator.objects.create(user=admin_user, confirmed=True)
    client = signed_in_as(keeper)
    client.post(address(admin_user))
    client.post(address(keeper))
    assert Authenticator.objects.filter(user=admin_user).exists()
    assert Authenticator.objects.filter(user=keeper).exists()
