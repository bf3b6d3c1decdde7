from tests.access import Access


def a_colleague(office):
    from foundation.accounts.models import User
    from foundation.accounts.services import give_role

    colleague, _created = User.objects.get_or_create(username="t-colleague")
    return give_role(colleague, "receptionist", office)


def an_office(office):
    return {"pk": office.pk}


def a_membership(office):
    return {"pk": a_colleague(office).pk}


def a_person(office):
    return {"pk": a_colleague(office).user_id}


# Wagtail leads whoever may not back to the admin's home.
KEEPERS = {"supervisor": 200, "operator": 200}


def keepers(kwargs=lambda office: {}):
    return Access(anonymous=302, staff=302, roles=KEEPERS, kwargs=kwargs)


def found_by_keepers(kwargs, keepers=KEEPERS):
    """For the rest it does not exist."""
    return Access(anonymous=302, staff=404, roles=keepers, kwargs=kwargs)


def nobody(kwargs=lambda office: {}):
    return Access(anonymous=302, staff=302, kwargs=kwargs)


ROWS = {
    "second_factor": Access(anonymous=302, staff=302),
    "second_factor_setup": Access(anonymous=302, staff=200),
    # Nobody may reset a stranger's: an unknown person is not found, for everybody.
    "second_factor_reset": Access(anonymous=302, staff=404, kwargs=lambda office: {"user_id": 10**9}),
    "staff_welcome": Access(anonymous=200, staff=200, kwargs=lambda office: {"uidb64": "MQ", "token": "x-y"}),
    # A link does not sign out.
    "own_logout": Access(anonymous=302, staff=302),
    "second_factor_key": Access(anonymous=302, staff=302),
    "security_keys": Access(anonymous=302, staff=200),
    "prove": Access(anonymous=302, staff=200),
    "own_sessions": Access(anonymous=302, staff=200),
    "own_account": Access(anonymous=302, staff=200),
    # For who edits pages (tests/aid/test_rule_places.py): here nobody was given any.
    "own_history": Access(anonymous=302, staff=302),
    "own_history_results": Access(anonymous=302, staff=302),
    "account_changes": Access(anonymous=302, staff=200),
    "people": keepers(),
    "people_proposals": keepers(),
    "people_proposal": Access(
        anonymous=302,
        staff=302,
        roles={"supervisor": 404, "operator": 404},
        kwargs=lambda office: {"pk": 10**9},
    ),
    "people_name": Access(anonymous=302, staff=404, kwargs=lambda office: {"pk": 10**9}),
    "people_results": keepers(),
    "people_add": keepers(),
    # Nobody may touch a stranger's account: an unknown person is not found, for everybody.
    "people_link": Access(anonymous=302, staff=404, kwargs=lambda office: {"pk": 10**9}),
    "people_active": Access(anonymous=302, staff=404, kwargs=lambda office: {"pk": 10**9}),
    "offices:index": keepers(),
    "offices:index_results": keepers(),
    "offices:add": Access(anonymous=302, staff=302, roles={"operator": 200}),
    "offices:edit": keepers(an_office),
    "offices:delete": found_by_keepers(an_office, {"supervisor": 302, "operator": 302}),
    "offices:history": found_by_keepers(an_office),
    "offices:history_results": found_by_keepers(an_office),
    "offices:usage": found_by_keepers(an_office),
    "memberships:index": keepers(),
    "memberships:index_results": keepers(),
    "memberships:add": keepers(),
    # A role is given and taken, never turned into another.
    "memberships:edit": nobody(a_membership),
    "memberships:delete": found_by_keepers(a_membership),
    "memberships:history": found_by_keepers(a_membership),
    "memberships:history_results": found_by_keepers(a_membership),
    "memberships:usage": found_by_keepers(a_membership, {"supervisor": 302, "operator": 302}),
    # Accounts are opened by superusers.
    "wagtailusers_users:index": nobody(),
    "wagtailusers_users:index_results": nobody(),
    "wagtailusers_users:add": nobody(),
    "wagtailusers_users:edit": nobody(a_person),
    "wagtailusers_users:copy": nobody(a_person),
    "wagtailusers_users:delete": nobody(a_person),
    "wagtailusers_users:history": nobody(a_person),
    "wagtailusers_users:history_results": nobody(a_person),
    "wagtailusers_users:usage": nobody(a_person),
}
