"""The few questions of each matter besides wages. What they are called for officers stands in aid.matters.FACTS."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import matters
from intake.fields import DayField, LineField, MoneyField, MonthField, OneOfField
from intake.forms.base import StepForm

ABOUT = _("记不清就写大概的日子。")
SAY_DAY = {"required": _("写上大概的日子，比如 2026 年 6 月 1 日")}
SAY_MONTH = {"required": _("写上年和月，比如 2026 年 3 月")}


class InjuryForm(StepForm):
    injured_on = DayField(
        label=_("哪天受的伤？"),
        help_text=_("记不清就写大概的日子；职业病写查出来的那天。申请工伤认定有一年的期限，所以要问。"),
        error_messages=SAY_DAY,
    )
    hospital = LineField(label=_("在哪家医院治的？"), max_length=80, required=False)
    recognition = OneOfField(label=_("工伤认定办了没有？"), choices=matters.Recognition)
    insured = OneOfField(label=_("单位交了工伤保险吗？"), choices=matters.Paid)


class GradeForm(StepForm):
    grade = OneOfField(label=_("劳动能力鉴定是几级？"), choices=matters.Grade)


class AccidentForm(StepForm):
    accident = OneOfField(label=_("是什么事故？"), choices=matters.Accident)
    injured_on = DayField(label=_("哪天受的伤？"), help_text=ABOUT, error_messages=SAY_DAY)
    hospital = LineField(label=_("在哪家医院治的？"), max_length=80, required=False)
    opponent = LineField(
        label=_("要谁赔？"), max_length=100, required=False, help_text=_("人、医院、公司都行。")
    )


class RelationForm(StepForm):
    worked_from = MonthField(label=_("从哪个月开始干的？"), error_messages=SAY_MONTH)
    contract = OneOfField(label=_("签合同了吗？"), choices=matters.Contract)


class InsuranceForm(StepForm):
    insurances = forms.MultipleChoiceField(
        label=_("哪几样没交？"),
        choices=matters.Insurance,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("选一样；分不清就选最后一个")},
    )
    worked_from = MonthField(label=_("从哪个月开始干的？"), error_messages=SAY_MONTH)
    unpaid_from = MonthField(label=_("从哪个月开始没交？"), required=False, help_text=_("不知道就空着。"))


class DismissalForm(StepForm):
    worked_from = MonthField(label=_("从哪个月开始干的？"), error_messages=SAY_MONTH)
    told_on = DayField(
        label=_("哪天叫您走的？"),
        help_text=_("记不清就写大概的日子。满一年，要补偿就难一些，所以要问。"),
        error_messages=SAY_DAY,
    )
    telling = OneOfField(label=_("怎么跟您说的？"), choices=matters.Telling)
    monthly_wage = MoneyField(
        label=_("一个月工资多少？"),
        required=False,
        help_text=_("走之前一年平均每个月的。算不准就写大概的数。"),
    )

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("worked_from"), cleaned.get("told_on")
        if first and last and last < first:
            self.add_error("told_on", _("叫走的日子比开始干的月份还早，请再看一看"))
        return cleaned


class PlatformForm(StepForm):
    app = LineField(
        label=_("哪个平台？"),
        max_length=60,
        help_text=_("手机上那个应用的名字。"),
        error_messages={"required": _("写上平台的名字")},
    )
    partner = OneOfField(label=_("协议是跟谁签的？"), choices=matters.Partner)
    trouble = OneOfField(label=_("出了什么事？"), choices=matters.Trouble)
    worked_from = MonthField(label=_("从哪个月开始跑的？"), required=False)


class SupportForm(StepForm):
    support = OneOfField(label=_("要的是哪一种？"), choices=matters.Support)
    opponent = LineField(
        label=_("该谁给？"), max_length=100, required=False, help_text=_("写他是您的什么人，比如：大儿子。")
    )


class ViolenceForm(StepForm):
    safe_now = OneOfField(label=_("您现在安全吗？"), choices=matters.Safety)
    opponent = LineField(
        label=_("是谁？"), max_length=100, required=False, help_text=_("写他是您的什么人就行，不写也行。")
    )
    reported = forms.MultipleChoiceField(
        label=_("找过谁？"),
        choices=matters.Reported,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("都没有也能申请。"),
    )


class CompensationForm(StepForm):
    organ = LineField(
        label=_("要哪个机关赔？"), max_length=100, required=False, help_text=_("公安局、法院、看守所……")
    )
    happened_on = DayField(label=_("哪天的事？"), required=False, help_text=ABOUT)
    retrial = OneOfField(label=_("是再审改判了无罪吗？"), choices=matters.Answer)


class ReliefForm(StepForm):
    relief = OneOfField(label=_("要的是哪一种？"), choices=matters.Relief)
    organ = LineField(
        label=_("该哪里发？"), max_length=100, required=False, help_text=_("民政局、街道、单位……")
    )
    happened_on = DayField(label=_("哪天没给，或者哪天不批的？"), required=False, help_text=ABOUT)


class HeroismForm(StepForm):
    happened_on = DayField(label=_("哪天的事？"), help_text=ABOUT, error_messages=SAY_DAY)
    opponent = LineField(label=_("要谁赔、找谁要？"), max_length=100, required=False)
    organ = LineField(
        label=_("哪里认定过见义勇为？"), max_length=100, required=False, help_text=_("没认定也能申请。")
    )
