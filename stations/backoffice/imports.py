"""导入: a file of stations is read and shown row by row; nothing is written before somebody says so; all can be undone."""

import io
from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from foundation.accounts.models import Office
from foundation.content.spreadsheets import blank_table
from foundation.decoding import bounded
from foundation.decoding.refused import Refused
from stations import keepers, tasks
from stations.backoffice.picture import SHOWN_DOUBTS
from stations.exchange import plan, services, shape, undoing
from stations.exchange.plan import NoTable
from stations.models import ImportedRow, StationImport

PER_PAGE = 50
MOST_BYTES = 10 * 1024 * 1024
AGAIN_SECONDS = "3"
# Without a word of the worker for so long: it seems to be gone; its job comes back by itself, or can be asked for again.
SILENT, LOST = timedelta(seconds=45), timedelta(minutes=10)
FIRST = ("kept", "error", "doubt", "changed", "new")  # what somebody should see who has chosen nothing
State, Outcome = StationImport.State, ImportedRow.Outcome
REFUSED = {
    "busy": gettext_lazy("现在传文件的人太多，还没有读。请过一两分钟再传一次。"),
    "cut": gettext_lazy("文件像是没有传完整：读到一半就断了。什么都没有写，请重新导出、重新上传。"),
    "broken": gettext_lazy("这个文件打不开，像是没有传完整或者损坏了。什么都没有写，请重新保存再上传。"),
    "quotes": gettext_lazy("文件里的引号不成对，分不清哪里是一格。请用 Excel 或 WPS 另存为 CSV。"),
    "letters": gettext_lazy("看不出文件用的什么文字编码。请另存为 XLSX，或者 UTF-8 的 CSV。"),
    "old": gettext_lazy("这是旧的 XLS 格式。请另存为 XLSX 再上传。"),
    "password": gettext_lazy("文件有密码，打不开。"),
    "macro": gettext_lazy("文件里有宏，不收。请另存为 XLSX。"),
    "long": gettext_lazy("超过 20000 行。请分成几个文件。"),
    "wide": gettext_lazy("列太多了。请从导出的表或者空表改。"),
    "heavy": gettext_lazy("文件太大，读不下来。请分成几个文件。"),
    "points": gettext_lazy("这个 JSON 不是 GeoJSON 的点（FeatureCollection）。"),
}
NO_SHEET = gettext_lazy("只收 XLSX、CSV 和 GeoJSON。")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("XLSX、CSV（UTF-8 或 GBK 都行）或者 GeoJSON，最大 10 MB、20000 行。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.json,.geojson"}),
    )
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("新的站归哪个机构"),
        help_text=gettext_lazy("文件里写了管理机构的，照文件。"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = keepers.offices_of(user).active()
        self.fields["office"].queryset = mine
        self.fields["office"].required = not user.is_superuser
        self.initial["office"] = mine.first()

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件比 10 MB 大。请分成几个文件。"))
        try:
            self.sheet = bounded.read_sheet(file)
        except Refused as refused:
            raise forms.ValidationError(REFUSED.get(refused.code, NO_SHEET)) from refused
        if len(self.sheet.rows) < 2:
            raise forms.ValidationError(_("文件里没有站：第一行是表头，从第二行起每行一个站。"))
        return file

    @property
    def notes(self):
        notes = []
        if self.sheet.unread:
            notes.append(_("只读了第一张表。没有读：%(names)s。") % {"names": "、".join(self.sheet.unread)})
        if self.sheet.is_open_ended:
            notes.append(_("文件最后一行后面没有换行，可能没有存全，请核对最后一行。"))
        return notes


def _mine(request):
    if not keepers.brings_in(request.user):
        raise PermissionDenied
    return StationImport.objects.visible_to(request.user).select_related("made_by", "office")


@require_safe
def index(request):
    of = {f"n_{outcome}": Count("rows", Q(rows__outcome=outcome)) for outcome in Outcome.values}
    found = _mine(request).defer("table").annotate(**of).order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("导入站点"),
        "header_icon": "upload",
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
    }
    return render(request, "stations/admin/imports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    _mine(request)
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                kept = services.read_in(
                    [[line, cells] for line, cells in form.sheet.rows],
                    form.notes,
                    file_name=form.cleaned_data["file"].name,
                    user=request.user,
                    office=form.cleaned_data["office"],
                )
                _check(kept)
        except NoTable as unknown:
            form.add_error("file", " ".join([str(unknown), *form.notes]))
        else:
            return redirect("station_imports:show", kept.pk)
    context = {
        "page_title": _("导入站点"), "header_icon": "upload", "form": form, "columns": shape.headings().values(),
    }  # fmt: skip
    return render(request, "stations/admin/import_add.html", context)


def _check(kept, **changes):
    """A short file at once, a long one by the worker."""
    if _is_short(kept):
        services.check(kept, **changes)
    else:
        with transaction.atomic():
            _ask(services.check_later(kept, **changes))


def _is_short(kept):
    return len(kept.table) - 1 <= services.LONG


def _ask(kept, **values):
    """The worker, for the step at which `kept` stands. In the transaction that says so."""
    asked = {
        State.CHECKING: tasks.check_import,
        State.WRITING: tasks.write_import,
        State.UNDOING: tasks.undo_import,
    }
    asked[kept.state].defer(pk=kept.pk, **values)


@require_safe
def show(request, pk):
    kept = get_object_or_404(_mine(request).defer("table").select_related("progress"), pk=pk)
    rows = kept.rows.all()
    counts = dict(rows.order_by().values_list("outcome").annotate(Count("pk")))
    doubtful, kept_back = rows.exclude(doubts=[]), rows.exclude(kept_back="")
    tabs = [
        *((value, label, counts.get(value, 0)) for value, label in Outcome.choices),
        ("doubt", _("有疑问"), doubtful.count()),
        *([("kept", _("没有撤销"), kept_back.count())] if kept.state == State.UNDONE else []),
    ]
    filled = [code for code, _label, number in tabs if number]
    shown = request.GET.get("show", "")
    if shown not in filled:
        shown = next((code for code in FIRST if code in filled), Outcome.UNCHANGED)
    chosen = {"doubt": doubtful, "kept": kept_back}.get(shown, rows.filter(outcome=shown))
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": kept.file_name,
        "page_subtitle": kept.get_state_display(),
        "header_icon": "upload",
        "kept": kept,
        "tabs": tabs,
        "shown": shown,
        "page_obj": page,
        "elided_page_range": page.paginator.get_elided_page_range(page.number),
        "rows": [_in_words(row) for row in page],
        "to_write": counts.get(Outcome.NEW, 0) + counts.get(Outcome.CHANGED, 0),
        "wrong": counts.get(Outcome.ERROR, 0),
        "doubts": doubtful.count(),
        "may_swap": not kept.swaps and rows.filter(errors__contains=[[plan.TURNED]]).exists(),
        "is_mine": kept.made_by == request.user,
        "waits": kept.state in services.BEFORE,
        "kept_back": kept_back.count() if kept.state == State.UNDONE else 0,
    }
    if context["waits"]:
        context |= _progress_of(kept)
    response = render(request, "stations/admin/import.html", context)
    if context["waits"]:
        response["Refresh"] = AGAIN_SECONDS
    return response


def _progress_of(kept):
    """How far the worker is, and whether it has been silent for long."""
    said = getattr(kept, "progress", None)
    silent = timezone.now() - (said.at if said else kept.made_at)
    percent = said.percent if said else 0
    return {"percent": percent, "is_silent": silent > SILENT and percent > 0, "is_lost": silent > LOST}


def _in_words(row):
    headings = shape.headings()
    both = f"{headings['lat']}、{headings['lng']}"
    return {
        "row": row,
        "changes": [
            (heading, row.before.get(name, ""), row.after[name])
            for name, heading in headings.items() if row.after.get(name) or name in row.before
        ],
        "errors": [(both if name == plan.TURNED else headings.get(name, ""), said) for name, said in row.errors],
        "doubts": [said for _kind, said in row.doubts],
        "point": _point_of(row),
    }  # fmt: skip


def _point_of(row):
    """What the picture of a doubtful point is asked for; empty when there is no doubt about it."""
    if not {kind for kind, _said in row.doubts} & set(SHOWN_DOUBTS):
        return ""
    said = {name: row.after.get(name, "") for name in ("lat", "lng", "region", "address")}
    return urlencode({**said, "datum": shape.DATUMS.get(row.after.get("datum"), ""), "code": row.code})


@require_POST
def act(request, pk):
    kept = get_object_or_404(_mine(request), pk=pk)
    try:
        if "confirm" in request.POST:
            return _confirm(request, kept)
        if "swap" in request.POST or "again" in request.POST:
            _check(kept, swaps=kept.swaps or "swap" in request.POST)
        elif "undo" in request.POST:
            _undo(request, kept)
        elif "restart" in request.POST and kept.state in services.BEFORE:
            user = {"user": request.user.pk} if kept.state == State.UNDOING else {}
            with transaction.atomic():
                _ask(services.hand_on(kept, kept.state), **user)
    except services.Overtaken as overtaken:
        messages.error(request, str(overtaken))
    return redirect("station_imports:show", kept.pk)


def _confirm(request, kept):
    if kept.rows.exclude(doubts=[]).exists() and "seen" not in request.POST:
        messages.error(request, _("还有疑问没有确认：看过以后，勾上“疑问都看过了”再导入。"))
        return redirect("station_imports:show", kept.pk)
    if _is_short(kept):
        services.write(services.begin(kept, actor=request.user), at=timezone.now())
        messages.success(request, _("导入好了。发现不对，可以整个撤销。"))
    else:
        with transaction.atomic():
            _ask(services.begin(kept, actor=request.user))
    return redirect("station_imports:show", kept.pk)


def _undo(request, kept):
    """What stayed, the page says."""
    if _is_short(kept):
        undoing.undo(kept, actor=request.user, at=timezone.now())
    else:
        with transaction.atomic():
            _ask(undoing.undo_later(kept, actor=request.user), user=request.user.pk)


@require_safe
def blank(request):
    """A table with nothing but its headings."""
    _mine(request)
    headings = [heading for name, heading in shape.headings().items() if shape.BY_NAME[name].read]
    return FileResponse(io.BytesIO(blank_table(headings)), as_attachment=True, filename="stations.xlsx")


class ImportViewSet(ViewSet):
    name = "station_imports"
    url_prefix = "station-imports"
    icon = "upload"
    menu_label = gettext_lazy("导入站点")

    def get_urlpatterns(self):
        return [
            path("", index, name="index"),
            path("add/", add, name="add"),
            path("blank/", blank, name="blank"),
            path("<int:pk>/", show, name="show"),
            path("<int:pk>/act/", act, name="act"),
        ]

    @property
    def menu_item_class(self):
        class ImportMenuItem(MenuItem):
            def is_shown(self, request):
                return keepers.brings_in(request.user)

        return ImportMenuItem
