import pytest
from django.core.management import call_command
from wagtail.models import GroupPagePermission

from foundation.accounts.models import Role
from foundation.accounts.roles import group_name
from laws.models import ExplainerIndexPage

pytestmark = pytest.mark.django_db


def test_setting_up_twice_changes_nothing_and_titles_are_translated(home):
    call_command("setup_site")
    english = ExplainerIndexPage.objects.get(locale__language_code="en")
    assert english.title == "The law in plain words"
    english.title = "An editor's own"
    english.save()
    rows = GroupPagePermission.objects.count()
    call_command("setup_site")
    english.refresh_from_db()
    assert english.title == "An editor's own"
    assert GroupPagePermission.objects.count() == rows


def test_an_editor_edits_the_law_and_not_the_cases(home, django_user_model, staff_office, signed_in, client):
    call_command("sync_roles")
    call_command("setup_site")
    editor = signed_in(client, Role.EDITOR, staff_office)
    assert editor.groups.filter(name=group_name(Role.EDITOR)).exists()
    law = ExplainerIndexPage.objects.get(locale__language_code="zh-hans")
    cases = law.get_siblings().get(slug="cases")
    assert law.permissions_for_user(editor).can_add_subpage()
    assert law.permissions_for_user(editor).can_publish_subpage()
    assert not cases.permissions_for_user(editor).can_add_subpage()
    assert not cases.permissions_for_user(editor).can_edit()
