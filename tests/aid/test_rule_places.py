"""Rules of places: a supervisor keeps those of their own place, by list, by address and by what is chosen in the form."""

import io
from datetime import date

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, Page

from aid.models import ApprovalChain, LocalCutoff
from aid.rule_policies import OF_SUPERVISORS
from foundation.accounts.models import Office, Role
from foundation.accounts.roles import group_name
from foundation.regions.models import Region
from tests.aid.access import MAKERS

pytestmark = pytest.mark.django_db
PROVINCE, CITY, COUNTY, BESIDE, FAR = "360000", "360700", "360702", "360703", "220104"
LEVELS = {PROVINCE: "province", CITY: "prefecture"}
SETTLED = [menu for menu in MAKERS if menu not in ("local_matters_admin", "hardship_standards_admin", "local_exemptions_admin")]  # fmt: skip
ROW = {"valid_from": "2026-01-01", "valid_to": "", "source": "本单位通知", "verified_on": "", "note": ""}


@pytest.fixture
def places(db):
    return {
        code: Region.objects.create(code=code, name=code, full_name=code, level=LEVELS.get(code, "county"))
        for code in (PROVINCE, CITY, COUNTY, BESIDE, FAR)
    }


@pytest.fixture
def bureau(places):
    return Office.add_root(
        code="bureau", name="赣州市司法局", kind=Office.Kind.DEPARTMENT, region=places[CITY]
    )


@pytest.fixture
def agency(bureau, places):
    return bureau.add_child(code="agency", name="章贡区法律援助中心", kind="agency", region=places[COUNTY])


@pytest.fixture
def rows(places):
    """One row of each kind in each place: {menu: {code: row}}."""
    made = {}
    for menu, make in MAKERS.items():
        made[menu] = {}
        for code, place in places.items():
            row = make()
            type(row).objects.filter(pk=row.pk).update(region=place)
            made[menu][code] = row
    return made


WHO = [
    (Role.SUPERVISOR, "bureau", {CITY, COUNTY, BESIDE}),
    (Role.SUPERVISOR, "agency", {COUNTY}),
    (Role.EDITOR, "agency", {PROVINCE, CITY, COUNTY, BESIDE, FAR}),
    (Role.OPERATOR, "agency", {PROVINCE, CITY, COUNTY, BESIDE, FAR}),
]


@pytest.mark.parametrize(("role", "where", "theirs"), WHO)
def test_each_kind_is_there_for_whom_the_place_is(client, signed_in, request, rows, role, where, theirs):
    signed_in(client, role, request.getfixturevalue(where))
    wrong = []
    for menu in SETTLED:
        for code, row in rows[menu].items():
            for view in ("edit", "history", "history_results", "usage"):
                answer = client.get(reverse(f"{menu}:{view}", args=[row.pk]))
                if answer.status_code != (200 if code in theirs else 404):
                    wrong.append((menu, view, code, answer.status_code))
        listed = {row.region.code for row in client.get(reverse(f"{menu}:index")).context["object_list"]}
        if listed != theirs:
            wrong.append((menu, "index", listed))
    assert not wrong


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SUPERVISOR, Role.EDITOR, Role.OPERATOR)])  # fmt: skip
def test_nobody_else_keeps_any(client, signed_in, agency, rows, role):
    signed_in(client, role, agency)
    for menu in MAKERS:
        for address in (reverse(f"{menu}:index"), reverse(f"{menu}:edit", args=[rows[menu][COUNTY].pk])):
            assert client.post(address, {}).status_code == 302
            assert client.get(address)["Location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("menu", sorted(set(MAKERS) - set(SETTLED)))
def test_what_a_law_a_province_or_a_city_sets_is_not_a_supervisor_s(client, signed_in, bureau, rows, menu):
    signed_in(client, Role.SUPERVISOR, bureau)
    for name, args in (("index", []), ("add", []), ("edit", [rows[menu][COUNTY].pk])):
        assert client.get(reverse(f"{menu}:{name}", args=args)).status_code == 302


def test_all_kinds_are_settled(rows):
    assert {type(rows[menu][CITY])._meta.model_name for menu in SETTLED} == set(OF_SUPERVISORS)


@pytest.mark.parametrize("menu", SETTLED)
def test_another_place_is_neither_offered_nor_taken(client, signed_in, agency, places, rows, menu):
    signed_in(client, Role.SUPERVISOR, agency)
    mine, kind = rows[menu][COUNTY], type(rows[menu][COUNTY])
    for view, args in (("add", []), ("edit", [mine.pk])):
        address = reverse(f"{menu}:{view}", args=args)
        offered = client.get(address).context["form"].fields["region"].queryset
        assert [place.code for place in offered] == [COUNTY]
        for code in (CITY, BESIDE, FAR):
            answer = client.post(address, {"region": str(places[code].pk)})
            assert "region" in answer.context["form"].errors, code
    assert kind.objects.filter(region=places[COUNTY]).count() == 1
    for code in (PROVINCE, CITY, BESIDE, FAR):
        answer = client.post(reverse(f"{menu}:edit", args=[rows[menu][code].pk]), {"region": str(places[COUNTY].pk)})  # fmt: skip
        assert answer.status_code == 404, code


def test_a_place_of_their_own_is_written_down_with_who_and_what(client, signed_in, agency, places):
    boss = signed_in(client, Role.SUPERVISOR, agency)
    sent = {"hour": "15", "region": str(places[COUNTY].pk), **ROW}
    assert client.post(reverse("local_cutoffs_admin:add"), sent).status_code == 302
    row = LocalCutoff.objects.get()
    sent["hour"] = "17"
    assert client.post(reverse("local_cutoffs_admin:edit", args=[row.pk]), sent).status_code == 302
    page = client.get(reverse("local_cutoffs_admin:history", args=[row.pk])).content.decode()
    assert "几点以前：15 → 17" in page
    assert str(boss) in page


def test_a_desk_and_an_office_without_a_place_keep_none(client, signed_in, agency, places, rows):
    desk = agency.add_child(code="desk", name="窗口", kind="station_desk", region=places[COUNTY])
    bare = Office.add_root(code="bare", name="没写区划的", kind="agency")
    for office in (desk, bare):
        signed_in(client, Role.SUPERVISOR, office, username=f"boss-{office.code}")
        assert not client.get(reverse("local_cutoffs_admin:index")).context["object_list"]
        edit = reverse("local_cutoffs_admin:edit", args=[rows["local_cutoffs_admin"][COUNTY].pk])
        assert client.get(edit).status_code == 404


@pytest.mark.parametrize(
    ("role", "roles", "errors"),
    [
        (Role.SUPERVISOR, ["approver"], {"second"}),
        (Role.SUPERVISOR, ["supervisor"], {"second"}),
        (Role.SUPERVISOR, ["supervisor", "approver"], set()),
        (Role.SUPERVISOR, ["approver", "reviewer", "supervisor"], set()),
        (Role.EDITOR, ["approver"], set()),
    ],
)
def test_a_chain_is_made_longer_than_around_not_shorter(
    client, signed_in, agency, places, role, roles, errors
):
    ApprovalChain.objects.create(
        region=places[CITY], lane="major", third="supervisor", valid_from=date(2026, 1, 1), source="x"
    )
    signed_in(client, role, agency)
    sent = {"lane": "major", "region": str(places[COUNTY].pk), **ROW}
    sent |= dict(zip(("second", "third", "fourth"), [*roles, "", ""], strict=False))
    answer = client.post(reverse("approval_chains_admin:add"), sent)
    assert set(answer.context["form"].errors if answer.status_code == 200 else {}) == errors
    assert ApprovalChain.objects.filter(region=places[COUNTY]).exists() != bool(errors)


@pytest.mark.parametrize("lane", ["end", "member"])
def test_a_chain_of_one_act_is_not_shorter_than_those_it_goes_before(client, signed_in, agency, places, lane):
    ApprovalChain.objects.create(
        region=places[CITY], lane="major", third="supervisor", valid_from=date(2026, 1, 1), source="x"
    )
    signed_in(client, Role.SUPERVISOR, agency)
    sent = {
        "lane": lane,
        "region": str(places[COUNTY].pk),
        "second": "approver",
        "third": "",
        "fourth": "",
        **ROW,
    }
    answer = client.post(reverse("approval_chains_admin:add"), sent)
    assert set(answer.context["form"].errors) == {"second"}
    assert (
        client.post(reverse("approval_chains_admin:add"), {**sent, "third": "supervisor"}).status_code == 302
    )


def test_rows_of_one_office_are_of_who_supervises_it(client, signed_in, bureau, agency, places):
    desk = agency.add_child(code="desk", name="窗口", kind="station_desk", region=places[COUNTY])
    foreign = Office.add_root(code="foreign", name="同区别的单位", kind="agency", region=places[COUNTY])
    known = {"region": places[COUNTY], "hour": 15, "valid_from": date(2026, 1, 1), "source": "x"}
    rows = {office.code: LocalCutoff.objects.create(office=office, **known) for office in (agency, desk, foreign)}  # fmt: skip
    for boss, at, theirs in (
        ("a", agency, {"agency", "desk"}),
        ("b", bureau, {"agency", "desk"}),
        ("d", desk, set()),
        ("f", foreign, {"foreign"}),
    ):
        signed_in(client, Role.SUPERVISOR, at, username=f"boss-{boss}")
        listed = client.get(reverse("local_cutoffs_admin:index")).context["object_list"]
        assert {row.office.code for row in listed} == theirs, boss
        for code, row in rows.items():
            answer = client.get(reverse("local_cutoffs_admin:edit", args=[row.pk]))
            assert answer.status_code == (200 if code in theirs else 404), (boss, code)
    signed_in(client, Role.SUPERVISOR, agency, username="boss-again")
    sent = {"hour": "14", "region": str(places[COUNTY].pk), "office": str(foreign.pk), **ROW}
    for address in (reverse("local_cutoffs_admin:add"), reverse("local_cutoffs_admin:edit", args=[rows["agency"].pk])):  # fmt: skip
        assert "office" in client.post(address, sent).context["form"].errors
    assert not LocalCutoff.objects.filter(hour=14).exists()


def writes_pages(*roles):
    """As setup_site grants it (portal/sections.py): whoever edits pages has the history of the site."""
    for role in roles:
        GroupPagePermission.objects.create(
            group=Group.objects.get(name=group_name(role)),
            page=Page.objects.get(depth=2),
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page"),
        )


HISTORY = ("wagtailadmin_reports:site_history", "wagtailadmin_reports:site_history_results")


@pytest.mark.parametrize(("role", "where", "theirs"), WHO[:3])
@pytest.mark.parametrize("menu", SETTLED)
def test_the_history_of_the_site_says_nothing_of_rules_of_other_places(
    client, signed_in, request, rows, menu, role, where, theirs
):
    for code, row in rows[menu].items():
        ModelLogEntry.objects.log_action(row, "wagtail.edit", title=f"改了{code}的")
    signed_in(client, role, request.getfixturevalue(where))
    writes_pages(role)
    for name in HISTORY:
        said = client.get(reverse(name)).content.decode()
        assert {code for code in rows[menu] if f"改了{code}的" in said} == theirs
    for kind in ("csv", "xlsx"):
        answer = client.get(reverse(HISTORY[0]), {"export": kind})
        content = b"".join(answer.streaming_content)
        if kind == "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(content)).active
            content = "\n".join(str(cell.value) for line in book.iter_rows() for cell in line).encode()
        assert {code for code in rows[menu] if f"改了{code}的" in content.decode()} == theirs


def test_of_a_rule_that_is_gone_who_keeps_some_places_reads_no_history(client, signed_in, agency, rows):
    row = rows["local_cutoffs_admin"][COUNTY]
    ModelLogEntry.objects.log_action(row, "wagtail.delete", title="删掉的", deleted=True)
    row.delete()
    for role, is_said in ((Role.SUPERVISOR, False), (Role.EDITOR, True)):
        signed_in(client, role, agency)
        writes_pages(role)
        assert ("删掉的" in client.get(reverse(HISTORY[0])).content.decode()) == is_said
