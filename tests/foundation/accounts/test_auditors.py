"""Whoever audits has no hand in what is audited, and is named by two."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from foundation.accounts import keeping, proposals, services
from foundation.accounts.models import Membership, Office, Proposal, Role
from foundation.accounts.testing import pass_second_factor

pytestmark = pytest.mark.django_db
OTHERS = [role for role in Role if role != Role.AUDITOR]


@pytest.fixture
def keepers(make_user, bureau):
    return [make_user("one", bureau, Role.SUPERVISOR), make_user("two", bureau, Role.OPERATOR)]


def appoint(person, role, office, keepers):
    wish = keeping.Wish(Proposal.Kind.APPOINT, person, office, role)
    proposal, _done = proposals.do_or_propose(wish, actor=keepers[0])
    if proposal:
        proposals.confirm(proposal.pk, actor=keepers[1])


def test_two_keepers_name_an_auditor_who_then_reads_the_log(make_user, bureau, keepers):
    person = make_user("mirror")
    Membership.objects.filter(user=person).delete()
    appoint(person, Role.AUDITOR, bureau, keepers)
    person = type(person).objects.get(pk=person.pk)
    assert person.has_perm("vault.view_accessentry")
    assert not person.has_perm("accounts.view_membership")


@pytest.mark.parametrize("role", OTHERS)
def test_an_auditor_becomes_nothing_else(make_user, bureau, keepers, role):
    auditor = make_user("mirror", bureau, Role.AUDITOR)
    for first in keepers:
        with pytest.raises(PermissionDenied):
            appoint(auditor, role, bureau, [first, *keepers])
    with pytest.raises(CommandError, match="不兼"):
        call_command("appoint", "mirror", role, bureau.code)


@pytest.mark.parametrize("role", [role for role in OTHERS if role not in (Role.SUPERVISOR, Role.OPERATOR)])
def test_who_is_something_else_becomes_no_auditor(make_user, agency, bureau, keepers, role):
    person = make_user("busy", agency, role)
    with pytest.raises(PermissionDenied):
        appoint(person, Role.AUDITOR, bureau, keepers)


def test_both_proposed_at_once_one_alone_is_confirmed(make_user, agency, bureau, keepers):
    person = make_user("mirror", agency, Role.RECEPTIONIST)
    Membership.objects.filter(user=person).delete()
    wishes = [
        keeping.Wish(Proposal.Kind.APPOINT, person, office, role)
        for office, role in ((bureau, Role.AUDITOR), (agency, Role.APPROVER))
    ]
    first, second = [proposals.do_or_propose(wish, actor=keepers[0])[0] for wish in wishes]
    proposals.confirm(first.pk, actor=keepers[1])
    with pytest.raises(PermissionDenied):
        proposals.confirm(second.pk, actor=keepers[1])
    assert [held.role for held in person.memberships.all()] == [Role.AUDITOR]


def test_the_log_of_the_site_is_read_from_the_top_alone(make_user, agency, bureau, keepers):
    person = make_user("mirror", agency, Role.RECEPTIONIST)
    Membership.objects.filter(user=person).delete()
    assert "最上一级" in services.unfit_for(Role.AUDITOR, agency, person)
    with pytest.raises(PermissionDenied):
        appoint(person, Role.AUDITOR, agency, keepers)
    assert not services.unfit_for(Role.AUDITOR, Office.objects.get(pk=bureau.pk), person)


def test_the_screen_says_why(make_user, bureau, agency, keepers, client):
    client.force_login(keepers[0], backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, keepers[0])
    person = make_user("busy", agency, Role.REVIEWER)
    answer = client.post(
        "/admin/memberships/new/", {"user": person.pk, "office": bureau.pk, "role": Role.AUDITOR}
    )
    assert "审计员不兼别的职务" in answer.content.decode()
    answer = client.post(
        "/admin/people/add/",
        {
            "last_name": "镜",
            "first_name": "明",
            "username": "mirror2",
            "office": agency.pk,
            "role": "auditor",
        },
    )
    assert "最上一级的机构" in answer.content.decode()
