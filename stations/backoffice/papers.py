"""The papers of a station: printed at a press, each printing recorded; and how many there were, for reports."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from foundation.paper import FONTS, PaperFailed
from stations import keepers, services
from stations.models import Printing, Station
from stations.papers import NoLaw

HINTS = {
    Printing.Paper.NOTICE: gettext_lazy("挂在门口：受理范围、程序、电话。法条一字不改，从法条库来。"),
    Printing.Paper.CARD: gettext_lazy("沿线裁开，发给来的人：电话、地址、时间、二维码。"),
    Printing.Paper.QR: gettext_lazy("贴在门上、柜台上：扫开是这个站的网页。"),
}


class OrderForm(forms.Form):
    paper = forms.ChoiceField(choices=Printing.Paper, widget=forms.HiddenInput)
    copies = forms.IntegerField(label=gettext_lazy("印几张"), min_value=1, max_value=5000, initial=1)


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request, pk):
    """A form of one button for each paper; a press brings the PDF."""
    may = policy_registry.get_by_type(Station).user_has_permission(request.user, "change")
    mine = keepers.stations_of(request.user).open_to_public()
    if not may:
        raise Http404
    station = get_object_or_404(mine, pk=pk)
    ordered = OrderForm(request.POST) if request.method == "POST" else None
    made = ordered and ordered.is_valid() and _made(request, station, **ordered.cleaned_data)
    if not made:
        return _screen(request, station, ordered)
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    response["Cache-Control"] = "no-store, private"
    return response


def _made(request, station, paper, copies):
    """The paper, or None after saying why there is none."""
    try:
        return services.print_paper(station, paper, actor=request.user, copies=copies)
    except NoLaw:
        messages.error(request, _("法条库里没有公示要用的条文，先请运维装上。"))
    except PaperFailed as failed:
        why = _("这台机器没有中文字体，请运维装上（fonts-noto-cjk）。") if failed.why == FONTS else ""
        messages.error(request, _("现在打不出来，等一会儿再试。") + why)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return None


def _screen(request, station, ordered):
    asked = ordered.data.get("paper") if ordered is not None else None
    offers = [
        {
            "name": paper.label,
            "hint": HINTS[paper],
            "form": ordered
            if asked == paper.value
            else OrderForm(initial={"paper": paper.value}, auto_id=f"id_{paper.value}_%s"),
        }
        for paper in Printing.Paper
    ]
    printings = station.printings.select_related("printed_by")
    context = {
        "station": station,
        "offers": offers,
        "printings": printings[:50],
        "cards": printings.cards(),
        "handed_out": station.shifts.cards(),
    }
    return render(request, "stations/admin/papers.html", context)


class PrintingReport(ReportView):
    """印发记录: what was printed for the stations of one's offices, for the numbers of 便民联系卡."""

    page_title = gettext_lazy("印发记录")
    header_icon = "doc-full"
    index_url_name = "station_printings"
    index_results_url_name = "station_printings_results"
    columns = [
        Column("station", label=gettext_lazy("援助站")),
        Column("get_paper_display", label=gettext_lazy("什么纸")),
        Column("edition", label=gettext_lazy("第几版")),
        Column("copies", label=gettext_lazy("几张")),
        Column("pieces", label=gettext_lazy("几份")),
        DateColumn("printed_at", label=gettext_lazy("印的时间")),
        Column("printed_by", label=gettext_lazy("谁印的")),
    ]
    list_export = [
        "station", "get_paper_display", "edition", "copies", "pieces", "printed_at", "printed_by",
    ]  # fmt: skip
    export_headings = {
        "station": gettext_lazy("援助站"), "get_paper_display": gettext_lazy("什么纸"), "edition": gettext_lazy("第几版"),
        "copies": gettext_lazy("几张"), "pieces": gettext_lazy("几份"), "printed_at": gettext_lazy("印的时间"),
        "printed_by": gettext_lazy("谁印的"),
    }  # fmt: skip

    def dispatch(self, request, *args, **kwargs):
        if not keepers.keeps(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        mine = keepers.stations_of(self.request.user)
        return Printing.objects.filter(station__in=mine).select_related("station", "printed_by")
