"""Wagtail's own two imports, redirects and translations, behind a door: what is too large is refused in words.

The addresses are Wagtail's; these views answer before them (foundation/content/wagtail_hooks.py) and hand on what
passed. A table of redirects is read by foundation.decoding and handed on as plain lines.
"""

import csv
import io

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.contrib.redirects import views as redirect_views
from wagtail_localize.views import edit_translation

from foundation.decoding import bounded
from foundation.decoding.refused import Refused
from foundation.formulas import as_typed

MOST_REDIRECTS, MOST_TABLE, MOST_CELL = 300, 1024 * 1024, 2000
MOST_CATALOGUE, MARK = 200 * 1024, b"X-WagtailLocalize-TranslationID"
_REFUSED = {
    "busy": gettext_lazy("现在传文件的人太多，还没有读。请过一两分钟再传一次。"),
    "long": gettext_lazy("行数太多：一次最多 300 行。请分成几个文件。"),
    "heavy": gettext_lazy("这个表格太大、太复杂，读不下来。请只留要用的两列另存一份。"),
}
NO_TABLE = gettext_lazy("这不是能读的表格。请另存为 XLSX 或者 UTF-8 的 CSV。")
NO_CATALOGUE = gettext_lazy("这不是从这一页下载的 PO 文件，或者它太大了。请重新下载，翻译好再传。")


@redirect_views.permission_checker.require_any("add")
def redirects(request):
    """Wagtail's import of redirects, of a table of so many lines and no more."""
    upload = request.FILES.get("import_file")
    if upload:
        try:
            request.FILES["import_file"] = SimpleUploadedFile("redirects.csv", _lines(upload), "text/csv")
        except Refused as refused:
            messages.error(request, str(_REFUSED.get(refused.code, NO_TABLE)))
            return redirect("wagtailredirects:start_import")
    return redirect_views.start_import(request)


def _lines(upload):
    if upload.size > MOST_TABLE:
        raise Refused("heavy")
    rows = [
        [as_typed(cell) for cell in cells]
        for _line, cells in bounded.read_sheet(upload, most=MOST_REDIRECTS).rows
    ]
    if len(rows) < 2:
        raise Refused("type")
    if any(len(cell) > MOST_CELL for cells in rows for cell in cells):
        raise Refused("heavy")
    width = len(rows[0])
    out = io.StringIO()
    csv.writer(out).writerows([*cells, *[""] * width][:width] for cells in rows)
    return out.getvalue().encode()


@require_POST
def catalogue(request, translation_id):
    """wagtail-localize's import of a PO file, of one that says what it translates and is of bounded size."""
    upload = request.FILES.get("file")
    if upload and upload.size <= MOST_CATALOGUE and MARK in upload.read():
        upload.seek(0)
        try:
            return edit_translation.upload_pofile(request, translation_id)
        except (LookupError, ValueError):  # a charset that there is not, a mark where none is read
            pass
    messages.error(request, str(NO_CATALOGUE))
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
