"""The lists that the forms of one page offer, read in one statement, however many forms there are."""

from django.core.exceptions import EmptyResultSet
from django.forms import Form, HiddenInput, ModelChoiceField

from foundation.vault import together


def read(forms: list[Form]) -> None:
    """Give the lists of `forms` their rows. A list whose rows carry others along reads its own."""
    fields = [
        (field, _asks(field.queryset))
        for form in forms
        for field in form.fields.values()
        if isinstance(field, ModelChoiceField)
        and not isinstance(field.widget, HiddenInput)
        and not field.queryset.query.select_related
    ]
    if not fields:
        return
    asked = {what: field.queryset for field, what in fields}
    found = together.read(**{f"list_{n}": queryset for n, queryset in enumerate(asked.values())})
    rows = dict(zip(asked, found.values(), strict=True))
    for field, what in fields:
        empty = [] if field.empty_label is None else [("", field.empty_label)]
        field.choices = empty + [
            (field.prepare_value(row), field.label_from_instance(row)) for row in rows[what]
        ]


def _asks(queryset):
    try:
        return queryset.model, str(queryset.query)
    except EmptyResultSet:
        return queryset.model, ""
