"""What opens a door to an account that decides takes two keepers; what closes one takes one, at once."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from foundation.accounts import keeping, proposals, services
from foundation.accounts.models import Authenticator, Membership, Proposal, Role
from foundation.accounts.testing import pass_second_factor

pytestmark = pytest.mark.django_db
Kind = Proposal.Kind


@pytest.fixture
def one(make_user, bureau):
    return make_user("one", bureau, Role.SUPERVISOR, last_name="程", first_name="守一")


@pytest.fixture
def other(make_user, bureau):
    return make_user("other", bureau, Role.OPERATOR)


@pytest.fixture
def approver(make_user, agency):
    person = make_user("approver", agency, Role.APPROVER)
    Authenticator.objects.create(user=person, confirmed=True)
    return person


def browser_of(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, person)
    return client


def propose(actor, person, kind=Kind.APPOINT, office=None, role=""):
    return proposals.do_or_propose(keeping.Wish(kind, person, office, role), actor=actor)


@pytest.mark.parametrize(
    "role", [role for role in keeping.DECIDING if role != Role.AUDITOR]
)  # test_auditors.py has them
def test_a_deciding_role_waits_for_the_second(one, other, officer, agency, role):
    first = other if role == Role.OPERATOR else one
    services.give_role(other, Role.OPERATOR, agency)
    proposal, _done = propose(first, officer, office=agency, role=role)
    assert role not in services.roles_of(officer, agency)
    if first == one:
        proposals.confirm(proposal.pk, actor=other)
        assert Membership.objects.get(user=officer, role=role).since is not None


def test_another_role_takes_one(one, officer, agency):
    assert propose(one, officer, office=agency, role=Role.REVIEWER) == (None, None)
    assert Membership.objects.filter(user=officer, role=Role.REVIEWER).exists()


@pytest.mark.attack
@pytest.mark.parametrize("who", ["proposer", "person", "beside", "without_role"])
def test_the_second_is_another_keeper_who_may_appoint(one, officer, make_user, agency, elsewhere, who):
    services.give_role(officer, Role.RECEPTIONIST, agency)
    proposal, _done = propose(one, officer, office=agency, role=Role.APPROVER)
    second = {
        "proposer": lambda: one,
        "person": lambda: officer,
        "beside": lambda: make_user("beside", elsewhere, Role.OPERATOR),
        "without_role": lambda: make_user("puppet", agency, Role.REVIEWER),
    }[who]()
    with pytest.raises(PermissionDenied):
        proposals.confirm(proposal.pk, actor=second)
    browser_of(second).post(f"/admin/people/proposals/{proposal.pk}/", {"yes": "1"})
    assert not Membership.objects.filter(user=officer, role=Role.APPROVER).exists()


@pytest.mark.attack
def test_the_database_takes_no_second_who_is_the_first(one, other, officer, agency):
    proposal, _done = propose(one, officer, office=agency, role=Role.APPROVER)
    for second in (one, officer):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(
                outcome="confirmed", settled_by=second, settled_at=timezone.now()
            )


@pytest.mark.attack
@pytest.mark.parametrize("kind", [Kind.LINK, Kind.RESET])
def test_one_keeper_takes_over_no_account_that_decides(one, other, approver, kind):
    proposal, done = propose(one, approver, kind)
    assert (proposal.kind, done) == (kind, None)
    assert Authenticator.objects.filter(user=approver).exists()
    with pytest.raises(PermissionDenied):
        proposals.confirm(proposal.pk, actor=one)
    _settled, address = proposals.confirm(proposal.pk, actor=other)
    assert Authenticator.objects.filter(user=approver).exists() == (kind == Kind.LINK)
    assert bool(address) == (kind == Kind.LINK)


@pytest.mark.attack
def test_who_was_shut_out_comes_back_by_two(one, other, approver):
    keeping.deactivate(approver, actor=one)
    approver.refresh_from_db()
    assert not approver.is_active
    proposal, _done = propose(one, approver, Kind.ACTIVATE)
    approver.refresh_from_db()
    assert not approver.is_active
    proposals.confirm(proposal.pk, actor=other)
    approver.refresh_from_db()
    assert approver.is_active


@pytest.mark.attack
def test_a_proposal_ends_with_its_week_and_with_its_proposer(one, other, officer, agency):
    proposal, _done = propose(one, officer, office=agency, role=Role.APPROVER)
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(PermissionDenied):
        proposals.confirm(proposal.pk, actor=other)
    again, _done = propose(one, officer, office=agency, role=Role.APPROVER)
    assert again.pk != proposal.pk
    Membership.objects.filter(user=one).delete()
    with pytest.raises(PermissionDenied):
        proposals.confirm(again.pk, actor=other)


@pytest.mark.attack
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [Kind.RESET, Kind.LINK])
def test_what_the_person_becomes_at_this_very_moment_counts(one, other, officer, agency, kind):
    """While two make somebody an approver, one of them wants the account of a receptionist: it waits, and sees."""
    proposal, _done = propose(one, officer, office=agency, role=Role.APPROVER)
    answers = []

    def alone():
        try:
            answers.append(propose(one, officer, kind))
        finally:
            connection.close()

    thread = threading.Thread(target=alone)
    with transaction.atomic():
        proposals.confirm(proposal.pk, actor=other)
        thread.start()
        thread.join(1)
        assert answers == []
    thread.join(20)
    [(waiting, done)] = answers
    assert (waiting.kind, done) == (kind, None)


@pytest.mark.attack
def test_what_the_person_became_meanwhile_counts(one, other, officer, agency, elsewhere):
    proposal, _done = propose(one, officer, office=agency, role=Role.APPROVER)
    services.give_role(officer, Role.APPROVER, elsewhere)
    with pytest.raises(PermissionDenied):
        proposals.confirm(proposal.pk, actor=other)


def test_asking_twice_is_one_proposal(one, officer, agency):
    first, _done = propose(one, officer, office=agency, role=Role.APPROVER)
    assert propose(one, officer, office=agency, role=Role.APPROVER)[0] == first


def test_the_proposer_takes_it_back_the_second_says_no(one, other, officer, agency):
    for by, outcome in ((one, "withdrawn"), (other, "declined")):
        proposal, _done = propose(one, officer, office=agency, role=Role.APPROVER)
        assert proposals.refuse(proposal.pk, actor=by).outcome == outcome
    assert not Membership.objects.filter(user=officer, role=Role.APPROVER).exists()


def test_on_the_screens_one_proposes_and_the_other_confirms(one, other, officer, agency):
    data = {"user": officer.pk, "office": agency.pk, "role": Role.APPROVER}
    answer = browser_of(one).post("/admin/memberships/new/", data, follow=True)
    assert "要另一位督导或运维同意" in answer.content.decode()
    proposal = Proposal.objects.get()
    address = f"/admin/people/proposals/{proposal.pk}/"
    assert "您自己不能" in browser_of(one).get(address).content.decode()
    second = browser_of(other)
    assert address in second.get("/admin/people/proposals/").content.decode()
    page = second.get(address).content.decode()
    assert "程守一" in page
    assert "这个账号开了还不到一天" in page
    assert "任上了" in second.post(address, {"yes": "1"}, follow=True).content.decode()
    assert Membership.objects.filter(user=officer, role=Role.APPROVER).exists()


def test_a_new_account_that_is_to_decide_has_no_role_yet(one, agency):
    data = {"last_name": "方", "first_name": "敏", "username": "fangmin", "office": agency.pk}
    page = browser_of(one).post("/admin/people/add/", {**data, "role": Role.APPROVER}).content.decode()
    assert "/admin/welcome/" in page
    person = Proposal.objects.get().person
    assert person.username == "fangmin"
    assert not person.memberships.exists()
    assert "fangmin" in browser_of(one).get("/admin/people/").content.decode()


def test_the_first_operator_is_named_by_a_superuser_who_has_nobody_to_ask(admin_user, officer, agency):
    assert propose(admin_user, officer, office=agency, role=Role.OPERATOR) == (None, None)
    assert services.has_role(officer, Role.OPERATOR, agency)


def test_with_an_operator_there_a_superuser_asks_as_well(admin_user, other, officer, agency):
    proposal, _done = propose(admin_user, officer, office=agency, role=Role.OPERATOR)
    proposals.confirm(proposal.pk, actor=other)
    assert Membership.objects.filter(user=officer, role=Role.OPERATOR).exists()


def test_or_by_the_command_on_the_machine(officer, agency):
    call_command("appoint", "wang", "operator", "agency")
    assert services.has_role(officer, Role.OPERATOR, agency)


@pytest.mark.attack
def test_a_link_that_was_kept_opens_no_account_that_decides(one, other, agency, client):
    """Given for a receptionist, followed when the receptionist has become an approver."""
    person, _none = proposals.open_account(
        username="puppet", last_name="木", first_name="偶", role=Role.RECEPTIONIST, office=agency, actor=one
    )
    _done, address = propose(one, person, Kind.LINK)
    proposal, _none = propose(one, person, office=agency, role=Role.APPROVER)
    assert "设密码" in client.get(address, follow=True).content.decode()
    proposals.confirm(proposal.pk, actor=other)
    assert "用过了" in Client().get(address, follow=True).content.decode()


def test_the_second_sees_what_the_first_did_to_the_account(one, other, officer, agency):
    officer.last_login = timezone.now()
    officer.save()
    propose(one, officer, Kind.RESET)
    proposal, _none = propose(one, officer, office=agency, role=Role.APPROVER)
    page = browser_of(other).get(f"/admin/people/proposals/{proposal.pk}/").content.decode()
    assert "第二道验证被重设或解除" in page
    assert page.count("程守一") == 2
