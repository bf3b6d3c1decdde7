import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.content.models import known_region
from stations.choices import Service
from stations.models import Station

MOST, USUAL = 500, 100


class AskedForm(forms.Form):
    """What may be asked of /api/stations; openapi.py says the same to programs."""

    format = forms.ChoiceField(choices=[(one, one) for one in ("json", "geojson", "csv")], required=False)
    region = forms.RegexField(r"^[0-9]{6}$", required=False)
    kind = forms.ChoiceField(choices=Station.Kind, required=False)
    service = forms.ChoiceField(choices=Service, required=False)
    updated_since = forms.CharField(required=False, max_length=40)
    after = forms.SlugField(required=False, max_length=60)
    limit = forms.IntegerField(required=False, min_value=1, max_value=MOST)

    def clean_region(self):
        """Asked of the table only when it has the shape of a code."""
        if self.cleaned_data["region"]:
            known_region(self.cleaned_data["region"])
        return self.cleaned_data["region"]

    def clean_updated_since(self):
        """A day, or a moment; without a zone it is that of China."""
        text = self.cleaned_data["updated_since"].strip()
        if not text:
            return None
        # A plus sign in an address arrives as a blank.
        text = re.sub(r" (?=[0-9]{2}:?[0-9]{2}$)", "+", text)
        try:
            moment = timezone.datetime.fromisoformat(text)
        except ValueError:
            raise forms.ValidationError(_("时间写成 2026-11-01 或者 2026-11-01T08:00:00+08:00。")) from None
        try:
            return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        except OverflowError:
            raise forms.ValidationError(_("时间写成 2026-11-01 或者 2026-11-01T08:00:00+08:00。")) from None
