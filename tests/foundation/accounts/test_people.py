"""Accounts are opened, closed and opened again by those who look after the office, who never know a password."""

import re

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from foundation.accounts import services
from foundation.accounts.models import Membership, Role, User
from foundation.accounts.testing import pass_second_factor

PEOPLE = "/admin/people/"
NEW_PASSWORD = "long-and-invented-2026"


@pytest.fixture
def sign_in(client):
    def sign_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        pass_second_factor(client, user)
        return client

    return sign_in


@pytest.fixture
def keeper(make_user, bureau):
    return make_user("keeper", bureau, Role.SUPERVISOR)


def newcomer(office, **changes):
    values = {"last_name": "方", "first_name": "敏", "username": "fangmin", "office": office.pk}
    return {**values, "role": Role.RECEPTIONIST, **changes}


def link_in(response):
    return re.search(r"http://testserver(/admin/welcome/\S+?/)<", response.content.decode())[1]


def set_password(address, password=NEW_PASSWORD):
    """As the newcomer, in a browser of their own: follow the link and set a password."""
    theirs = Client()
    form = theirs.get(address, follow=True)
    if not form.redirect_chain:
        return theirs, form
    place = form.redirect_chain[-1][0]
    return theirs, theirs.post(place, {"new_password1": password, "new_password2": password}, follow=True)


def test_a_new_colleague_sets_a_password_and_signs_in(sign_in, keeper, agency):
    address = link_in(sign_in(keeper).post(f"{PEOPLE}add/", newcomer(agency)))
    person = User.objects.get(username="fangmin")
    assert not person.has_usable_password()
    assert services.roles_of(person, agency) == {Role.RECEPTIONIST}
    theirs, done = set_password(address)
    assert "密码设好了" in done.content.decode()
    person.refresh_from_db()
    assert person.check_password(NEW_PASSWORD)
    assert theirs.login(username="fangmin", password=NEW_PASSWORD, request=done.wsgi_request)
    logged = ModelLogEntry.objects.filter(object_id=str(person.pk)).order_by("pk")
    assert [(e.action, e.user) for e in logged] == [
        ("accounts.open", keeper),
        ("accounts.appoint", keeper),
        ("accounts.welcome", keeper),
        ("accounts.set_password", person),
    ]


def test_a_link_works_once(sign_in, keeper, agency):
    address = link_in(sign_in(keeper).post(f"{PEOPLE}add/", newcomer(agency)))
    set_password(address)
    _theirs, again = set_password(address)
    assert "用过了" in again.content.decode()


def test_a_link_of_somebody_shut_out_does_not_work(sign_in, keeper, agency):
    address = link_in(sign_in(keeper).post(f"{PEOPLE}add/", newcomer(agency)))
    User.objects.filter(username="fangmin").update(is_active=False)
    _theirs, page = set_password(address)
    assert "用过了" in page.content.decode()


def test_a_weak_password_is_refused(sign_in, keeper, agency):
    address = link_in(sign_in(keeper).post(f"{PEOPLE}add/", newcomer(agency)))
    _theirs, page = set_password(address, "12345678")
    assert not User.objects.get(username="fangmin").has_usable_password()
    assert "密码太短，至少要 12 个字" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": Role.OPERATOR}, "运维由上级运维来任命"),
        ({"username": "keeper"}, "此用户名已被占用"),
        ({"last_name": ""}, "必需字段"),
    ],
)
def test_what_cannot_be_opened_is_said_and_nothing_is_written(sign_in, keeper, agency, changes, said):
    text = sign_in(keeper).post(f"{PEOPLE}add/", newcomer(agency, **changes)).content.decode()
    assert said in text
    assert not User.objects.filter(username="fangmin").exists()


def test_no_account_in_somebody_elses_office(sign_in, keeper, elsewhere):
    sign_in(keeper).post(f"{PEOPLE}add/", newcomer(elsewhere))
    assert not User.objects.filter(username="fangmin").exists()


def test_the_list_shows_ones_own_people(sign_in, keeper, officer, make_user, elsewhere):
    make_user("stranger", elsewhere)
    text = sign_in(keeper).get(PEOPLE).content.decode()
    assert "wang" in text
    assert "stranger" not in text
    assert f"{PEOPLE}{officer.pk}/link/" in text
    assert f"/admin/second-factor/reset/{officer.pk}/" in text
    assert f"{PEOPLE}{keeper.pk}/active/" not in text


def test_who_is_shut_out_is_out_at_once_and_comes_back(sign_in, keeper, officer):
    theirs = Client()
    theirs.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(theirs, officer)
    client, address = sign_in(keeper), f"{PEOPLE}{officer.pk}/active/"
    assert "停用账号" in client.get(address).content.decode()
    client.post(address)
    assert theirs.get("/admin/")["Location"].startswith("/admin/login/")
    assert Membership.objects.filter(user=officer).exists()
    client.post(address)
    officer.refresh_from_db()
    assert officer.is_active


@pytest.mark.parametrize(
    ("place", "role"),
    [("elsewhere", Role.SUPERVISOR), ("bureau", Role.RECEPTIONIST), ("bureau", Role.APPROVER)],
)
@pytest.mark.parametrize("act", ["link", "active"])
def test_others_may_not(sign_in, make_user, officer, place, role, act, request):
    client = sign_in(make_user("other", request.getfixturevalue(place), role))
    assert client.post(f"{PEOPLE}{officer.pk}/{act}/").status_code == 404
    officer.refresh_from_db()
    assert officer.is_active


@pytest.mark.parametrize("act", ["link", "active"])
def test_nobody_acts_on_themselves_nor_on_who_also_works_elsewhere(sign_in, keeper, officer, elsewhere, act):
    services.give_role(officer, Role.REVIEWER, elsewhere)
    client = sign_in(keeper)
    for person in (keeper, officer):
        assert client.post(f"{PEOPLE}{person.pk}/{act}/").status_code == 302
        person.refresh_from_db()
        assert person.is_active
    assert not ModelLogEntry.objects.filter(action="accounts.welcome").exists()
