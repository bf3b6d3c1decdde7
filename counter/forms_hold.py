"""Keeping a record from being deleted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from counter.forms import NOTE, ActForm


def fits(act, application):
    """Whether an act may be offered, as far as holding is concerned."""
    return act.code != ("hold" if application.is_held else "lift_hold")


class HoldForm(ActForm):
    action = "hold"
    verb = _("保留")
    intro = _("打官司、投诉、检查还要用到的，先保留：到了保存年限也好，本人要求删除也好，都不会删。")

    reason = forms.CharField(label=_("为什么要保留"), max_length=500, widget=NOTE)


class LiftHoldForm(ActForm):
    action = "lift_hold"
    verb = _("不再保留")
    intro = _("以后到了保存年限就会删除，删了找不回来。")

    reason = forms.CharField(label=_("为什么不用保留了"), max_length=500, widget=NOTE)
