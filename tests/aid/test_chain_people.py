"""Who could say each yes of a chain: where too few hold the roles it asks for, its page says so before it stands still."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from aid import chain_people
from aid.models import Absence, ApprovalChain
from aid.models.solo import SoloOffice
from foundation.accounts.models import Office, Role
from tests.aid.factories import OfficeFactory, officer
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
Lane = ApprovalChain.Lane
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("seats", "empty"),
    [
        ([{1}, {2}], set()),
        ([{1}, {1}], {1}),
        ([{1, 2}, {1}], set()),  # the first makes room
        ([{1, 2}, {1, 2}, {1, 2}], {2}),
        ([{1}, {2}, {1, 2}], {2}),
        ([{1, 3}, {1}, {3, 2}, {2}], {3}),
        ([set(), {1}], {0}),
        ([], set()),
    ],
)
def test_of_seats_as_few_stay_empty_as_can_be(seats, empty):
    assert chain_people.unfilled(seats) == empty


@pytest.fixture
def bureau():
    return OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT, region=RegionFactory(code="360702"))


@pytest.fixture
def agency(bureau):
    return OfficeFactory(parent=bureau, name="某县法律援助中心", region=bureau.region)


def chain(place, lane, *roles, since=date(2026, 1, 1), **more):
    named = dict(zip(("second", "third", "fourth"), roles, strict=False))
    return ApprovalChain.objects.create(
        region=place, lane=lane, valid_from=since, source="x", **named, **more
    )


def short(row, *offices, on=DAY):
    """{office: the roles of which it has too few}, of those that decide by `row`."""
    rows = Office.objects.filter(pk__in=[one.pk for one in offices]).select_related("region")
    found = chain_people.read([row], rows, on)[row.pk]
    return {one.office.pk: [role.role for role in one.roles if role.is_short] for one in found}


def test_two_of_a_role_and_one_holds_it(bureau, agency):
    row = chain(agency.region, Lane.GREEN, "approver", "approver")
    assert short(row, agency) == {agency.pk: ["approver"]}
    officer(agency, Role.APPROVER)
    assert short(row, agency) == {agency.pk: ["approver"]}
    gone = officer(agency, Role.APPROVER)
    assert short(row, agency) == {agency.pk: []}
    gone.is_active = False
    gone.save()
    assert short(row, agency) == {agency.pk: ["approver"]}
    officer(bureau, Role.APPROVER)  # above it is as good
    assert short(row, agency) == {agency.pk: []}


def test_one_who_holds_both_roles_says_one_yes(agency):
    row = chain(agency.region, Lane.GREEN, "approver", "supervisor")
    officer(agency, Role.APPROVER, Role.SUPERVISOR)
    assert short(row, agency) == {agency.pk: ["supervisor"]}
    officer(agency, Role.APPROVER)
    assert short(row, agency) == {agency.pk: []}


def test_who_proposes_says_no_yes_unless_the_office_has_one_person(agency):
    row = chain(agency.region, Lane.ORDINARY, "approver")
    both = officer(agency, Role.REVIEWER, Role.APPROVER)
    assert short(row, agency) == {agency.pk: ["approver"]}
    SoloOffice.objects.create(
        office=agency,
        reason="一个人",
        since=DAY,
        until=DAY + timedelta(days=9),
        set_by=both,
        set_at="2026-11-23T04:00Z",
    )
    assert short(row, agency) == {agency.pk: []}


def test_whoever_orders_a_member_decided_anew_does_not_decide_it(bureau, agency):
    row = chain(agency.region, Lane.MEMBER, "approver", "supervisor")
    officer(agency, Role.APPROVER)
    officer(bureau, Role.SUPERVISOR)
    assert short(row, agency) == {agency.pk: ["supervisor"]}
    officer(bureau, Role.SUPERVISOR)
    assert short(row, agency) == {agency.pk: []}


def test_of_each_office_the_row_that_it_decides_by(bureau, agency):
    """As the act that begins a chain chooses: aid.approval.chain_of."""
    city, beside = RegionFactory(code="360700", level="prefecture"), RegionFactory(code="360703")
    other = OfficeFactory(name="邻县法律援助中心", region=beside)
    wide = chain(city, Lane.GREEN, "approver")
    own = chain(agency.region, Lane.GREEN, "supervisor")
    over = chain(agency.region, Lane.GREEN, "reviewer", valid_to=date(2026, 2, 1))
    newer = chain(agency.region, Lane.GREEN, "approver", "approver", since=date(2026, 6, 1))
    assert set(short(wide, agency, other)) == {other.pk}
    assert [set(short(one, agency, other)) for one in (own, over, newer)] == [set(), set(), {agency.pk}]
    coming = chain(agency.region, Lane.GREEN, "approver", since=DAY + timedelta(days=30))
    assert set(short(coming, agency, other)) == {agency.pk}


LIST_QUERIES = 21
# --- on the pages ------------------------------------------------------------------------------------------


@pytest.fixture
def boss(client, bureau, signed_in):
    return signed_in(client, Role.SUPERVISOR, bureau)


def test_the_list_and_the_page_say_where_nobody_is_left(client, boss, bureau, agency):
    row = chain(agency.region, Lane.GREEN, "approver", "approver")
    one = officer(agency, Role.APPROVER)
    Absence.objects.create(
        person=one,
        deputy=boss,
        since=DAY.replace(year=2020),
        until=DAY.replace(year=2099),
        set_by=boss,
        set_at="2026-11-23T04:00Z",
    )
    page = client.get(reverse("approval_chains_admin:index")).content.decode()
    assert "某县法律援助中心缺审批人" in page
    page = client.get(reverse("approval_chains_admin:edit", args=[row.pk])).content.decode()
    for said in ("审批人，要 2 位：", str(one), "今天不在岗", "人不够", "走到这里就停住了"):
        assert said in page
    officer(agency, Role.APPROVER)
    page = client.get(reverse("approval_chains_admin:edit", args=[row.pk])).content.decode()
    assert "人不够" not in page
    assert "缺审批人" not in client.get(reverse("approval_chains_admin:index")).content.decode()


def test_of_offices_that_are_not_theirs_nobody_is_named(client, boss, agency):
    foreign = OfficeFactory(name="同区别的机构", region=agency.region)
    stranger = officer(foreign, Role.APPROVER)
    row = chain(agency.region, Lane.GREEN, "approver", "approver")
    page = client.get(reverse("approval_chains_admin:edit", args=[row.pk])).content.decode()
    assert "某县法律援助中心" in page
    assert foreign.name not in page
    assert str(stranger) not in page


@pytest.mark.parametrize("rows", [1, 12])
def test_the_list_costs_the_same_for_any_length(client, boss, agency, rows, django_assert_num_queries):
    for year in range(rows):
        chain(agency.region, Lane.GREEN, "approver", since=date(2000 + year, 1, 1))
    client.get(reverse("approval_chains_admin:index"))
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("approval_chains_admin:index"))
