import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from foundation.accounts import scope, services
from foundation.accounts.models import Authenticator, Office, Role
from tests.foundation.accounts.conftest import current_code

ROWS = [
    {"code": "a1", "name": "章贡区法律援助中心", "kind": "agency", "parent": "a"},
    {"code": "a", "name": "赣州市司法局", "kind": "department", "phone": "12348"},
    {"code": "b", "name": "沈阳市司法局", "kind": "department"},
]


def test_offices_load_in_any_order_and_again(db):
    assert services.load_offices(ROWS) == 3
    assert services.load_offices(ROWS) == 0
    assert Office.objects.get(code="a1").get_parent().code == "a"


def test_offices_change_and_move(db):
    services.load_offices(ROWS)
    services.load_offices([{**ROWS[0], "parent": "b", "name": "新名"}])
    moved = Office.objects.get(code="a1")
    assert (moved.get_parent().code, moved.name) == ("b", "新名")
    assert not Office.find_problems()[0]


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"parent": "zz"}, "no office has the code zz"), ({"region": "999999"}, "no region has the code")],
)
def test_unknown_codes_are_errors(db, changes, says):
    with pytest.raises(ValueError, match=says):
        services.load_offices([{**ROWS[1], **changes}])


def test_roles_reach_down_and_not_up(make_user, bureau, agency, elsewhere):
    user = make_user("zhao", bureau, Role.SUPERVISOR)
    services.give_role(user, Role.REVIEWER, agency)
    assert services.roles_of(user, agency) == {"supervisor", "reviewer"}
    assert services.roles_of(user, bureau) == {"supervisor"}
    assert services.roles_of(user, elsewhere) == set()
    assert services.has_role(user, Role.SUPERVISOR, agency)
    assert not services.has_role(user, Role.REVIEWER, bureau)


def test_scope_is_the_subtree(make_user, bureau, agency, elsewhere):
    assert set(Office.objects.within_scope_of(make_user("z", bureau))) == {bureau, agency}
    assert set(Office.objects.within_scope_of(make_user("y", agency))) == {agency}
    assert not Office.objects.within_scope_of(make_user("x"))


def test_somebody_who_left_has_no_role(make_user, bureau):
    user = make_user("zhao", bureau, Role.SUPERVISOR, is_active=False)
    assert not services.has_role(user, Role.SUPERVISOR, bureau)


def test_groups_follow_memberships(make_user, bureau, agency):
    user = make_user("zhao", bureau, Role.RECEPTIONIST)
    own = Group.objects.create(name="通讯员")
    user.groups.add(own)
    second = services.give_role(user, Role.REVIEWER, agency)
    assert set(user.groups.values_list("name", flat=True)) == {"受理员", "审查员", "通讯员"}
    assert user.has_perm("wagtailadmin.access_admin")
    second.delete()
    assert set(user.groups.values_list("name", flat=True)) == {"受理员", "通讯员"}
    user.delete()


def test_sync_roles_puts_the_table_back(make_user, bureau):
    user = make_user("zhao", bureau, Role.SUPERVISOR)
    Group.objects.get(name="督导").permissions.clear()
    user.groups.clear()
    call_command("sync_roles")
    call_command("sync_roles")
    user = type(user).objects.get(pk=user.pk)
    assert user.has_perm("accounts.delete_membership")
    assert not user.has_perm("accounts.add_office")


def test_code_of_a_demo_user(settings, officer, device, capsys):
    settings.IS_DEMO = True
    call_command("totp_code", "wang")
    assert capsys.readouterr().out.strip() in {current_code(device), current_code(device, -30)}


def test_no_code_outside_the_demo(settings, officer, device):
    settings.IS_DEMO = False
    with pytest.raises(CommandError, match="Only the demo"):
        call_command("totp_code", "wang")


def test_no_code_without_a_device(settings, officer):
    settings.IS_DEMO = True
    assert not Authenticator.objects.exists()
    with pytest.raises(CommandError, match="no authenticator yet"):
        call_command("totp_code", "wang")


def test_what_somebody_holds_is_asked_once_until_it_changes(
    make_user, bureau, agency, django_assert_num_queries
):
    user = make_user("w", agency)
    scope.of(user)
    with django_assert_num_queries(0):
        assert not scope.of(user).roles_at(bureau.path)
    given = services.give_role(user, Role.REVIEWER, bureau)
    assert scope.of(user).roles_at(bureau.path) == {Role.REVIEWER}
    given.delete()
    assert not scope.of(user).roles_at(bureau.path)
