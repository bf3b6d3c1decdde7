"""A point as it is typed in the admin: two numbers of some map, or what was copied from one."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from stations.exchange import points
from stations.wording import point_problem


class PointForm(WagtailAdminModelForm):
    """Of something `Placed`. Shows the point as its source has it."""

    pasted = forms.CharField(
        label=_("贴坐标或者地图链接"),
        max_length=2000,
        required=False,
        help_text=_(
            "“25.85, 114.93”、度分秒，或者高德、百度、腾讯、OpenStreetMap 的链接。填了就代替下面的经纬度；"
            "链接自己说明是哪种地图，只有两个数的，在下面选从哪里查的。"
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.told_at:
            self.initial["lat"], self.initial["lng"] = self.instance.told_at

    def clean(self):
        """The point was typed as its source has it; what is kept is WGS-84 and what was typed."""
        cleaned = super().clean()
        if pasted := cleaned.get("pasted", "").strip():
            try:
                point = points.read(pasted, cleaned.get("datum") or "wgs84")
            except ValueError as error:
                self.add_error("pasted", str(error))
                return cleaned
            cleaned |= {"lat": point.lat, "lng": point.lng, "datum": point.datum.value}
            self.instance.datum = point.datum.value
        lat, lng = cleaned.get("lat"), cleaned.get("lng")
        if {"lat", "lng", "datum"} <= cleaned.keys() and (lat is None) == (lng is None):
            if problem := point_problem(lat, lng):
                self.add_error("lat", problem)
            else:
                self.instance.put_at(lat, lng, cleaned["datum"])
                cleaned["lat"], cleaned["lng"] = self.instance.lat, self.instance.lng
        return cleaned
