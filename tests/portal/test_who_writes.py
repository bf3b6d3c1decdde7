"""Which role may write where: the grants of portal.sections, asked through the admin's own pages."""

import pytest
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow

from foundation.accounts.models import Role
from foundation.accounts.services import sync_roles
from portal.sections import ensure_sections, grant_sections, name_workflow
from portal.services import add_missing_aliases

WRITES = {Role.EDITOR: "laws", Role.CASE_EDITOR: "cases", Role.PROPAGANDA: "events"}
PAGE_TYPES = {
    "laws": ("laws", "explainerpage"),
    "cases": ("cases_showcase", "casepage"),
    "events": ("campaigns", "campaignpage"),
}


@pytest.fixture
def sections(home):
    found = ensure_sections(home)
    add_missing_aliases()
    grant_sections(home)
    sync_roles()
    return found


def new_page(section, slug):
    return reverse("wagtailadmin_pages:add", args=[*PAGE_TYPES[slug], section.pk])


@pytest.mark.parametrize("role", list(WRITES))
def test_a_role_writes_in_its_own_section_only(client, signed_in, staff_office, sections, role):
    signed_in(client, role, staff_office)
    allowed = {
        slug for slug, section in sections.items() if client.get(new_page(section, slug)).status_code == 200
    }
    assert allowed == {WRITES[role]}


@pytest.mark.parametrize("role", list(WRITES))
def test_its_section_in_another_language_is_its_own_too(client, signed_in, staff_office, sections, role):
    user = signed_in(client, role, staff_office)
    pages = list(sections[WRITES[role]].get_translations())
    assert pages
    for page in pages:
        assert page.permissions_for_user(user).can_edit()


@pytest.mark.parametrize("role", [*WRITES, Role.SUPERVISOR])
def test_who_writes_pages_may_hand_them_over_for_translation(client, signed_in, staff_office, sections, role):
    signed_in(client, role, staff_office)
    page = sections[WRITES.get(role, "laws")]
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("role", list(WRITES))
def test_who_writes_pages_sees_no_application(client, signed_in, staff_office, sections, role):
    signed_in(client, role, staff_office)
    assert client.get(reverse("applications:index")).status_code == 403
    assert "援助申请" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.APPROVER, Role.CASEWORKER, Role.DISPATCHER])
def test_the_counter_writes_no_pages(client, signed_in, staff_office, sections, role):
    user = signed_in(client, role, staff_office)
    assert set(WRITES.values()) <= set(sections)
    for section in sections.values():
        assert not section.permissions_for_user(user).can_edit()


def test_the_supervisors_read_what_is_handed_in(db):
    name_workflow()
    name_workflow()
    assert Workflow.objects.get().name == "发布前核对"
    assert [group.name for group in GroupApprovalTask.objects.get().groups.all()] == ["督导"]


def test_the_counter_gets_no_reports_about_pages(client, signed_in, staff_office, sections):
    signed_in(client, Role.RECEPTIONIST, staff_office)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("explainer_review") not in home
    assert "/reports/translations/" not in home
