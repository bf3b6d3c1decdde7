"""When a station is open, as it is typed in the admin: rows of hours, of special days, of closures, of stops."""

from itertools import groupby
from operator import attrgetter

from django import forms
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from foundation.regions.backoffice.fields import RegionCodeField
from stations.backoffice.form_of_point import PointForm
from stations.hours import Span, clash
from stations.models import ScheduledVisit


class NoClash(BaseChildFormSet):
    """Rows of hours of which no two are on at once."""

    def clean(self):
        super().clean()
        rows = [form.instance for form in self.forms if self._holds(form)]
        for both in filter(None, map(clash, self.weeks(rows))):
            first, second = (f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in both)
            raise forms.ValidationError(
                _("这两段时间重叠了：%(first)s 和 %(second)s。"), params={"first": first, "second": second}
            )

    def _holds(self, form):
        is_whole = form.is_valid() and form.instance.opens and form.instance.closes
        return is_whole and not self._should_delete_form(form)

    @staticmethod
    def weeks(rows):
        """The spans that stand beside each other."""
        return [[row.span for row in rows]]


class NoClashOnADay(NoClash):
    @staticmethod
    def weeks(rows):
        rows = sorted(rows, key=attrgetter("date"))
        return [
            [Span(day.isoweekday(), row.opens, row.closes) for row in mine]
            for day, mine in groupby(rows, attrgetter("date"))
        ]


class HoursPanel(InlinePanel):
    """`formset`: what looks at the rows together."""

    def __init__(self, *args, formset=NoClash, **kwargs):
        super().__init__(*args, **kwargs)
        self.formset = formset

    def clone_kwargs(self):
        return super().clone_kwargs() | {"formset": self.formset}

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = self.formset
        return options


class VisitForm(PointForm):
    """A stop in the rows of a station: where it lies is said by a code, as for the station itself."""

    region = RegionCodeField(
        label=_("在哪个区县"),
        required=False,
        help_text=_("六位代码；空着就算这个站所在的区县。"),
    )

    class Meta:
        model = ScheduledVisit
        fields = "__all__"


class VisitsPanel(InlinePanel):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, panels=kwargs.pop("panels", VISIT_PANELS), **kwargs)

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = VisitForm
        return options


VISIT_PANELS = [
    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    FieldRowPanel([FieldPanel("place"), FieldPanel("region")]),
    FieldPanel("pasted"),
    FieldPanel("datum"),
    FieldRowPanel([FieldPanel("lat", heading=_("纬度")), FieldPanel("lng", heading=_("经度"))]),
    FieldPanel("offer"),
    FieldPanel("staff_names"),
    FieldPanel("cancelled_because"),
]
