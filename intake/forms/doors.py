"""The last page before sending, and the ways back to what was begun or sent."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid.references import is_miscopied, is_miscopied_receipt_code, parse_receipt_code
from foundation.content.forms import PlainForm
from foundation.vault import spelling
from intake.fields import LineField
from intake.forms.base import StepForm

MISCOPIED_CODE = _("收件码里有一个字写错了，请对着收据再看一遍")


class CheckForm(StepForm):
    # A trap: people do not see it, programs fill it in.
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )


class ResumeForm(PlainForm):
    code = LineField(
        label=_("续填码"),
        max_length=30,
        help_text=_("12 个字母和数字，比如 7K3M-92QF-B4X6。大小写、有没有横线都行。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--code input--short"}),
        error_messages={"required": _("写上续填码")},
    )
    tail = LineField(
        label=_("手机号后四位"),
        max_length=20,
        required=False,
        help_text=_("还没填到手机号那一页的，这里空着。"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--short"}
        ),
    )


class TrackForm(PlainForm):
    reference = LineField(
        label=_("申请编号，或者收件码"),
        max_length=60,
        help_text=_("都在收据上。编号 FY 开头，只能看办到哪一步；收件码能看全部。大小写、有没有横线都行。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--code"}),
        error_messages={"required": _("写上申请编号，或者收件码")},
    )
    tail = LineField(
        label=_("手机号后四位"),
        max_length=20,
        required=False,
        help_text=_("交表时写的那个手机号的最后 4 个数字。写收件码的，这里空着。"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input--short"}
        ),
    )

    @property
    def is_code(self):
        """Whether a 收件码 was written, which opens by itself."""
        return bool(parse_receipt_code(self.cleaned_data.get("reference", "")))

    def clean_reference(self):
        reference = self.cleaned_data["reference"]
        if is_miscopied(reference):
            raise ValidationError(_("编号里有一个字写错了，请对着收据再看一遍"))
        if is_miscopied_receipt_code(reference):
            raise ValidationError(MISCOPIED_CODE)
        return reference

    def clean_tail(self):
        if self.is_code or is_miscopied_receipt_code(self.data.get("reference", "")):
            return ""
        digits = spelling.phone(self.cleaned_data["tail"])
        if not digits:
            raise ValidationError(_("写上手机号的后四位"))
        if len(digits) != 4:
            raise ValidationError(_("写 4 个数字"))
        return digits


class ReceiptCodeForm(PlainForm):
    code = LineField(
        label=_("收件码"),
        max_length=60,
        help_text=_("在收据上，比如 7K3M-92QF-B4XT-6H。大小写、有没有横线都行。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--code"}),
        error_messages={"required": _("写上收件码")},
    )

    def clean_code(self):
        code = self.cleaned_data["code"]
        if is_miscopied_receipt_code(code):
            raise ValidationError(MISCOPIED_CODE)
        return code


class SmsCodeForm(PlainForm):
    sms = LineField(
        label=_("短信里的验证码"),
        max_length=20,
        help_text=_("6 个数字。"),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input--short"}
        ),
        error_messages={"required": _("写上短信里的 6 个数字")},
    )
