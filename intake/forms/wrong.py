"""“Wrong? Tell us”, of a station: what, and a few words. Nobody is asked who they are."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.content.forms import PlainForm
from intake.fields import LineField, OneOfField, StoryField
from stations.models import StationReport


class WrongForm(PlainForm):
    what = OneOfField(
        label=_("哪里不对？"),
        choices=StationReport.What,
        error_messages={"required": _("选一样")},
    )
    story = StoryField(
        label=_("说说看"),
        required=False,
        max_length=300,
        help_text=_("对的是什么？不用写您的名字和电话。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": _("长了点，最多 300 字")},
    )
    key = LineField(initial=uuid.uuid4, widget=forms.HiddenInput, required=False)
    # A trap: people do not see it, programs fill it in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_key(self):
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid.uuid4()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("what") == StationReport.What.OTHER and not cleaned.get("story", "").strip():
            self.add_error("story", _("写一句哪里不对"))
        return cleaned
