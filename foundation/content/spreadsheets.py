"""What is exported to spreadsheets: every export of the admin opens in a Chinese Excel.

`mend_exports` gives Wagtail's one mixin for exports (its own reports have it as well as ours) what it lacks: the
mark by which Excel knows UTF-8, the language of whoever asked, Beijing time, headings in words, no line that is blank,
no cell that a spreadsheet would take for a formula, and no file at all of a list that offers none. tests/content/test_exports.py walks all of them.
"""

import codecs
import re
from datetime import datetime

from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from foundation.workdays.rules import SHANGHAI

# What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
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


def harmless(text):
    """Text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_typed(text):
    """The way back: text without the sign that `harmless`, or whoever fears formulas, has put before it."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


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
    return harmless(re.sub(r"\s*[\r\n]\s*", "\n", said.strip())) if isinstance(said, str) else said


def _get_heading(self, queryset, field):
    heading = _as_wagtail["get_heading"](self, queryset, field)
    return str(_HEADINGS.get(field, heading)) if heading.isascii() else heading
