"""What one who joins a group says of themselves alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import sums
from intake.fields import DayField, MoneyField
from intake.forms.claim import SummedForm


class AccountForm(SummedForm):
    amount_owed = MoneyField(
        label=_("欠您多少钱？"),
        reader=lambda text: sums.amount(text).total,
        required=False,
        help_text=_("写数，或者写算式，比如 28 天 × 300 - 2000。算不准就写大概的。"),
    )
    left_on = DayField(label=_("不干了的：哪天走的？"), required=False, help_text=_("还在干就空着。"))
    agreed = forms.BooleanField(
        label=_("让带头的人把我的名字和账一起交上去"),
        help_text=_("他看得到您的名字、欠多少，看不到身份证号。谈和、撤回、分钱，都要您自己点头。"),
        error_messages={"required": _("同意了才能加入；不想一起，可以自己申请")},
    )
