"""Answers as read back to the person: the field's own words, the answer in words."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from foundation.content.forms import DatePartsField
from foundation.content.templatetags.content_tags import chinese_date, chinese_month, listed
from intake.forms.base import is_empty


def rows(form, skip=()):
    """[(question, answer, name of the field)] of what a valid form asked; the answer is "" where there is none."""
    asked = [(name, field) for name, field in form.fields.items() if name not in skip and form.asks(name)]
    values = [(name, field, form.cleaned_data.get(name)) for name, field in asked]
    worked_out = getattr(form, "worked_out", {})
    return [
        (
            str(field.label).rstrip("？?"),
            "" if is_empty(value) else _worked(worked_out.get(name), words(field, value)),
            name,
        )
        for name, field, value in values
    ]


def _worked(how, result):
    """“12 × 280 − 1,000 = 2,360 元”: what was made of what was written."""
    return f"{how} = {result}" if how else result


def words(field, value):
    choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    if isinstance(value, list):
        return listed(choices.get(str(item), str(item)) for item in value)
    if choices:
        return choices.get(str(value), str(value))
    if value is True:
        return _("是")
    if isinstance(value, Decimal):
        return _("%(amount)s 元") % {"amount": f"{value:,.2f}".removesuffix(".00")}
    if isinstance(value, date):
        whole = not isinstance(field, DatePartsField) or field.with_day
        return chinese_date(value, "full") if whole else chinese_month(value)
    return str(value)
