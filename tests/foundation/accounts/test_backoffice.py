import pytest

from foundation.accounts import services
from foundation.accounts.models import Membership, Office, Role
from foundation.accounts.testing import pass_second_factor


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


@pytest.fixture
def desk(agency):
    return agency.add_child(code="desk", name="水南镇工作站", kind=Office.Kind.STATION_DESK)


def office_form(parent, **changes):
    values = {"parent": parent.pk if parent else "", "code": "new", "name": "新机构", "kind": "agency"}
    return {**values, "is_active": "on", **changes}


def test_list_shows_the_keepers_own_part(sign_in, keeper, agency, elsewhere):
    text = sign_in(keeper).get("/admin/offices/").content.decode()
    assert "赣州市法律援助中心" in text
    assert "沈阳市司法局" not in text


def test_new_office_hangs_where_it_was_put(sign_in, make_user, bureau, agency):
    response = sign_in(make_user("op", bureau, Role.OPERATOR)).post(
        "/admin/offices/new/", office_form(agency)
    )
    assert response.status_code == 302
    assert Office.objects.get(code="new").get_parent() == agency


def test_supervisor_opens_no_office(sign_in, keeper, agency):
    sign_in(keeper).post("/admin/offices/new/", office_form(agency))
    assert not Office.objects.filter(code="new").exists()


def test_office_moves_within_the_tree(sign_in, keeper, bureau, agency, desk):
    data = office_form(bureau, code="desk", name="改名的工作站", kind="station_desk")
    assert sign_in(keeper).post(f"/admin/offices/edit/{desk.pk}/", data).status_code == 302
    moved = Office.objects.get(code="desk")
    assert (moved.get_parent(), moved.name) == (bureau, "改名的工作站")


@pytest.mark.parametrize("parent", ["desk", "agency", "elsewhere"])
def test_office_moves_neither_below_itself_nor_out_of_scope(sign_in, keeper, agency, desk, parent, request):
    data = office_form(request.getfixturevalue(parent), code="agency")
    assert sign_in(keeper).post(f"/admin/offices/edit/{agency.pk}/", data).status_code == 200
    assert Office.objects.get(code="agency").get_parent().code == "bureau"


@pytest.mark.parametrize("screen", ["edit", "history", "history-results", "usage"])
def test_foreign_office_is_not_found(sign_in, keeper, elsewhere, screen):
    assert sign_in(keeper).get(f"/admin/offices/{screen}/{elsewhere.pk}/").status_code == 404


def test_nobody_deletes_an_office(sign_in, admin_user, agency):
    sign_in(admin_user).post(f"/admin/offices/delete/{agency.pk}/")
    assert Office.objects.filter(pk=agency.pk).exists()


def test_role_is_given_within_scope_only(sign_in, keeper, make_user, agency, elsewhere):
    person = make_user("li")
    client = sign_in(keeper)
    for office in (agency, elsewhere):
        client.post("/admin/memberships/new/", {"user": person.pk, "office": office.pk, "role": "reviewer"})
    assert services.roles_of(person, agency) == {"reviewer"}
    assert services.roles_of(person, elsewhere) == set()


@pytest.mark.parametrize("who", ["self", "operator"])
def test_supervisor_lifts_nobody_above_themselves(sign_in, keeper, make_user, agency, who):
    person = keeper if who == "self" else make_user("li")
    role = "approver" if who == "self" else "operator"
    response = sign_in(keeper).post(
        "/admin/memberships/new/", {"user": person.pk, "office": agency.pk, "role": role}
    )
    assert response.status_code == 200
    assert not Membership.objects.filter(user=person, role=role).exists()


def test_foreign_membership_is_not_found(sign_in, keeper, make_user, elsewhere):
    theirs = make_user("li", elsewhere).memberships.get()
    client = sign_in(keeper)
    assert client.get(f"/admin/memberships/delete/{theirs.pk}/").status_code == 404
    client.post(f"/admin/memberships/delete/{theirs.pk}/")
    assert Membership.objects.filter(pk=theirs.pk).exists()


def test_division_is_typed_as_a_code(sign_in, keeper, staff_office, agency, bureau):
    client = sign_in(keeper)
    address = f"/admin/offices/edit/{agency.pk}/"
    data = office_form(bureau, code="agency", name="赣州市法律援助中心")
    assert "没有这个区划代码" in client.post(address, {**data, "region": "999999"}).content.decode()
    assert client.post(address, {**data, "region": "360702"}).status_code == 302
    assert Office.objects.get(code="agency").region.code == "360702"
    assert 'value="360702"' in client.get(address).content.decode()


def test_admin_is_chinese_whatever_the_browser_asks_for(sign_in, keeper):
    text = sign_in(keeper).get("/admin/offices/", headers={"accept-language": "en-US,en"}).content.decode()
    assert '<html lang="zh-hans"' in text
