"""Whatever the admin exports opens in a Chinese Excel: all exporting views are walked, so that a new one is too."""

import csv
import io
import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.apps import apps
from django.urls import NoReverseMatch, reverse
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, Workflow

from foundation.accounts.testing import pass_second_factor
from foundation.content.spreadsheets import lines
from foundation.decoding import bounded
from foundation.formulas import as_typed, harmless
from search.models import SearchQuery
from stations.models import DutyShift, Hotline, Printing, ScheduledVisit
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


# What was tried once, and its kin: a formula after blanks, quotes, line ends, signs that nobody sees, in any width.
LIVE = [
    '=HYPERLINK("http://x.example","点这里")',
    "+1+1",
    "-1+1|cmd",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u3000=1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "'=1",
    '"=1',
    "“=1",
    "＝1",
    "＋1",
    "－1",
    "＠SUM(1)",
    " ＝1",
    "﹦1",
]
# Texts that staff or strangers write, wherever one of them is exported.
WRITTEN = {
    "stations.Station": ["name", "address"],
    "wagtailcore.Page": ["title", "draft_title"],
    "accounts.User": ["first_name", "last_name"],
    "wagtailcore.ModelLogEntry": ["label"],
    "wagtailcore.PageLogEntry": ["label"],
    "wagtailredirects.Redirect": ["redirect_link"],
    "laws.Topic": ["name"],
    "accounts.Office": ["name"],
    "search.SearchQuery": ["text"],
    "stations.Hotline": ["name", "source"],
    "stations.DutyShift": ["lawyer", "note"],
    "stations.ScheduledVisit": ["place", "staff_names"],
}


@pytest.fixture
def rows(admin_user):
    """A row in every export, to plant something in."""
    due = {"law_as_of": date(2026, 8, 1), "reviewed_on": date(2026, 8, 2), "review_due_on": date(2026, 11, 1)}
    page, station = explainer(1, **due), StationFactory()
    Redirect.objects.create(old_path="/old", redirect_link="x")
    ModelLogEntry.objects.log_action(station, "wagtail.edit", user=admin_user)
    Workflow.objects.get().start(page, admin_user)
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=admin_user, locked_at=LATE)
    ApplicationFactory()
    SearchQuery.objects.create(day=LATE.date(), text="讨薪", locale="zh-hans", hits=0)
    Hotline.objects.create(phone="0797-5550101", name="热线", description="问法律", region=station.region)
    DutyShift.objects.create(station=station, date=LATE.date(), half=1, lawyer="x")
    ScheduledVisit.objects.create(
        station=station, place="x", starts_at=LATE, ends_at=LATE + timedelta(hours=1)
    )
    Printing.objects.create(
        station=station, paper="qr", edition=1, content={}, copies=1, printed_at=LATE, printed_by=admin_user
    )


# What is not planted by a column of plain text, and what plants there instead.
UNTYPED = {"applications:roster": "names are sealed: tests/counter/test_roster.py"}


def plant(text):
    for label, fields in WRITTEN.items():
        model = apps.get_model(label)
        model.objects.update(**{name: text[: model._meta.get_field(name).max_length] for name in fields})


@pytest.mark.attack
@pytest.mark.parametrize("name", NAMES)
def test_no_formula_that_was_planted_is_live_in_an_export(name, boss, rows):
    """Wagtail's own reports as well as ours; what a spreadsheet sees in a cell is what counts."""
    address = address_of(name)
    for text in LIVE:
        plant(text)
        rows = csv.reader(
            io.StringIO(of(boss.get(address, {"export": "csv"})).decode("utf-8-sig"), newline="")
        )
        live = [cell for row in rows for cell in row if is_live(cell)]
        assert live == [], text
    sheet = openpyxl.load_workbook(io.BytesIO(of(boss.get(address, {"export": "xlsx"})))).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or is_live(str(cell.value or "")) for cell in cells)


def is_live(cell):
    """Judged otherwise than the site does: letter by letter, after all that is no letter, figure or sign."""
    if cell.startswith("'"):
        return False
    bare = unicodedata.normalize("NFKC", cell)
    bare = "".join(sign for sign in bare if unicodedata.category(sign) not in ("Cf", "Cc", "Zs", "Zl", "Zp"))
    return bare.lstrip("\"'“”‘’").startswith(("=", "+", "-", "@")) and not re.fullmatch(r"-?[0-9.]+", bare)


def test_planting_reaches_every_export(boss, rows):
    """Else the walk above proves nothing."""
    plant("=1+1")
    reached = {
        name for name in NAMES if "'=1+1" in of(boss.get(address_of(name), {"export": "csv"})).decode()
    }
    assert set(NAMES) - reached == set(UNTYPED)


@pytest.mark.attack
@pytest.mark.parametrize("text", [*LIVE, "", "'", "''", "张三", "'张三'", "a=1", "8-9", "（+86）"])
def test_every_planted_formula_comes_back_as_it_was_typed(text):
    said = harmless(text)
    assert as_typed(said) == text
    assert not is_live(said)
    assert (said == text) == (text not in LIVE)


@pytest.mark.attack
@pytest.mark.parametrize("text", ["=1+1", "+8613900000001", "＝1", "@x", "-5"])
def test_what_was_exported_is_imported_as_it_was(text):
    table = b"".join(lines([["名称", "地址"], [text, "某路"]]))
    assert bounded.read_table(io.BytesIO(table)).rows[1][0] == text
    assert as_typed(bounded.read_sheet(io.BytesIO(table)).rows[1][1][0]) == text


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
