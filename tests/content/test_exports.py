"""Whatever the admin exports opens in a Chinese Excel: all exporting views are walked, so that a new one is too."""

import csv
import io
import re
from datetime import UTC, datetime

import openpyxl
import pytest
from django.urls import NoReverseMatch, reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import ModelLogEntry

from foundation.accounts.testing import pass_second_factor
from foundation.formulas import as_typed, harmless
from tests.aid.factories import ApplicationFactory
from tests.laws.page_factories import explainer
from tests.stations.factories import StationFactory
from tests.test_access import all_addresses

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 11, 28, 16, 30, tzinfo=UTC)  # half past midnight in Beijing
# What a view needs in its address.
ARGUMENTS = {"applications:roster": lambda: [ApplicationFactory().pk]}


@pytest.fixture
def boss(admin_client, admin_user):
    pass_second_factor(admin_client, admin_user)
    return admin_client


def exporting():
    """Names of the addresses whose view exports something."""
    for name, pattern in all_addresses():
        view = pattern.callback
        while view is not None and not hasattr(view, "view_class"):
            view = getattr(view, "__wrapped__", None)
        if view is None or not issubclass(view.view_class, SpreadsheetExportMixin):
            continue
        columns = getattr(view, "view_initkwargs", {}).get("list_export", view.view_class.list_export)
        if columns and not name.endswith("_results"):
            yield name


NAMES = sorted(exporting())


def address_of(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse(name, args=ARGUMENTS[name]())


def of(response):
    return b"".join(response.streaming_content)


def test_the_exporting_views_are_found():
    ours = {"applications:index", "applications:roster", "explainer_review", "search_unanswered"}
    assert ours | {"station_register:index", "wagtailadmin_reports:site_history"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_export_opens_in_a_chinese_excel(name, boss):
    station = StationFactory(name="=cmd|calc", address="一行\r\n\r\n另一行")
    explainer(1)
    ModelLogEntry.objects.log_action(station, "wagtail.edit", timestamp=LATE)
    address = address_of(name)
    response = boss.get(address, {"export": "csv"})
    assert response.status_code == 200
    content = of(response)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert all(re.search("[一-鿿]", heading) for heading in rows[0]), rows[0]
    cells = [cell for row in rows for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    assert not any("+00:00" in cell or "2026-11-28" in cell for cell in cells)
    assert not re.search(rb"\n\s*\n", content.strip(b"\n"))
    sheet = openpyxl.load_workbook(io.BytesIO(of(boss.get(address, {"export": "xlsx"})))).active
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert sheet.max_row == len(rows)
    values = [cell for row in sheet.iter_rows() for cell in row]
    assert not any(
        cell.data_type == "f" or str(cell.value).startswith(("=", "2026-11-28")) for cell in values
    )


def test_the_hour_is_that_of_beijing(boss):
    ModelLogEntry.objects.log_action(StationFactory(), "wagtail.edit", timestamp=LATE)
    address = reverse("wagtailadmin_reports:site_history")
    assert "2026-11-29 00:30" in of(boss.get(address, {"export": "csv"})).decode()
    sheet = openpyxl.load_workbook(io.BytesIO(of(boss.get(address, {"export": "xlsx"})))).active
    assert datetime(2026, 11, 29, 0, 30) in [cell.value for row in sheet.iter_rows() for cell in row]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "＝1", "'quoted'", "普通", "", "'"])
def test_what_was_made_harmless_is_read_as_it_was(text):
    assert as_typed(harmless(text)) == text
    assert not harmless(text).startswith(("=", "+", "-", "@", "＝"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_that_offers_no_file_has_none(boss, kind):
    assert boss.get(reverse("hotlines:index"), {"export": kind}).status_code == 404
