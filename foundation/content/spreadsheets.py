"""What is exported to spreadsheets, in one place: every export opens in a Chinese Excel and holds no live formula.

`line`, `lines`, `csv_file` and `blank_table` are what our own pages write with (tests/test_one_place.py).

`mend_exports` gives Wagtail's one mixin for exports (its own reports have it as well as ours) what it lacks: the
mark by which Excel knows UTF-8, the language of whoever asked, Beijing time, headings in words, no line that is blank,
no cell that a spreadsheet would take for a formula, and no file at all of a list that offers none. tests/content/test_exports.py walks all of them.
"""

import codecs
import csv
import io
import re
from datetime import datetime

import openpyxl
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from openpyxl.utils import get_column_letter
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from foundation.formulas import harmless
from foundation.workdays.rules import SHANGHAI

# Columns of Wagtail's reports that its translations leave in English.
_HEADINGS = {
    "object_id": _("编号"),
    "workflow": _("审批流程"),
    "task": _("审批任务"),
    "requested_by": _("谁提的"),
    "created_at": _("什么时候提的"),
    "started_at": _("什么时候开始"),
    "finished_at": _("什么时候结束"),
    "finished_by": _("谁办完的"),
}


def line(cells):
    """One line of a CSV as bytes; texts are made harmless."""
    return csv.writer(_Echo()).writerow([harmless(str(cell)) if _is_text(cell) else cell for cell in cells])


def lines(rows):
    """A whole CSV as bytes, line by line, with the mark by which Excel knows UTF-8."""
    yield codecs.BOM_UTF8
    yield from map(line, rows)


def csv_file(rows, filename):
    """The response with a CSV of these rows, the headings first."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(b"".join(lines(rows)), content_type="text/csv; charset=utf-8", headers=headers)


def blank_table(headings, *, title="", widths=(), rows=0):
    """A workbook to be filled in, as bytes: its headings, and so many rows below whose cells are text."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title or sheet.title
    sheet.append([harmless(str(heading)) for heading in headings])
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        for cell in sheet[f"{letter}1:{letter}{rows + 1}"]:
            cell[0].number_format = "@"  # text: a spreadsheet would take the last digits off an ID number
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class _Echo:
    def write(self, text):
        return text.encode()


def _is_text(cell):
    return isinstance(cell, (str, Promise))


def mend_exports():
    """Once, when the site starts."""
    for name in (
        "as_spreadsheet",
        "write_csv_response",
        "stream_csv",
        "preprocess_field_value",
        "get_heading",
    ):
        setattr(SpreadsheetExportMixin, name, globals()[f"_{name}"])


_as_wagtail = {name: value for name, value in vars(SpreadsheetExportMixin).items() if callable(value)}


def _as_spreadsheet(self, queryset, spreadsheet_format):
    """A list without columns to take away has no file: Wagtail would send blank lines."""
    if not self.list_export:
        raise Http404
    return _as_wagtail["as_spreadsheet"](self, queryset, spreadsheet_format)


def _write_csv_response(self, queryset):
    response = _as_wagtail["write_csv_response"](self, queryset)
    response["Content-Type"] = "text/csv; charset=utf-8"
    return response


def _stream_csv(self, queryset):
    """Sent after the view has returned: in its language still."""
    return _marked(_as_wagtail["stream_csv"](self, queryset), translation.get_language())


def _marked(lines, language):
    with translation.override(language):
        yield codecs.BOM_UTF8
        yield from lines


def _preprocess_field_value(self, field, value, export_format):
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.make_naive(value, SHANGHAI)
        if export_format == self.FORMAT_CSV:
            return f"{value:%Y-%m-%d %H:%M}"
    said = _as_wagtail["preprocess_field_value"](self, field, value, export_format)
    return harmless(re.sub(r"\s*[\r\n]\s*", "\n", str(said).strip())) if _is_text(said) else said


def _get_heading(self, queryset, field):
    heading = _as_wagtail["get_heading"](self, queryset, field)
    return harmless(str(_HEADINGS.get(field, heading)) if heading.isascii() else heading)
