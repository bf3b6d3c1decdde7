from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.regions.models import Region


class RegionCodeField(forms.Field):
    """A division, typed by its six digits: a list of all three thousand helps nobody."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6})
    default_error_messages = {"unknown": _("没有这个区划代码。")}

    def prepare_value(self, value):
        """What the box shows: of the key of a region its code."""
        if isinstance(value, int):
            return Region.objects.filter(pk=value).values_list("code", flat=True).first() or ""
        return value

    def to_python(self, value):
        code = str(value or "").strip()
        region = Region.objects.by_code(code) if code else None
        if code and region is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return region

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)
