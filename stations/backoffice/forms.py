"""What is typed of a station in the admin."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from foundation.regions.backoffice.fields import RegionCodeField
from stations import keepers, services
from stations.backoffice.form_of_point import PointForm
from stations.backoffice.picture import picture_of
from stations.models import Station


class StationForm(PointForm):
    """A person files a station under an office of their own; only a superuser may leave the office open."""

    region = RegionCodeField(
        label=_("所在区划"), help_text=_("六位代码，比如 360702（江西省赣州市章贡区）。")
    )
    parent = forms.CharField(
        label=_("上级站"),
        max_length=80,
        required=False,
        help_text=_("上级站的代码或者全名，级别要更高：村的归镇，镇的归县区，县区的归市，市的归省。"),
    )
    # When what the form shows was saved.
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("状态"),
        choices=[
            (Station.Status.OPEN, _("开放（停开的日子写在“几点开门”里）")),
            (Station.Status.CLOSED, _("已撤销（不再显示）")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = kwargs.get("for_user") or self.for_user
        if user and "office" in self.fields:
            self.fields["office"].queryset = keepers.offices_of(user)
            self.fields["office"].required = not user.is_superuser
        if self.instance.pk:
            self.initial["seen_at"] = self.instance.changed_at.isoformat()
        if self.instance.parent_id:
            self.initial["parent"] = self.instance.parent.code
        if self.instance.is_paused:
            self.initial["status"] = Station.Status.OPEN

    def clean_parent(self):
        typed = self.cleaned_data["parent"].strip()
        found = Station.objects.filter(Q(code=typed) | Q(name=typed))[:2] if typed else []
        if typed and len(found) != 1:
            raise forms.ValidationError(
                _("有好几个站叫这个名字，写代码。") if found else _("没有这个代码或者名字的站。")
            )
        return found[0] if found else None

    def clean_status(self):
        """Whether it is paused today follows from its closures."""
        said = self.cleaned_data["status"]
        is_paused = self.instance.is_paused and said == Station.Status.OPEN
        return Station.Status.CLOSED_TEMPORARILY if is_paused else said

    def clean(self):
        """What somebody else has saved since the form was opened is not undone unseen; a second press is meant so."""
        cleaned = super().clean()
        now, name = self.initial.get("seen_at"), self.add_prefix("seen_at")
        if now and cleaned.get("seen_at", now) not in ("", now):
            self.data = self.data.copy()
            self.data[name] = now
            self.add_error(
                None,
                _(
                    "没有保存：这一页打开以后，别人改过这个站。您填的都还在；另开一个窗口看看改了什么，"
                    "再按一次保存，就按您这一页存。"
                ),
            )
        return cleaned

    def save(self, commit=True):
        station = super().save(commit)
        if commit:
            services.keep_one_in_step(station, timezone.localdate())
        return station


class PointPanel(HelpPanel):
    """Where the point stands, saved or just typed; point-picture.js draws it anew while somebody types."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), **self._shown()}

        def _shown(self):
            station = self.instance
            if None in (station.lat, station.lng):  # none, or half a one
                return {"code": station.code}
            region = station.region.code if station.region_id else ""
            place = (*station.told_at, station.datum)
            return {"code": station.code, "picture": picture_of(place, region, station.address, station.code)}
