"""Form fields that public forms of several apps share."""

import re
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from foundation.vault import spelling

# What is said where Django would speak its own words. Codes as Django's fields and validators use them.
_OURS = {
    "required": _("这里要填"),
    "invalid": _("这里写得不对，请再看一看"),
    "invalid_choice": _("请从列出的里面选"),
    "invalid_list": _("请从列出的里面选"),
    "max_length": _("太长了，最多 %(limit_value)d 个字"),
    "min_length": _("太短了，至少 %(limit_value)d 个字"),
    "max_value": _("太大了，最大是 %(limit_value)s"),
    "min_value": _("太小了，最小是 %(limit_value)s"),
    "null_characters_not_allowed": _("里面有看不见的符号，请重新写一遍"),
    "missing": _("文件没有传上来，请再选一次"),
    "empty": _("这个文件是空的，请另选一个"),
}
_OURS_FOR = {
    forms.DateField: {"invalid": _("日子写成 2026-06-01 这样")},
    forms.IntegerField: {"invalid": _("请写整数")},
    forms.FileField: {"invalid": _("文件没有传上来，请再选一次")},
}


def speak_plainly(field):
    """Give a field our words wherever it has Django's. What the form or our own field class says stays."""
    djangos = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            djangos |= getattr(kind, "default_error_messages", {})
    ours = dict(_OURS)
    for kind, words in _OURS_FOR.items():
        if isinstance(field, kind):
            ours |= words
    for code, words in ours.items():
        if field.error_messages.get(code) is djangos.get(code):
            field.error_messages[code] = words


class PlainForm(forms.Form):
    """A form that says what is wrong in our words, not in the framework's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)


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


class _Box(forms.CharField):
    """One part of a date. No limit of its own: what is no number is said of the whole date."""

    def to_python(self, value):
        return spelling.plain((super().to_python(value) or "")[:200])


_FIGURES = {sign: str(n) for n, signs in enumerate(["〇零○", *"一二三四五六七八九"]) for sign in signs}
_FIGURE_RUN = re.compile(f"[{''.join(_FIGURES)}十廿卅]+")
_LUNAR = re.compile(r"农历|阴历|旧历|腊月|冬月|正月|闰|过年|初[一二三四五六七八九十]|除夕|春节|端午|中秋")


def _in_digits(text):
    """“二〇二六年六月二十五日” in digits."""

    def digits(run):
        tens, ten, ones = run[0].replace("廿", "二十").replace("卅", "三十").partition("十")
        if not ten:
            return "".join(map(_FIGURES.get, tens))
        if len(tens) > 1 or len(ones) > 1 or "十" in ones:
            return run[0]
        return f"{_FIGURES.get(tens, '1')}{_FIGURES.get(ones, '0')}"

    return _FIGURE_RUN.sub(digits, text)


class DatePartsField(forms.MultiValueField):
    """A date typed in parts. with_day=False asks for a month only and gives its first day.

    Full-width digits, “2026年”, “3月” and “三月” are understood, and so is a whole date in the first box: “2026.8.1”,
    “2026 年 8 月 1 日”, “20260801”, “25/06/2026”. What can be read twice is asked back, not guessed: a year of two
    digits, 06/01/2026, a day of the lunar calendar.
    """

    default_error_messages = {
        "incomplete": _("年、月、日都要写。"),
        "incomplete_month": _("年和月都要写，比如 2026 年 3 月。"),
        "which_day": _("是哪一天？记不清就写大概的日子，比如 2026 年 6 月 30 日。"),
        "no_year": _("年份也要写，比如 2026 年 6 月 1 日。"),
        "no_year_month": _("年份也要写，比如 2026 年 3 月。"),
        "invalid": _("没有这一天，请再看一看。"),
        "digits": _("请写数字，比如 2026 年 3 月。"),
        "year": _("年份写四个数字，比如 2026。"),
        "short_year": _("您是说 %(year)d 年吗？年份写四个数字。"),
        "month_first": _(
            "%(said)s 是 %(one)d 月 %(other)d 日，还是 %(other)d 月 %(one)d 日？请写成 2026-06-01 这样。"
        ),
        "one_day": _("这里只写一天，比如 2026 年 6 月 1 日。"),
        "one_day_month": _("这里只写一个月，比如 2026 年 3 月。"),
        "lunar": _("农历的日子请换成公历，比如 2026 年 1 月 20 日；记不清就写大概的日子。"),
        "past": _("这个年份太早了，请再看一看。"),
        "future": _("这一天还没到，请再看一看。"),
        "late": _("这个年份太晚了，请再看一看。"),
    }
    FIRST_YEAR, LAST_YEAR = 1900, 2200

    def __init__(self, *, with_day=True, allow_future=False, today=None, **kwargs):
        labels = [_("年"), _("月"), _("日")] if with_day else [_("年"), _("月")]
        self.with_day, self.allow_future, self.today = with_day, allow_future, today or date.today
        boxes = [_Box(required=False) for _label in labels]
        super().__init__(fields=boxes, widget=PartsWidget(labels), require_all_fields=False, **kwargs)

    def compress(self, typed):
        if not any(typed or []):
            return None
        if not any(typed[1:]):
            typed = self._parts(typed[0])
        typed = [_in_digits(part) for part in typed]
        if not all(typed):
            raise self._error("incomplete")
        numbers = [self._number(part) for part in typed]
        self._check_year(numbers[0], digits=len(typed[0].strip("年 ")))
        try:
            day = date(*numbers) if self.with_day else date(*numbers, 1)
        except ValueError:
            raise self._error("invalid") from None
        if not self.allow_future and day > self.today():
            raise self._error("future")
        return day

    def _parts(self, text):
        """Year, month and day of what stands in the first box; '' for what does not."""
        if _LUNAR.search(text):
            raise self._error("lunar")
        text = re.sub(r"[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.0+)?)?$", "", _in_digits(text))
        if self.with_day and (found := re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", text)):
            return self._year_last(text, int(found[1]), int(found[3]), found[4])
        if found := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})?", text):
            numbers = [part for part in found.groups() if part]
        else:
            numbers = re.findall(r"[0-9]+", text)
        if len(numbers) > 3 or (len(numbers) > 1 and re.search("[到至~～—]", text)):
            raise self._error("one_day")
        if re.match(r"[^0-9]*[0-9]{1,2} *月", text):
            raise self._error("no_year")
        if len(numbers) < 2:
            return [text, *[""] * (len(self.fields) - 1)]
        if self.with_day and len(numbers) == 2 and re.search("[底末初中旬头]", text):
            raise self._error("which_day")
        return [*numbers, ""][: len(self.fields)]

    def _year_last(self, text, one, other, year):
        """25/06/2026 is a day before a month, 06/25/2026 a month before a day."""
        if one != other and 1 <= one <= 12 and 1 <= other <= 12:
            raise self._error("month_first", said=text, one=one, other=other)
        day, month = (one, other) if one > 12 else (other, one)
        return [year, str(month), str(day)]

    def _number(self, text):
        digits = re.fullmatch(r"([0-9]+) *(?:[年月日号號]|月份)?", text)
        if not digits:
            raise self._error("digits")
        return int(digits[1]) if len(digits[1]) < 9 else 10**9  # more than a date holds

    def _check_year(self, year, digits):
        this_year = self.today().year
        if digits == 2:
            full = this_year // 100 * 100 + year
            raise self._error("short_year", code="year", year=full if full <= this_year else full - 100)
        if digits != 4:
            raise self._error("year")
        if year < self.FIRST_YEAR:
            raise self._error("past")
        if year > self.LAST_YEAR:
            raise self._error("late" if self.allow_future else "future")

    def _error(self, key, code="", **params):
        words = (not self.with_day and self.error_messages.get(f"{key}_month")) or self.error_messages[key]
        return ValidationError(words, code=code or key, params=params)
