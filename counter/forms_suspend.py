"""The review clock stands still while another body checks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.clock_rules import Kind
from aid.models import Suspension
from counter.forms import NOTE, ActForm


def standing(application):
    """The suspension that stands, or None. Reads prefetched rows."""
    return next((one for one in application.suspensions.all() if _runs(one.clock)), None)


def _runs(clock):
    return clock.met_at is None and clock.cancelled_at is None


def fits(act, application):
    """Whether an act may be offered, as far as standing still is concerned."""
    if act.code == "resume":
        return standing(application) is not None
    if act.code == "suspend":
        clocks = application.deadlines.all()
        return any(clock.kind == Kind.REVIEW and _runs(clock) for clock in clocks)
    return True


class SuspendForm(ActForm):
    action = "suspend"
    told = ("waits_for",)
    verb = _("期限停下来")
    intro = _(
        "请别处的机构核查经济困难等情况的日子，不算在审查期限里（办案程序里的，本站还没有核对原文）。到了答复的日子，"
        "这件回到待办；时效从来不停。已经停着的，用这个改到另一天。"
    )

    reason = forms.ChoiceField(
        label=_("为什么停"),
        choices=Suspension.Reason,
        initial=Suspension.Reason.AWAY_CHECK,
        widget=forms.RadioSelect,
    )
    basis = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=200,
        help_text=_("异地核查不用写；别的，写明哪个规定第几条。"),
    )
    waits_for = forms.CharField(label=_("等谁"), max_length=120, help_text=_("机构的名字；申请人会看到。"))
    due_on = forms.DateField(
        label=_("最晚哪天答复"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(label=_("要核查什么"), max_length=2000, widget=NOTE)


class ResumeForm(ActForm):
    action = "resume"
    verb = _("接着走")
    intro = _("有了答复，或者不等了，用这个：从今天起审查期限接着走，停的日子不算在内。")

    text = forms.CharField(label=_("对方怎么说的，或者为什么不等了"), max_length=2000, widget=NOTE)
