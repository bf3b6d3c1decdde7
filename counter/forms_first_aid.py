"""The forms of the acts of 先行援助, and which of these acts there are now."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.choices import Ground
from aid.models import FirstAid
from counter.forms import LONG, NOTE, ActForm

State = FirstAid.State
# An act, and in which states of first aid it is offered; "" where it was never asked for.
WHEN = {
    "ask_first_aid": {"", State.REFUSED, State.ENDED},
    "grant_first_aid": {State.ASKED},
    "endorse_first_aid": {State.ASKED},
    "refuse_first_aid": {State.ASKED},
    "first_aid_papers": {State.GRANTED},
    "end_first_aid": {State.GRANTED},
}


def state_of(application):
    """Reads the selected `first_aid`."""
    return application.first_aid.state if hasattr(application, "first_aid") else ""


def fits(act, application):
    """Whether an act may be offered, as far as first aid is concerned."""
    if act.code == "propose_first_aid":
        return state_of(application) == State.ASKED and not application.first_aid.next_yes
    return act.code not in WHEN or state_of(application) in WHEN[act.code]


def _day(label, help_text="", **kwargs):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=help_text, **kwargs)


class _GroundForm(ActForm):
    ground = forms.ChoiceField(label=_("为什么等不了"), choices=Ground)
    deadline = _day(_("最晚哪天要办"), _("时效或者期限的最后一天；没有就空着。"))

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        known = getattr(application, "first_aid", None)
        self.fields["ground"].initial = known.ground if known else Ground.LIMITATION
        self.fields["deadline"].initial = known.deadline if known else application.limitation_on


class AskFirstAidForm(_GroundForm):
    action = "ask_first_aid"
    verb = _("记下，请审批人决定")
    intro = _(
        "时效或者期限不到七天，或者要马上申请保全、先予执行的，可以先给援助，材料以后补（法律援助法第四十四条）。"
    )

    words = forms.CharField(label=_("当事人怎么说"), required=False, max_length=1000, widget=NOTE)


class ProposeFirstAidForm(ActForm):
    action = "propose_first_aid"
    verb = _("提议，请审批人决定")
    intro = _(
        "申请人自己提的，或者时效不到七天系统记下的，先由您看一看：是不是等不了。提议的人不能自己批；一个人的机构除外，督导定过的才行。"
    )

    note = forms.CharField(label=_("看过什么、为什么该先行"), max_length=1000, widget=NOTE)


class GrantFirstAidForm(_GroundForm):
    action = "grant_first_aid"
    told = ("text",)
    verb = _("先行提供援助")
    intro = _("先给援助，三日内指派；审查照常进行，材料到您定的日子补齐（法律援助法第四十四条）。")

    papers_due_on = _day(_("材料最晚哪天补齐"), _("不选就按本机构定的天数，碰到放假往后顺延。"))
    text = forms.CharField(
        label=_("写给申请人看的：要补哪些材料"), required=False, max_length=2000, widget=NOTE
    )


class RefuseFirstAidForm(ActForm):
    action = "refuse_first_aid"
    told = ("text",)
    verb = _("不先行，照常审查")
    intro = _("只是不先行，不是不予援助。申请照常审查，期限不变。")

    text = forms.CharField(label=_("为什么不先行（申请人会看到）"), max_length=2000, widget=NOTE)


class FirstAidPapersForm(ActForm):
    action = "first_aid_papers"
    verb = _("材料补齐了")
    intro = _("先行援助要补的材料都到了，点这里；审查接着照常做。")

    note = forms.CharField(label=_("备注"), required=False, max_length=500, widget=NOTE)


class EndFirstAidForm(ActForm):
    action = "end_first_aid"
    told = ("text",)
    verb = _("终止援助")
    intro = _("材料到期没有补来，或者审查下来不符合条件时用。先打电话问一问；到期不会自动终止。")
    is_final = True

    text = forms.CharField(
        label=_("理由"),
        min_length=10,
        max_length=2000,
        error_messages={"min_length": _("把理由写清楚，至少 10 个字，让当事人看得懂。")},
        widget=LONG,
        help_text=_("写当事人看得懂的话，至少 10 个字；他会看到。"),
    )
