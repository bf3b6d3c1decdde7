"""Form fields that public forms of several apps share."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WHOLE_DATE = re.compile(
    r"\s*([0-9]{4})(?:[^0-9]+|(?=[0-9]{2}))([0-9]{1,2})(?:(?:[^0-9]+|(?=[0-9]{2}))([0-9]{1,2}))?[^0-9]*"
)


@dataclass(frozen=True)
class Hinted:
    """The label of a choice with a smaller line below it. Drawn by gov/field.html; its text is the label."""

    label: str
    hint: str

    def __str__(self):
        return str(self.label)


class PartsWidget(forms.MultiWidget):
    """Year, month and, if asked, day: three boxes that a slow phone shows at once. Drawn by gov/field.html."""

    use_fieldset = True

    def __init__(self, labels, attrs=None):
        self.labels = labels
        super().__init__([forms.TextInput(attrs={"inputmode": "numeric"}) for _label in labels], attrs)

    def decompress(self, value):
        if isinstance(value, date):
            return [value.year, value.month, value.day][: len(self.widgets)]
        return [None] * len(self.widgets)


class DatePartsField(forms.MultiValueField):
    """A date typed in parts. with_day=False asks for a month only and gives its first day.

    Full-width digits, “2026年” and “3月” are understood, and so is a whole date in the first box: “2026.8.1”,
    “2026年8月”, “20260801”. A year of two digits is not guessed.
    """

    default_error_messages = {
        "incomplete": _("年、月、日都要写。"),
        "incomplete_month": _("年和月都要写，比如 2026 年 3 月。"),
        "invalid": _("没有这一天，请再看一看。"),
        "digits": _("请写数字，比如 2026 年 3 月。"),
        "year": _("年份写四个数字，比如 2026。"),
        "future": _("这一天还没到，请再看一看。"),
    }

    def __init__(self, *, with_day=True, allow_future=False, today=None, **kwargs):
        labels = [_("年"), _("月"), _("日")] if with_day else [_("年"), _("月")]
        self.with_day, self.allow_future, self.today = with_day, allow_future, today or date.today
        boxes = [forms.CharField(required=False, max_length=12) for _label in labels]
        super().__init__(fields=boxes, widget=PartsWidget(labels), require_all_fields=False, **kwargs)

    def compress(self, typed):
        if not any(typed or []):
            return None
        if not any(typed[1:]) and (whole := WHOLE_DATE.fullmatch(unicodedata.normalize("NFKC", typed[0]))):
            typed = list(whole.groups())[: len(typed)]
        if not all(typed):
            key = "incomplete" if self.with_day else "incomplete_month"
            raise ValidationError(self.error_messages[key], code="incomplete")
        numbers = [self._number(part) for part in typed]
        if not 1900 <= numbers[0] <= 2200:
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            day = date(*numbers) if self.with_day else date(*numbers, 1)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not self.allow_future and day > self.today():
            raise ValidationError(self.error_messages["future"], code="future")
        return day

    def _number(self, text):
        plain = unicodedata.normalize("NFKC", text).strip().rstrip("年月日号")
        if not (plain.isascii() and plain.isdigit()):
            raise ValidationError(self.error_messages["digits"], code="digits")
        return int(plain)
