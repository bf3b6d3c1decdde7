from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q

# Both coordinates or none. Said in full: a comparison with NULL would let half a position pass.
WHOLE_POSITION = Q(lat__isnull=True, lng__isnull=True) | Q(
    lat__isnull=False, lng__isnull=False, lat__range=(-90, 90), lng__range=(-180, 180)
)


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
