"""Who the job was for, what is owed, and what happened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import choices, inputs, sums
from foundation.content.forms import Hinted
from intake.fields import DayField, LineField, MoneyField, MonthField, OneOfField, PhoneField, StoryField
from intake.forms.base import NO, YES, StepForm


class EmployerForm(StepForm):
    employer = LineField(
        label=_("老板或单位叫什么？"),
        max_length=100,
        required=False,
        help_text=_("公司名、老板姓名、外号都行。不知道就空着，我们帮您查。"),
    )
    foreman = LineField(label=_("班组长（带班的）叫什么？"), max_length=50, required=False)
    employer_phone = PhoneField(
        label=_("老板或班组长的电话"),
        reader=inputs.phone_note,
        max_length=60,
        required=False,
        help_text=_("座机、分机、两个号码都行。我们不会不跟您说就打给他。"),
    )


class PayForm(StepForm):
    """What workers who apply together have in common; what each is owed stands in their roster."""

    pay_type = OneOfField(
        label=_("工钱怎么算的？"),
        choices=choices.PayType,
    )
    work_kind = OneOfField(
        label=_("是哪一种活？"),
        choices=[
            ("site", Hinted(_("工地上的活"), _("建筑、装修、修路、园林"))),
            ("factory", Hinted(_("厂里、店里的活"), _("工厂、餐饮、商店、物业"))),
            ("platform", Hinted(_("手机平台派的活"), _("外卖、快递、网约车、货运"))),
            ("other", Hinted(_("别的活"), _("家政、农活、护工……"))),
        ],
    )


class SummedForm(StepForm):
    """Asks for an `amount_owed` that may be written as a sum."""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("amount_owed") and (words := sums.amount(self.data["amount_owed"]).words):
            # How it was added up: read back on the check page, kept for the officer.
            self.worked_out = {"amount_owed": words}
            cleaned["reckoning"] = words
        return cleaned


class OwedForm(SummedForm, PayForm):
    amount_owed = MoneyField(
        label=_("欠了多少钱？"),
        reader=lambda text: sums.amount(text).total,
        help_text=_("算不准就写大概的数，以后可以改。也可以写算式，比如 12 天 × 280 - 1000，我们帮您算。"),
        error_messages={"required": _("写一个数，比如 12000")},
    )
    field_order = ["amount_owed"]


class DaysForm(StepForm):
    owed_from = MonthField(
        label=_("从哪个月开始欠的？"),
        help_text=_("比如 2026 年 3 月。忘了就写最早记得的那个月。"),
        error_messages={"required": _("写上年和月，比如 2026 年 3 月")},
    )
    owed_to = MonthField(
        label=_("欠到哪个月？"),
        required=False,
        help_text=_("还在欠就空着。"),
    )
    still_working = OneOfField(
        label=_("还在那里干活吗？"),
        choices=[(YES, _("还在干")), (NO, _("不干了"))],
        error_messages={"required": _("选一个")},
    )
    left_on = DayField(
        label=_("不干了的：哪天走的？"),
        required=False,
        help_text=_("记不清就写大概的日子。走了满一年，要钱就难一些，所以要问。"),
    )
    only_if = {"left_on": ("still_working", {NO})}
    needed = {"left_on": _("写上大概哪天走的，比如 2026 年 6 月 1 日")}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("owed_from"), cleaned.get("owed_to")
        if first and last and last < first:
            self.add_error("owed_to", _("欠到的月份比开始的还早，请再看一看"))
        left_on = cleaned.get("left_on")
        if first and left_on and left_on < first:
            self.add_error("left_on", _("走的日子比开始欠的月份还早，请再看一看"))
        return cleaned


def story(help_text):
    return StoryField(
        label=_("事情经过"),
        max_length=3000,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": _("太长了，最多 3000 字，请写短一点")},
    )


class StoryForm(StepForm):
    narrative = story(
        _("想到什么写什么：干的什么活、说好多少钱、给过多少、找老板要过没有、他怎么说。不写也行。")
    )


class TellForm(StepForm):
    """What happened, when it is not about a job."""

    narrative = story(_("想到什么写什么：什么时候、在哪里、谁做了什么、您想怎么办。不写也行。"))
