"""What a visitor may say to the station finder. Everything is optional; nonsense is answered in words, never a 500."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.choices import Access, Language, Service
from stations.models import Station

PAGE = 20
MOST = 200
LONGEST, LONGEST_TYPED = 60, 400  # of a place: what is understood, what comes back in the box
_TOO_LONG = _("字太多，只看了前面的“%(place)s”。写区县、镇或村的名字就行。")
_TOPIC = re.compile(r"[a-z][a-z0-9_.]{0,60}")


class FinderForm(forms.Form):
    place = forms.CharField(label=_("地方"), required=False)
    region = forms.RegexField(r"^[1-9]\d{5}$", required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("哪种站"), required=False, choices=[("", _("都看")), *Station.Kind.choices]
    )
    host = forms.ChoiceField(
        label=_("设在哪里"), required=False, choices=[("", _("都看")), *Station.Host.choices]
    )
    need = forms.ChoiceField(
        label=_("我要办的事"), required=False, choices=[("", _("都看")), *Service.choices]
    )
    language = forms.ChoiceField(
        label=_("我说的话"), required=False, choices=[("", _("都看")), *Language.choices]
    )
    access = forms.ChoiceField(
        label=_("方便出入"), required=False, choices=[("", _("都看")), *Access.choices]
    )
    open = forms.BooleanField(label=_("只看现在开着的"), required=False)
    evening = forms.BooleanField(label=_("晚上六点以后也有人"), required=False)
    weekend = forms.BooleanField(label=_("周末有人"), required=False)
    show = forms.IntegerField(required=False, widget=forms.HiddenInput)
    topic = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    # What narrows the list, in the order of the page.
    CHOOSE = ("need", "language", "access", "kind", "host")
    TICK = ("open", "evening", "weekend")

    def clean_place(self):
        return self.cleaned_data["place"][:LONGEST]

    @property
    def typed(self):
        """The place as it was typed, too long perhaps: an address or a message that was pasted."""
        return self.data.get("place", "").strip()[:LONGEST_TYPED]

    @property
    def place_problem(self):
        """What to say beside the box; "" when the place was read whole. After is_valid()."""
        if len(self.typed) > LONGEST:
            return _TOO_LONG % {"place": self.cleaned_data.get("place", "")}
        return " ".join(self.errors.get("place", []))

    @property
    def chosen(self):
        """What narrows the list, in words: 客家话, 周末有人. After is_valid()."""
        asked = self.cleaned_data
        picked = [dict(self.fields[name].choices)[asked[name]] for name in self.CHOOSE if asked.get(name)]
        return picked + [self.fields[name].label for name in self.TICK if asked.get(name)]

    def clean_show(self):
        asked = self.cleaned_data["show"] or PAGE
        return min(max(asked, PAGE), MOST)

    def clean_topic(self):
        topic = self.cleaned_data["topic"]
        return topic if _TOPIC.fullmatch(topic) else ""


class PositionForm(forms.Form):
    """Where the phone says it is. Personal data: comes in the body of a POST, is used once and kept nowhere."""

    lat = forms.FloatField(min_value=-90, max_value=90)
    lng = forms.FloatField(min_value=-180, max_value=180)

    def clean(self):
        cleaned = super().clean()
        # About a hundred metres: enough to sort by, too little to tell a door.
        return {name: round(value, 3) for name, value in cleaned.items()}
