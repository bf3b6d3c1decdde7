from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

# Both coordinates or none. Said in full: a comparison with NULL would let half a position pass.
WHOLE_POSITION = Q(lat__isnull=True, lng__isnull=True) | Q(
    lat__isnull=False, lng__isnull=False, lat__range=(-90, 90), lng__range=(-180, 180)
)


def not_yet(row, *names):
    """{name: what is wrong} of the dates of `row` that have not come: what is said of them cannot have happened."""
    today = timezone.localdate()
    return {name: _("这一天还没有到。") for name in names if (day := getattr(row, name)) and day > today}


class ChoiceArrayField(ArrayField):
    """Several of a known list, ticked in a form."""

    def formfield(self, **kwargs):
        kwargs.pop("widget", None)
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices,
            coerce=self.base_field.to_python,
            widget=forms.CheckboxSelectMultiple,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
        )
