"""Consent, who fills it in, who is owed, and how we may reach them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid import choices, inputs
from aid.sla import today_in_shanghai
from foundation.content.forms import Hinted
from intake.fields import LineField, OneOfField, PhoneField, ReadField
from intake.forms.base import GROUP, NO, YES, StepForm


class StartForm(StepForm):
    notice = forms.BooleanField(
        label=_("我看过了，同意这样收集和使用我的信息"),
        error_messages={"required": _("同意了才能往下填。不想在网上填，可以打 12348")},
    )
    sensitive = forms.BooleanField(
        label=_("我同意用我的证件号码办理申请"),
        help_text=_("证件号码用来确认是您本人，加密存放。手上没有证件也能申请。"),
        error_messages={"required": _("同意了才能往下填。不想在网上填，可以打 12348")},
    )
    own_phone = forms.BooleanField(
        label=_("这是我自己的手机，关了浏览器也先留着"),
        required=False,
        help_text=_("不勾的话，关了浏览器就要用续填码接着填。"),
    )


class WhoForm(StepForm):
    by_other = OneOfField(
        label=_("这张表是谁在填？"),
        choices=[
            (NO, _("我自己的事，我自己填")),
            (YES, Hinted(_("我替别人填"), _("替家里人、工友，或者他不会写字"))),
        ],
        help_text=_("几个人碰到同一件事的：各交一份，在经过里写明是一起的；或者打 12348，我们帮您一起办。"),
        error_messages={"required": _("选一个")},
    )


class TogetherForm(StepForm):
    """Where workers may apply together."""

    by_other = OneOfField(
        label=_("这张表是谁在填？"),
        choices=[
            (NO, _("我自己的事，我自己填")),
            (YES, Hinted(_("我替别人填"), _("替家里人、工友，或者他不会写字"))),
            (GROUP, Hinted(_("我们一群人"), _("一起干活的两个人到五百人，您是带头的：一份申请，账各算各的"))),
        ],
        error_messages={"required": _("选一个")},
    )


class YouForm(StepForm):
    name = ReadField(
        label=_("姓名"),
        reader=inputs.person_name,
        help_text=_("跟证件上一样。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("写上姓名")},
    )
    id_type = OneOfField(
        label=_("用什么证件？"),
        choices=choices.IdType,
        error_messages={"required": _("选一个；没有证件也能申请，选最后一个")},
    )
    id_number = LineField(
        label=_("证件号码"),
        max_length=40,
        required=False,
        help_text=_("手上没有证件的，这里空着。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    phone = PhoneField(
        label=_("手机号"),
        help_text=_("查进度、接着填都要用后四位。没有手机可以写信得过的人的。"),
        error_messages={"required": _("写上手机号；没有手机可以写信得过的人的")},
    )
    only_if = {"id_number": ("id_type", set(choices.IdType.values) - {choices.IdType.NONE})}
    needed = {"id_number": _("写上证件号码；手上没有就选“手上没有证件”")}

    def clean_id_number(self):
        number, kind = self.cleaned_data["id_number"], self.cleaned_data.get("id_type")
        try:
            return inputs.id_number(number, kind, today_in_shanghai()) if number else number
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong


class ContactForm(StepForm):
    CALL, SMS = "call", "sms"
    ways = forms.MultipleChoiceField(
        label=_("我们可以怎样找您？"),
        choices=[
            (CALL, _("可以打电话")),
            (SMS, Hinted(_("可以发短信"), _("只写编号和“请查进度”，不写是什么事"))),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("都不选也行，您自己用编号上网查。"),
    )
    phone_is_shared = forms.BooleanField(
        label=_("这个手机和别人合用"),
        required=False,
        help_text=_("勾上以后，短信里连我们是谁、编号都不写，只说有新消息。"),
    )
    contact_note = LineField(label=_("还有什么要我们注意的？"), max_length=150, required=False)

    @classmethod
    def rules(cls, said):
        """Checked answers by the names of Claimant."""
        return {
            "may_call": cls.CALL in said["ways"],
            "may_sms": cls.SMS in said["ways"],
            "phone_is_shared": said["phone_is_shared"],
            "contact_note": said["contact_note"],
        }


class CallForm(StepForm):
    """Asked of whoever may be called."""

    say_who_we_are = OneOfField(
        label=_("别人接了电话，能说我们是法律援助吗？"),
        choices=[(YES, _("能说")), (NO, _("别说，只说找您本人"))],
        required=False,
    )
    call_time = OneOfField(
        label=_("什么时候打方便？"),
        choices=choices.CallTime,
        required=False,
        initial=choices.CallTime.ANY,
    )

    @staticmethod
    def rules(said):
        """Checked answers by the names of Claimant; {}: the page was not asked."""
        return {
            "say_who_we_are": said.get("say_who_we_are") == YES,
            "call_time": said.get("call_time") or choices.CallTime.ANY,
        }
