"""The admin speaks Chinese: Wagtail's words, its scripts', and what lists say about yes and no."""

import re

import pytest
from django.apps import apps
from django.db.models import BooleanField
from django.urls import reverse
from wagtail.admin.viewsets import viewsets

from foundation.accounts.testing import pass_second_factor
from foundation.workdays.models import CalendarDay
from portal import catalogues
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, admin_user):
    client.force_login(admin_user, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, admin_user)
    return client


def test_no_words_of_wagtails_are_left_in_english():
    assert catalogues.admin_gaps() == []


def test_the_scripts_get_our_words_too(desk):
    script = desk.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert r"\u6b63\u5728\u81ea\u52a8\u4fdd\u5b58" in script  # 正在自动保存


def test_a_list_says_yes_and_no_in_chinese(desk):
    CalendarDay.objects.create(
        date="2026-10-01", kind="statutory", source="国务院办公厅", is_provisional=True
    )
    text = desk.get(reverse("calendar_days:index")).content.decode()
    cells = re.findall(r'class="yes-no">.*?</span>', text, re.DOTALL)
    assert [re.sub(r"<.*?>|\s", "", cell.partition(">")[2]) for cell in cells] == ["是", "否"]


def columns_by_name():
    """(viewset, name) of each column that leaves its heading to Wagtail."""
    return [
        (viewset, name)
        for viewset in viewsets.viewsets
        if isinstance(getattr(viewset, "list_display", None), list)
        for name in viewset.list_display
        if isinstance(name, str)
    ]


def test_no_column_of_chosen_words_is_headed_method():
    assert [name for _viewset, name in columns_by_name() if name.endswith("_display")] == []


def test_a_region_is_shown_in_words(desk):
    region = RegionFactory()
    text = desk.get(reverse("regions:inspect", args=[region.pk])).content.decode()
    fields = " ".join(re.sub(r"<.*?>", " ", text[text.index("<dl") : text.index("</dl>")]).split())
    assert "级别 县级" in fields
    assert "否" in fields
    assert not re.search(r"None|False|\bID\b", fields)


def test_no_list_shows_a_bare_true_or_false():
    shown = columns_by_name()
    yes_or_no = {
        (model, f.name)
        for model in apps.get_models()
        for f in model._meta.fields
        if isinstance(f, BooleanField)
    }
    assert shown
    assert [name for viewset, name in shown if (viewset.model, name) in yes_or_no] == []
