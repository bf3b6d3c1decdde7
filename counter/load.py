"""谁手上有多少: cases of each person, what is late in which office, at which step, by whom and why. For supervisors."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from aid import sla
from aid.clock_rules import Kind
from aid.models import Application
from casework import late, load
from counter.solo import may_see
from counter.views import CounterView, forbidden
from foundation.accounts import proof
from foundation.accounts.models import User
from foundation.content.forms import PlainForm
from foundation.vault.services import record_access

DAYS = 90  # looked back over, unless other days are asked for
_DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "required": False}


class PeriodForm(PlainForm):
    """Which last days. Empty ends are the usual ones."""

    since = forms.DateField(label=gettext_lazy("从哪天"), **_DAY)
    until = forms.DateField(label=gettext_lazy("到哪天"), **_DAY)

    def clean(self):
        found = super().clean()
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            raise ValidationError({"until": _("不能比开头的日子早。")})
        return found


class LoadView(SpreadsheetExportMixin, CounterView):
    template_name = "counter/load.html"
    page_title = gettext_lazy("谁手上有多少")
    header_icon = "group"
    list_export = [
        "reference",
        "case_number",
        "office",
        "clock",
        "due_on",
        "done_on",
        "days",
        "reason",
        "who",
    ]
    export_headings = {
        "reference": gettext_lazy("编号"),
        "case_number": gettext_lazy("案号"),
        "office": gettext_lazy("办理机构"),
        "clock": gettext_lazy("哪个期限"),
        "due_on": gettext_lazy("最晚哪天"),
        "done_on": gettext_lazy("哪天办的"),
        "days": gettext_lazy("晚了几天"),
        "reason": gettext_lazy("超期原因"),
        "who": gettext_lazy("谁办的"),
    }

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_see(request.user):
            return forbidden(request, _("谁手上有多少，由督导来看。"))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def now(self):
        return timezone.now()

    @cached_property
    def seen(self):
        return Application.objects.visible_to(self.request.user)

    @cached_property
    def period(self):
        until = sla.local_day(self.now)
        usual = {"since": until - timedelta(days=DAYS), "until": until}
        return PeriodForm(self.request.GET or None, initial=usual)

    @cached_property
    def days(self):
        """(first, last) of the days asked for; the usual ones where they make no sense."""
        asked = self.period.cleaned_data if self.period.is_bound and self.period.is_valid() else {}
        until = asked.get("until") or self.period.initial["until"]
        return asked.get("since") or until - timedelta(days=DAYS), until

    @cached_property
    def late(self):
        return late.found(self.seen, *self.days, self.now)

    def get(self, request):
        if request.GET.get("export") in self.FORMATS:
            return self.take_away(request.GET["export"])
        address = reverse("applications:index")
        waiting = [
            {
                "office": row["office__name"],
                "what": Kind(row["next_due_kind"]).label if row["next_due_kind"] else "—",
                "count": row["count"],
                "url": f"{address}?show=overdue&office={row['office']}",
            }
            for row in load.late_by_office(self.seen, self.now)
        ]
        people = load.of_people(self.seen, request.user, sla.local_day(self.now))
        since, until = self.days
        asked = f"since={since}&until={until}"
        return self.render_to_response(
            self.get_context_data(
                late=waiting,
                people=people,
                period=self.period,
                since=since,
                until=until,
                by_office=late.by_office(self.late),
                by_person=late.by_person(self.late),
                exports=[(format, f"?{asked}&export={format}") for format in self.FORMATS],
            )
        )

    def take_away(self, format):
        """The clocks that ran out in those days, one a line: no name of a person who came to us. Written down."""
        if answer := proof.ask(self.request):
            return answer
        purpose = f"{format} late {self.days[0]} {self.days[1]}"
        record_access(self.request.user, "aid.export", self.request.user, purpose, self.request)
        self.names = {one.pk: str(one) for one in User.objects.filter(memberships__isnull=False).distinct()}
        rows = late.with_ender(self.late).select_related("application__office")
        return self.as_spreadsheet(rows.iterator(chunk_size=500), format)

    def get_filename(self):
        return f"late-{self.days[0]:%Y%m%d}-{self.days[1]:%Y%m%d}"

    def to_row_dict(self, item):
        ended = item.met_at or item.cancelled_at
        done_on = sla.local_day(ended) if ended else None
        return {
            "reference": item.application.reference,
            "case_number": item.application.case_number,
            "office": item.application.office.name,
            "clock": item.get_kind_display(),
            "due_on": item.due_on,
            "done_on": done_on,
            "days": max(1, ((done_on or sla.local_day(self.now)) - item.due_on).days),
            "reason": item.get_late_reason_display(),
            "who": self.names.get(item.ended_by, ""),
        }
