"""Whether income is asked at all, and if so, how much there is. 《法律援助法》第四十一条、第四十二条, read 2026-11-21."""

import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aid import inputs
from aid.choices import Widens
from aid.matters import MeansStatus
from foundation.content.forms import Hinted
from foundation.vault import spelling
from intake.fields import MoneyField, OneOfField, ReadField
from intake.forms.local import LocalForm

MOST_PEOPLE = 30


def people(text):
    """How many live together: one to thirty."""
    try:
        number = inputs.money(spelling.plain(text).strip().rstrip("人口个 "))
    except ValueError:  # it speaks of money
        number = Decimal(0)
    if number != int(number) or not 1 <= number <= MOST_PEOPLE:
        raise ValueError(gettext("写几口人就行，比如 4"))
    return int(number)


def income(text):
    """Yuan a month, none at all included."""
    said = spelling.plain(text).strip().rstrip("元块 ")
    nothing = said in {"零", "没有", "无"} or re.fullmatch(r"0+(\.0*)?", said)
    return Decimal(0) if nothing else inputs.money(text)


_STATUS = {
    MeansStatus.MIGRANT: Hinted(
        MeansStatus.MIGRANT.label, _("不问收入。要有一样东西能证明，比如户口本、居住证；现在没有可以后补")
    ),
    MeansStatus.NO_INCOME: Hinted(MeansStatus.NO_INCOME.label, _("不问收入。证明可以后补")),
    MeansStatus.RELIEF: Hinted(MeansStatus.RELIEF.label, _("不问收入。证明可以后补")),
    MeansStatus.NONE: Hinted(MeansStatus.NONE.label, _("填两个数，您自己承诺是真的就行，不用开证明")),
}


def _status(codes):
    return OneOfField(
        label=_("您是哪一种情况？"),
        choices=[(code, _STATUS[code]) for code in codes],
        help_text=_("法律规定前面这些人不查家里的收入。选最像的一个。"),
        error_messages={"required": _("选一个最像的；分不清就选“都不是”")},
    )


class MeansForm(LocalForm):
    status = _status([code for code in MeansStatus if code != MeansStatus.MIGRANT])
    household = ReadField(
        label=_("家里一起过日子的有几口人？"),
        reader=people,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )
    income = MoneyField(
        label=_("一家人一个月一共多少收入？"),
        reader=income,
        required=False,
        help_text=_("算不准就写大概的数；没有就写 0。"),
    )
    pledge = forms.BooleanField(label=_("我承诺上面写的收入是真的"), required=False)
    only_if = dict.fromkeys(("household", "income", "pledge"), ("status", {MeansStatus.NONE}))
    needed = {
        "household": _("写上几口人，比如 4"),
        "income": _("写一个数，没有就写 0"),
        "pledge": _("请打勾：这叫个人诚信承诺，有了它就不用开证明"),
    }

    @property
    def standard(self):
        return self.local.standard


class RelationMeansForm(MeansForm):
    """Where the law asks workers who have come to town, but the place may not."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if rule := self.local.exempts_migrants(self.matter):
            hint = _("当地规定不问收入：%(rule)s。要有一样东西能证明，比如户口本、居住证") % {
                "rule": rule.rule
            }
            migrant = (MeansStatus.MIGRANT, Hinted(MeansStatus.MIGRANT.label, hint))
            self.fields["status"].choices = [migrant, *self.fields["status"].choices]


class MigrantMeansForm(MeansForm):
    """Where the law names workers who have come to town."""

    status = _status(MeansStatus)


class GroupMeansForm(LocalForm):
    """One answer for all; where they differ, each is asked later, unless the place asks no group of ten or more."""

    status = OneOfField(
        label=_("你们是从老家出来打工的吗？"),
        choices=[
            (MeansStatus.MIGRANT, Hinted(_("都是"), _("不问收入。要有一样东西能证明，现在没有可以后补"))),
            ("", _("不全是，或者说不清：工作人员再一个一个问")),
        ],
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        status = self.fields["status"]
        if rule := self.local.exempts_migrants(self.matter):
            status.help_text = _("当地规定进城务工的人不查家里的收入：%(rule)s。") % {"rule": rule.rule}
        else:
            status.help_text = _("法律规定进城务工的人要工钱、赔工伤，不查家里的收入。")
        if rule := self.local.widening(Widens.GROUP_LABOUR):
            hint = _("十个人以上一起申请的，当地规定也不问收入：%(rule)s") % {"rule": rule.rule}
            status.choices = [status.choices[0], ("", Hinted(_("不全是，或者说不清"), hint))]
