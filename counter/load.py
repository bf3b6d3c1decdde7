"""超期和工作量: cases of each person, what is late in which office, at which step, by whom and why. For supervisors."""

from collections import Counter
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets import AdminDateInput

from aid import sla
from aid.choices import LateReason
from aid.clock_rules import Kind
from aid.models import Application
from casework import late, load
from counter import late_chart, paging, queue
from counter.filters import opened
from counter.solo import may_see
from counter.views import CounterView, forbidden
from foundation.accounts import proof
from foundation.accounts.models import User
from foundation.content.forms import PlainForm
from foundation.vault.services import record_access

DAYS = 90  # looked back over, unless other days are asked for
LATELY = 30  # days of the number on top, today among them: on the first of a month a month would say nothing
_DAY = {"widget": AdminDateInput, "required": False}


def hands(seen, user, now):
    """The rows of casework.load.of_people, each with the addresses that its numbers open."""
    lists = {"cases": "all", "late": "overdue", "limitation": "limit", "asked": queue.ASKED}
    return [
        row | {"urls": {name: opened(show=show, holder=row["person"].pk) for name, show in lists.items()}}
        for row in load.of_people(seen, user, now)
    ]


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
    page_title = gettext_lazy("超期和工作量")
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
            return forbidden(request, _("超期和工作量，由督导来看。"))
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
        since, until = self.days
        offices = late.by_office(self.late)
        whys = late_chart.whys(offices)
        return self.render_to_response(
            self.get_context_data(
                numbers=self.numbers(offices),
                heading=self.heading(),
                waiting=self.waiting,
                people=hands(self.seen, request.user, self.now),
                period=self.period,
                since=since,
                until=until,
                chart=late_chart.of(offices),
                whys=whys,
                by_office=[self.office_row(row, whys) for row in offices],
                by_step=[self.step_row(row) for row in late.by_step(self.late)],
                by_person=[self.person_row(row) for row in late.by_person(self.late)],
                exports=[
                    (format, f"?since={since}&until={until}&export={format}") for format in self.FORMATS
                ],
            )
        )

    # --- what each number opens ---------------------------------------------------------------------
    def ran_out(self, **more):
        """Where the queue shows what ran out in those days, narrowed by `more`."""
        days = dict(zip(("late_since", "late_until"), self.days, strict=True))
        return opened(show="all", **days | more)

    def numbers(self, offices):
        """(count, label, address, whether it is bad) of the four on top."""
        counts, today = queue.counts_for(self.request), sla.local_day(self.now)
        lately = {"since": today - timedelta(days=LATELY - 1), "until": today}
        ran_out = late.how_many(late.found(self.seen, **lately, at=self.now))
        silent = sum(row["silent"] for row in offices)
        days = {f"late_{name}": day for name, day in lately.items()}
        return [
            (paging.said(counts[queue.OFFICE]), _("在办"), opened(show=queue.OFFICE), False),
            (paging.said(counts["overdue"]), _("现在超期"), opened(show="overdue"), counts["overdue"]),
            (ran_out, _("这 %(days)d 天超期的") % {"days": LATELY}, opened(show="all", **days), False),
            (silent, _("下面这些天没说原因的"), self.ran_out(why=late.SILENT), silent),
        ]

    @cached_property
    def waiting(self):
        return [
            {
                "office": row["office__name"],
                "what": Kind(row["next_due_kind"]).label if row["next_due_kind"] else "—",
                "count": row["count"],
                "url": opened(show="overdue", office=row["office"], clock=row["next_due_kind"]),
            }
            for row in load.late_by_office(self.seen, self.now)
        ]

    def heading(self):
        """The state in words."""
        if not self.waiting:
            return _("现在没有超期的")
        by_office = Counter()
        for row in self.waiting:
            by_office[row["office"]] += row["count"]
        (office, most), count = by_office.most_common(1)[0], by_office.total()
        said = {"count": count, "office": office, "most": most}
        if len(by_office) == 1:
            return _("现在超期 %(count)s 件，都在%(office)s") % said
        return _("现在超期 %(count)s 件，最多的是%(office)s，%(most)s 件") % said

    def office_row(self, row, whys):
        here = {"office": row["office_key"]}
        cells = [
            (
                row["silent"] if code == late.SILENT else row["whys"].get(code, 0),
                self.ran_out(**here, why=code),
            )
            for code, _label, _pattern in whys
        ]
        return {"office": row["office"], "cells": [(row["count"], self.ran_out(**here)), *cells]}

    def step_row(self, row):
        here = {"office": row["office_key"], "missed": row["kind"]}
        return row | {
            "open": (row["open"], self.ran_out(**here, done=late.State.OPEN)),
            "past": (row["past"], self.ran_out(**here, done=late.State.PAST)),
            "silent": (row["silent"], self.ran_out(**here, why=late.SILENT)),
            "reasons": [
                (count, LateReason(code).label, self.ran_out(**here, why=code))
                for code, count in sorted(row["whys"].items(), key=lambda pair: -pair[1])
            ],
        }

    def person_row(self, row):
        here = {"late_by": row["key"]}
        return row | {
            "open": (row["open"], self.ran_out(**here, done=late.State.OPEN)),
            "past": (row["past"], self.ran_out(**here, done=late.State.PAST)),
            "silent": (row["silent"], self.ran_out(**here, why=late.SILENT)),
        }

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
