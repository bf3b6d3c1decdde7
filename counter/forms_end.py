"""Aid that was granted ends before its case: reported by one, decided by another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.models import EndReason
from counter.forms import LONG, NOTE, ActForm


def reported(application):
    """The report that waits for a decision, or None. Reads prefetched rows."""
    return next((one for one in application.terminations.all() if one.decided_at is None), None)


def shown(application):
    """What stands on the page: the report that waits, or by what the aid ended."""
    ended = [one for one in application.terminations.all() if one.ends]
    return reported(application) or (ended[-1] if ended and not application.is_open else None)


def fits(act, application):
    """Whether an act may be offered, as far as the end of aid is concerned."""
    if act.code == "report_end":
        return reported(application) is None
    return act.code not in ("endorse_end", "terminate", "keep_on") or reported(application) is not None


class ReportEndForm(ActForm):
    action = "report_end"
    verb = _("报告")
    intro = _(
        "承办人知道有这些情形的，应当报告（法律援助法第四十八条）。报告以后由审批人决定，两个人；决定以前照常办。"
    )

    reason = forms.ChoiceField(label=_("哪一种情形"), choices=EndReason, widget=forms.RadioSelect)
    text = forms.CharField(label=_("什么情况、怎么知道的"), min_length=10, max_length=2000, widget=LONG)


class TerminateForm(ActForm):
    action = "terminate"
    told = ("text",)
    verb = _("终止援助")
    is_final = True
    intro = _(
        "先看报告，最好听当事人说一说。终止以后三日内把决定书送到本人、承办单位、办案机关（办案程序里的，本站还没有核对原文，"
        "按机构的做法）；送到了点“记录送达”。当事人可以向司法行政部门提异议，时效照走。"
    )

    text = forms.CharField(
        label=_("理由"),
        min_length=10,
        max_length=2000,
        widget=LONG,
        error_messages={"min_length": _("把理由写清楚，至少 10 个字，让当事人看得懂。")},
        help_text=_("写当事人看得懂的话，至少 10 个字；他会看到。"),
    )


class KeepOnForm(ActForm):
    action = "keep_on"
    verb = _("不终止")
    intro = _("报告的情况不够终止的，写明为什么，接着援助。要几个人同意才终止的，轮到谁，谁都可以说不终止。")

    text = forms.CharField(label=_("为什么不终止"), max_length=1000, widget=NOTE)
