"""Whoever's account is changed is told: by message, and at the next sign-in until they have read it."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import LogContext

from foundation.accounts import keeping, proposals, second_factor, services
from foundation.accounts.middleware import CHANGES_READ
from foundation.accounts.models import AccountNotice, Authenticator, Proposal, Role
from foundation.accounts.testing import pass_second_factor
from foundation.notices.models import Message
from tests.foundation.accounts.conftest import PASSWORD, current_code

pytestmark = pytest.mark.django_db
HOME = "/admin/"


@pytest.fixture
def keeper(make_user, bureau):
    return make_user("keeper", bureau, Role.SUPERVISOR, last_name="程", first_name="守一")


@pytest.fixture
def worker(officer):
    """Somebody who has signed in before, and reads e-mail."""
    officer.last_login, officer.email = timezone.now(), "wang@example.com"
    officer.save()
    AccountNotice.objects.all().delete()
    Message.objects.all().delete()
    return officer


def browser_of(person, has_read=False):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, person)
    session = client.session
    session[CHANGES_READ] = has_read
    session.save()
    return client


def told(person):
    return [(n.kind, n.actor_label) for n in person.notices.order_by("pk")]


def act_of(keeper, kind, person, **about):
    return proposals.do_or_propose(keeping.Wish(kind, person, **about), actor=keeper)


def test_each_act_of_a_keeper_is_told_with_its_name(keeper, worker, agency):
    act_of(keeper, Proposal.Kind.RESET, worker)
    act_of(keeper, Proposal.Kind.LINK, worker)
    act_of(keeper, Proposal.Kind.APPOINT, worker, office=agency, role=Role.REVIEWER)
    keeping.take_role(worker.memberships.get(role=Role.REVIEWER), actor=keeper)
    keeping.rename(worker, actor=keeper, last_name="王", first_name="芳", email="wang@example.com")
    keeping.deactivate(worker, actor=keeper)
    act_of(keeper, Proposal.Kind.ACTIVATE, worker)
    kinds = ["factor_reset", "link", "role_given", "role_taken", "name", "deactivated", "activated"]
    assert told(worker) == [(kind, "程守一") for kind in kinds]
    messages = Message.objects.filter(template="staff_account")
    assert messages.filter(channel="staff").count() == messages.filter(channel="email").count() == 7
    assert "程守一" in messages.first().text()


@pytest.mark.attack
def test_moving_the_mailbox_first_hides_nothing(keeper, worker):
    keeping.rename(worker, actor=keeper, last_name="王", first_name="芳", email="keeper@example.com")
    addresses = {message.recipient for message in Message.objects.filter(channel="email")}
    assert addresses == {"wang@example.com", "keeper@example.com"}


@pytest.mark.attack
@pytest.mark.parametrize(
    "change",
    [
        lambda person: person.set_password("another-long-password"),
        lambda person: setattr(person, "is_superuser", True),
        lambda person: setattr(person, "is_active", False),
        lambda person: setattr(person, "username", "other"),
    ],
)
def test_whatever_road_a_change_takes_it_is_told(worker, admin_user, change):
    """By a page of Wagtail's, a command, a shell: whoever saves the row."""
    person = get_user_model().objects.get(pk=worker.pk)
    with LogContext(user=admin_user):
        change(person)
        person.save()
    assert [label for _kind, label in told(worker)] == [str(admin_user)]


def test_a_hash_made_anew_is_no_new_password(worker, settings):
    settings.PASSWORD_HASHERS = [
        *settings.PASSWORD_HASHERS,
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    older = make_password(PASSWORD, hasher="pbkdf2_sha256")
    get_user_model().objects.filter(pk=worker.pk).update(password=older)
    assert get_user_model().objects.get(pk=worker.pk).check_password(PASSWORD)
    assert not get_user_model().objects.get(pk=worker.pk).password.startswith("pbkdf2")
    assert told(worker) == []


def test_who_has_never_signed_in_is_told_nothing(keeper, officer):
    act_of(keeper, Proposal.Kind.LINK, officer)
    assert not AccountNotice.objects.exists()


def test_a_new_authenticator_is_told_the_first_is_not(worker):
    def bind():
        device = second_factor.pending_device(worker, {})
        second_factor.confirm(worker, device, current_code(device))

    bind()
    assert told(worker) == []
    bind()
    assert [kind for kind, _label in told(worker)] == ["factor_bound"]


def test_after_a_reset_the_next_authenticator_is_told(keeper, worker):
    act_of(keeper, Proposal.Kind.RESET, worker)
    device = second_factor.pending_device(worker, {})
    second_factor.confirm(worker, device, current_code(device))
    assert [kind for kind, _label in told(worker)] == ["factor_reset", "factor_bound"]
    assert Authenticator.objects.filter(user=worker).count() == 1


def test_the_next_sign_in_shows_it_until_it_is_read(keeper, worker):
    act_of(keeper, Proposal.Kind.LINK, worker)
    client = browser_of(worker)
    for address in (HOME, "/admin/inbox/"):
        assert client.get(address)["Location"].startswith("/admin/account/changes/")
    page = client.get("/admin/account/changes/").content.decode()
    assert "给出了设密码的链接" in page
    assert "程守一" in page
    assert client.get(HOME).status_code == 302  # looking is not yet saying so
    shown = worker.notices.get().pk
    answer = client.post("/admin/account/changes/", {"shown": [shown], "next": "/admin/inbox/"})
    assert answer["Location"] == "/admin/inbox/"
    assert client.get(HOME).status_code == 200
    assert browser_of(worker).get(HOME).status_code == 200


def test_what_came_while_the_page_stood_open_is_not_read_with_it(keeper, worker):
    act_of(keeper, Proposal.Kind.LINK, worker)
    client = browser_of(worker)
    shown = worker.notices.get().pk
    act_of(keeper, Proposal.Kind.RESET, worker)
    pass_second_factor(client, worker)
    session = client.session
    session[CHANGES_READ] = False
    session.save()
    client.post("/admin/account/changes/", {"shown": [shown, "x", "１"]})
    assert client.get(HOME).status_code == 302


@pytest.mark.attack
def test_nobody_reads_away_what_somebody_else_is_told(keeper, worker):
    act_of(keeper, Proposal.Kind.LINK, worker)
    browser_of(keeper).post("/admin/account/changes/", {"shown": [worker.notices.get().pk]})
    assert worker.notices.filter(seen_at=None).exists()


@pytest.mark.attack
def test_nobody_renames_themselves(worker):
    client = browser_of(worker, has_read=True)
    assert "name_email" not in client.get("/admin/account/").content.decode()
    data = {"locale-preferred_language": "zh-hans", "theme-theme": "system", "theme-density": "default"}
    for name in ("first_name", "last_name", "email"):
        data |= {f"name_email-{name}": "别人", name: "别人"}
    client.post("/admin/account/", data)
    worker.refresh_from_db()
    assert (worker.first_name, worker.last_name, worker.email) == ("", "", "wang@example.com")


def test_a_keeper_names_them_and_it_is_logged(keeper, worker):
    client = browser_of(keeper, has_read=True)
    data = {"last_name": "王", "first_name": "芳", "email": ""}
    assert client.post(f"/admin/people/{worker.pk}/name/", data).status_code == 302
    worker.refresh_from_db()
    assert str(worker) == "王芳"
    assert [kind for kind, _label in told(worker)] == ["name"]


def test_one_s_own_password_is_told_as_well(worker):
    client = browser_of(worker, has_read=True)
    data = {"password-old_password": PASSWORD, "locale-preferred_language": "zh-hans"}
    data |= {"theme-theme": "system", "theme-density": "default", "theme-contrast": "system"}
    data |= {f"password-new_password{n}": "quite-another-long-one" for n in (1, 2)}
    client.post("/admin/account/", data)
    assert told(worker) == [("password", str(worker))]
    assert services.roles_of(worker, worker.memberships.get().office)
