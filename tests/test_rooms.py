"""Roles see only what they work with: every address that libraries bring to the admin, asked by every role."""

import pytest
from django.urls import get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from wagtail.models import GroupPagePermission, Page

from foundation.accounts import rooms
from foundation.accounts.models import Role
from foundation.accounts.roles import group_name
from tests.test_access import all_addresses, is_ours

pytestmark = [pytest.mark.attack, pytest.mark.django_db]

# Who edits pages, by the grants that `setup_site` makes (portal/sections.py).
EDITORS = {Role.EDITOR, Role.CASE_EDITOR, Role.PROPAGANDA, Role.SUPERVISOR}
# What is open to more: whose other work needs it.
ALSO = {
    "wagtailadmin_choose_page": {Role.OPERATOR},  # 人工置顶
    "wagtailimages_chooser": {Role.OPERATOR},  # 站点的照片
}
BESIDE = {"wagtailadmin_password_reset"}  # switched off, for everybody


@pytest.fixture
def secret(db):
    """A draft whose title nobody may read who does not edit it."""
    home = Page.objects.get(depth=2)
    return home.add_child(instance=Page(title="机密草稿标题", slug="secret", live=False))


def library_addresses(page):
    """(name, address): each with whatever arguments make one."""
    some = [
        *([], [page.pk], [page.pk, page.pk], [page.pk, page.pk, page.pk], [page.pk, "x"], ["x"]),
        *(
            ["wagtailcore", "page"],
            ["wagtailcore", "page", page.pk],
            ["accounts", "user"],
            ["accounts", "user", 1],
        ),
        *(["accounts", "user", "delete"], [page.pk, 1, 1, 1], ["wagtailcore", "page", page.pk, 1]),
    ]
    for name, pattern in all_addresses():
        if is_ours(name, pattern):
            continue
        for args in some:
            try:
                address = reverse(name, args=args)
            except NoReverseMatch:
                continue
            if address.startswith("/admin/") and get_resolver().resolve(address).view_name == name:
                yield name, address


def is_open_to(role, name):
    return (
        name in rooms.EVERYBODY
        or name.startswith(tuple(BESIDE))
        or any(name.startswith(prefix) and role in roles for prefix, roles in ALSO.items())
    )


@pytest.mark.parametrize("role", [role for role in Role if role not in EDITORS])
def test_who_edits_no_pages_opens_nothing_of_wagtail_s_own(role, client, staff_office, signed_in, secret):
    signed_in(client, role, staff_office)
    asked, wrong = 0, []
    # One role asks as scripts do as well.
    ways = [{}, {"x-requested-with": "XMLHttpRequest"}] if role == Role.RECEPTIONIST else [{}]
    for name, address in library_addresses(secret):
        if is_open_to(role, name):
            continue
        asked += 1
        for headers in ways:
            answer = client.get(address, headers=headers)
            turned_away = answer.status_code in (403, 404) or (
                answer.status_code == 302 and answer["Location"] == "/admin/"
            )
            if not turned_away or secret.title in answer.content.decode():
                wrong.append(f"{name} {address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert asked > 150


@pytest.mark.parametrize("role", [Role.CASE_EDITOR, Role.PROPAGANDA])
def test_who_edits_one_section_reads_no_titles_of_another(role, client, staff_office, signed_in, secret):
    from django.contrib.auth.models import Group, Permission

    signed_in(client, role, staff_office)
    mine = Page.objects.get(depth=2).add_child(instance=Page(title="我的栏目", slug="mine"))
    GroupPagePermission.objects.create(
        group=Group.objects.get(name=group_name(role)),
        page=mine,
        permission=Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page"),
    )
    wrong = []
    for name, address in library_addresses(secret):
        if str(secret.pk) not in address or not name.startswith(
            ("wagtailadmin_pages", "wagtailadmin_explore")
        ):
            continue
        answer = client.get(address)
        if secret.title in answer.content.decode():
            wrong.append(f"{name} {address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[mine.pk])).status_code == 200


def test_the_list_names_only_what_there_is():
    names = {name for name, _pattern in all_addresses()}
    assert names >= rooms.EVERYBODY
    for prefix in rooms._opened:
        assert any(name.startswith(prefix) for name in names), prefix
