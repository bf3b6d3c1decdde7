"""值班表: a station's roster of one week, the acts on a shift, and the report over all."""

from datetime import date, datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from foundation.workdays.rules import SHANGHAI
from stations import keepers, services
from stations.duty import Half, is_open_in, monday_of
from stations.models import DutyShift, Station
from stations.selectors import calendar_at

_WEEK = timedelta(days=7)
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanForm(forms.ModelForm):
    class Meta:
        model = DutyShift
        fields = ["date", "half", "lawyer", "may_show_name"]
        widgets = {"date": _DATE}


class AttendForm(forms.ModelForm):
    class Meta:
        model = DutyShift
        fields = ["attendance", "calls", "visits", "cards", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attendance"].required = True
        self.fields["cards"].required = False

    def clean_cards(self):
        """Not asked in a page opened before the site was renewed."""
        return self.cleaned_data["cards"] or 0


class SwapForm(forms.Form):
    other = forms.ModelChoiceField(
        label=gettext_lazy("跟哪一班换"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("不换，找人顶"),
    )
    lawyer = forms.CharField(
        label=gettext_lazy("谁来顶"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("跟别的班换就空着。"),
    )
    may_show_name = forms.BooleanField(label=gettext_lazy("来顶的人同意公开姓名"), required=False)
    reason = forms.CharField(label=gettext_lazy("为什么"), max_length=100, required=False)

    def __init__(self, *args, shift, **kwargs):
        super().__init__(*args, **kwargs)
        near = shift.station.shifts.filter(date__range=(shift.date - 2 * _WEEK, shift.date + 2 * _WEEK))
        self.fields["other"].queryset = near.filter(attendance="").exclude(lawyer=shift.lawyer)


class DutyView(WagtailAdminTemplateMixin, TemplateView):
    """Common to all: for those who keep stations; of stations of their offices."""

    header_icon = "calendar-alt"
    page_title = gettext_lazy("值班表")

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def dispatch(self, request, *args, **kwargs):
        if not keepers.keeps(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_station(self, pk):
        return get_object_or_404(keepers.stations_of(self.request.user), pk=pk)

    def back(self, station, day):
        return redirect(f"{reverse('station_register:duty', args=[station.pk])}?week={monday_of(day)}")


class RosterView(DutyView):
    """One week; POST plans one more."""

    template_name = "stations/admin/duty.html"

    def get(self, request, pk):
        return self.show(self.get_station(pk))

    def post(self, request, pk):
        station = self.get_station(pk)
        form = PlanForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            try:
                services.duty.plan(
                    station, day=said["date"], half=said["half"], lawyer=said["lawyer"],
                    may_show_name=said["may_show_name"], actor=request.user,
                )  # fmt: skip
            except ValidationError as wrong:
                form.add_error(None, wrong.messages)
            else:
                messages.success(request, _("排上了。"))
                return self.back(station, said["date"])
        return self.show(station, form, status=422)

    def show(self, station, form=None, status=200):
        monday = self.week()
        days = [monday + timedelta(days=n) for n in range(7)]
        shifts = list(station.shifts.of_week(monday).annotate(swapped=Count("swaps")))
        begins = datetime.combine(monday, time(), SHANGHAI)
        table = Station.objects.with_schedule(begins).get(pk=station.pk).timetable
        calendar = calendar_at(begins)
        for one in shifts:
            one.is_shut = not is_open_in(table, one.date, one.half, calendar)
        lines = [
            (day, [[one for one in shifts if (one.date, one.half) == (day, half)] for half in Half])
            for day in days
        ]
        context = self.get_context_data(
            station=station,
            lines=lines,
            halves=Half,
            monday=monday,
            earlier=monday - _WEEK,
            later=monday + _WEEK,
            last=days[-1],
            form=form or PlanForm(initial={"date": max(monday, min(timezone.localdate(), days[-1]))}),
        )
        return self.render_to_response(context, status=status)

    def week(self):
        """The Monday asked for; of this week when what was asked is no day."""
        try:
            asked = date.fromisoformat(self.request.GET.get("week", ""))
            return monday_of(asked) if 2000 < asked.year < 2100 else monday_of(timezone.localdate())
        except ValueError:
            return monday_of(timezone.localdate())


class CopyView(RosterView):
    """POST: plan this week like the one before."""

    def get(self, request, pk):
        return redirect("station_register:duty", pk)

    def post(self, request, pk):
        station, monday = self.get_station(pk), self.week()
        added = services.duty.copy_week(station, to=monday, actor=request.user)
        if added:
            messages.success(request, _("照上周排了 %(count)d 班。") % {"count": added})
        else:
            messages.info(request, _("上周没有可以照抄的，或者都已经排上了。"))
        return self.back(station, monday)


class ShiftView(DutyView):
    """One shift: who came and to how many they spoke, swap, take off; and the history of its swaps."""

    template_name = "stations/admin/shift.html"

    def get(self, request, pk):
        return self.show(self.get_shift(pk))

    def get_shift(self, pk):
        mine = DutyShift.objects.within_scope_of(self.request.user).select_related("station")
        return get_object_or_404(mine, pk=pk)

    def post(self, request, pk):
        shift = self.get_shift(pk)
        act = {"attend": self.attend, "swap": self.swap, "remove": self.remove}.get(request.POST.get("act"))
        if act is None:
            raise Http404
        form, done = act(shift)
        if done:
            messages.success(request, _("记下了。"))
            return self.back(shift.station, shift.date)
        return self.show(self.get_shift(pk), status=422, **{request.POST["act"]: form})

    def attend(self, shift):
        form = AttendForm(self.request.POST, instance=shift)
        return form, self.done(
            form, lambda said: services.duty.attend(shift, actor=self.request.user, **said)
        )

    def swap(self, shift):
        form = SwapForm(self.request.POST, shift=shift)
        return form, self.done(form, lambda said: services.duty.swap(shift, actor=self.request.user, **said))

    def remove(self, shift):
        form = forms.Form(self.request.POST)
        return form, self.done(form, lambda said: services.duty.remove(shift, actor=self.request.user))

    @staticmethod
    def done(form, act):
        if not form.is_valid():
            return False
        try:
            act(form.cleaned_data)
        except ValidationError as wrong:
            known = hasattr(wrong, "error_dict") and set(wrong.error_dict) <= set(form.fields)
            form.add_error(None, wrong if known else wrong.messages)
            return False
        return True

    def show(self, shift, status=200, attend=None, swap=None, remove=None):
        context = self.get_context_data(
            shift=shift,
            station=shift.station,
            attend=attend or AttendForm(instance=shift),
            swap=swap or SwapForm(shift=shift),
            remove=remove,
            swaps=shift.swaps.select_related("actor", "other"),
        )
        return self.render_to_response(context, status=status)


class DutyReportView(ReportView):
    """值班统计: every shift of the office's stations, who came, how many they spoke to."""

    page_title = gettext_lazy("值班统计")
    header_icon = "calendar-alt"
    index_url_name = "duty_report"
    index_results_url_name = "duty_report_results"
    default_ordering = "-date"
    columns = [
        TitleColumn(
            "date",
            label=gettext_lazy("哪天"),
            get_url=lambda shift: reverse("station_register:shift", args=[shift.pk]),
        ),
        Column("get_half_display", label=gettext_lazy("哪半天")),
        Column("station", label=gettext_lazy("援助站")),
        Column("lawyer", label=gettext_lazy("律师姓名")),
        Column("get_attendance_display", label=gettext_lazy("到没到")),
        Column("calls", label=gettext_lazy("接了几个电话")),
        Column("visits", label=gettext_lazy("接待几个人")),
        Column("cards", label=gettext_lazy("发了几张联系卡")),
    ]
    list_export = [
        "date",
        "get_half_display",
        "station",
        "lawyer",
        "get_attendance_display",
        "calls",
        "visits",
        "cards",
        "note",
    ]
    export_headings = {
        "get_half_display": gettext_lazy("哪半天"),
        "get_attendance_display": gettext_lazy("到没到"),
    }

    def dispatch(self, request, *args, **kwargs):
        if not keepers.keeps(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        cards = DutyShift.objects.within_scope_of(self.request.user).cards()
        return _("联系卡一共发出去 %(cards)d 张") % {"cards": cards}

    def get_queryset(self):
        mine = DutyShift.objects.within_scope_of(self.request.user).select_related("station")
        return self.order_queryset(mine)
