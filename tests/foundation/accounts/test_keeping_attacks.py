"""A keeper acts on nobody who holds, anywhere, a role that the keeper could not have given; nor on themselves."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foundation.accounts import keeping, proposals, services
from foundation.accounts.models import Authenticator, Membership, Proposal, Role
from foundation.accounts.testing import pass_second_factor

pytestmark = [pytest.mark.attack, pytest.mark.django_db]


@pytest.fixture
def supervisor(make_user, bureau):
    return make_user("sup", bureau, Role.SUPERVISOR)


@pytest.fixture
def browser(supervisor):
    client = Client()
    client.force_login(supervisor, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, supervisor)
    return client


@pytest.fixture
def operator(make_user, agency):
    """Of an office below the supervisor's own."""
    person = make_user("op", agency, Role.OPERATOR)
    services.give_role(person, Role.RECEPTIONIST, agency)
    Authenticator.objects.create(user=person, confirmed=True)
    return person


def every_act_on(person):
    yield f"/admin/second-factor/reset/{person.pk}/", {}
    for act in ("link", "active"):
        yield f"/admin/people/{person.pk}/{act}/", {}
    yield f"/admin/people/{person.pk}/name/", {"last_name": "别", "first_name": "人", "email": "a@b.invalid"}
    for membership in person.memberships.all():
        yield f"/admin/memberships/delete/{membership.pk}/", {}
        role = {"user": person.pk, "office": membership.office_id, "role": Role.REVIEWER}
        yield f"/admin/memberships/edit/{membership.pk}/", role
        yield "/admin/memberships/new/", role
    yield f"/admin/users/{person.pk}/", {"username": "op", "password1": "x" * 16, "password2": "x" * 16}
    yield f"/admin/users/edit/{person.pk}/", {"username": "op", "password1": "x" * 16, "password2": "x" * 16}
    yield f"/admin/users/delete/{person.pk}/", {}
    for act in ("delete", "assign_role", "set_active_state"):
        yield f"/admin/bulk/accounts/user/{act}/?id={person.pk}", {"role": 1, "mark_as_active": False}


def state_of(person):
    person.refresh_from_db()
    return (
        sorted(person.memberships.values_list("office", "role")),
        person.groups.count(),
        (person.is_active, person.is_superuser, person.password, str(person), person.email),
        Authenticator.objects.filter(user=person).count(),
        Proposal.objects.count(),
        ModelLogEntry.objects.filter(action="accounts.welcome").count(),
    )


def nothing_happens_to(person, browser):
    before, acts = state_of(person), list(every_act_on(person))
    for address, data in acts:
        answer = browser.post(address, data)
        assert answer.status_code in (200, 302, 403, 404, 405), address
        assert "welcome/" not in answer.content.decode(), address
        assert state_of(person) == before, address
    assert len(acts) > 9


def test_a_supervisor_does_nothing_to_an_operator_below(browser, operator):
    nothing_happens_to(operator, browser)


def test_a_supervisor_does_nothing_to_who_is_something_elsewhere(browser, make_user, agency, elsewhere):
    person = make_user("both", agency, Role.RECEPTIONIST)
    services.give_role(person, Role.RECEPTIONIST, elsewhere)
    nothing_happens_to(person, browser)


def test_a_supervisor_does_nothing_to_a_superuser_with_a_desk_below(browser, make_user, agency):
    nothing_happens_to(make_user("root", agency, is_superuser=True), browser)


def test_a_supervisor_does_nothing_to_themselves(browser, supervisor):
    nothing_happens_to(supervisor, browser)


def test_a_supervisor_of_the_desk_does_nothing_to_the_supervisor_above(make_user, bureau, agency, supervisor):
    below = make_user("low", agency, Role.SUPERVISOR)
    services.give_role(supervisor, Role.RECEPTIONIST, agency)
    client = Client()
    client.force_login(below, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, below)
    nothing_happens_to(supervisor, client)


def test_groups_are_not_edited_by_keepers(browser):
    for address in ("/admin/groups/", "/admin/groups/new/", "/admin/groups/edit/1/"):
        assert browser.post(address, {"name": "x"}).status_code in (302, 403, 404, 405)


@pytest.mark.parametrize("kind", ["link", "reset", "appoint"])
def test_who_waits_for_a_role_elsewhere_is_not_taken_meanwhile(
    supervisor, make_user, agency, elsewhere, kind
):
    """An account that another house has opened, before its second keeper confirms: nobody's, and so anybody's."""
    theirs, office = make_user("theirs", elsewhere, Role.SUPERVISOR), agency
    person, proposal = proposals.open_account(
        username="fangmin",
        last_name="方",
        first_name="敏",
        role=Role.APPROVER,
        office=elsewhere,
        actor=theirs,
    )
    if kind != "appoint":
        services.give_role(person, Role.RECEPTIONIST, agency)  # as if it had got that far
    wish = keeping.Wish(kind, person, *((office, Role.RECEPTIONIST) if kind == "appoint" else ()))
    with pytest.raises(PermissionDenied):
        proposals.do_or_propose(wish, actor=supervisor)
    Membership.objects.filter(user=person).delete()
    second = make_user("second", elsewhere, Role.OPERATOR)
    proposals.confirm(proposal.pk, actor=second)
    assert services.has_role(person, Role.APPROVER, elsewhere)


def test_whom_another_house_has_opened_is_not_among_those_to_choose(browser, make_user, elsewhere):
    theirs = make_user("theirs", elsewhere, Role.SUPERVISOR)
    proposals.open_account(
        username="fangmin",
        last_name="方",
        first_name="敏",
        role=Role.APPROVER,
        office=elsewhere,
        actor=theirs,
    )
    assert "方敏" not in browser.get("/admin/memberships/new/").content.decode()
    assert "fangmin" not in browser.get("/admin/people/").content.decode()


@pytest.mark.parametrize("kind", ["link", "reset"])
@pytest.mark.parametrize("role", keeping.DECIDING[:2])
def test_taking_the_role_away_first_opens_nothing(supervisor, make_user, agency, kind, role):
    """Take the role, take the account, ask for the role again."""
    person = make_user("decider", agency, role)
    services.give_role(person, Role.RECEPTIONIST, agency)
    keeping.take_role(person.memberships.get(role=role), actor=supervisor)
    waiting, done = proposals.do_or_propose(keeping.Wish(kind, person), actor=supervisor)
    assert (waiting.kind, done) == (kind, None)


def test_after_a_while_it_is_an_account_like_any_other(supervisor, make_user, agency):
    person = make_user("decider", agency, Role.APPROVER)
    services.give_role(person, Role.RECEPTIONIST, agency)
    keeping.take_role(person.memberships.get(role=Role.APPROVER), actor=supervisor)
    with time_machine.travel(timezone.now() + keeping.REMEMBERED + timedelta(days=1)):
        _none, address = proposals.do_or_propose(keeping.Wish("link", person), actor=supervisor)
    assert address


@pytest.mark.parametrize("kind", ["link", "reset", "appoint"])
def test_nor_does_the_service_whoever_calls_it(supervisor, operator, agency, kind):
    wish = keeping.Wish(kind, operator, *((agency, Role.REVIEWER) if kind == "appoint" else ()))
    with pytest.raises(PermissionDenied):
        proposals.do_or_propose(wish, actor=supervisor)


def test_what_a_keeper_may_is_the_same_asked_of_one_and_of_many(
    supervisor, operator, officer, make_user, elsewhere
):
    """`may_appoint` and the query agree, role by role and office by office."""
    for office in (*services.offices_kept_by(supervisor), elsewhere):
        for role in Role:
            person = make_user(f"p-{role}-{office.pk}", office, role)
            in_reach = keeping.within_reach_of(supervisor).filter(pk=person.pk).exists()
            assert in_reach == keeping.may_appoint(supervisor, role, office), (role, office)


def test_somebody_shut_out_keeps_nobody(supervisor, officer):
    supervisor.is_active = False
    assert not keeping.keeps(supervisor, officer)
    assert not Membership.objects.filter(user=officer, role=Role.SUPERVISOR).exists()
