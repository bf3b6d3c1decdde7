"""The opinion before the decision, and the way back to who gave it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import choices
from counter.forms import LONG, NOTE, ActForm


class ReviewForm(ActForm):
    action = "review"
    verb = _("交审批人决定")
    intro = _("看清事项归不归法律援助管、要不要查经济困难、怎么查的。提审查意见的人不能自己审批。")

    matter = forms.ChoiceField(label=_("事项"), choices=choices.Matter)
    exemption = forms.ChoiceField(
        label=_("免查依据"),
        choices=[("", _("不免查")), *choices.Exemption.choices],
        required=False,
        help_text=_("申请时系统按他说的填好了，不对就改。"),
    )
    check = forms.ChoiceField(label=_("经济困难怎么查的"), choices=choices.Check, widget=forms.RadioSelect)
    advice = forms.ChoiceField(label=_("建议"), choices=choices.Advice, widget=forms.RadioSelect)
    opinion = forms.CharField(label=_("审查意见"), max_length=2000, widget=LONG)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["matter"].initial = application.matter
        self.fields["exemption"].initial = application.exemption
        if application.exemption:
            self.fields["check"].initial = choices.Check.EXEMPT
        for name in ("check", "advice"):
            self.fields[name].error_messages["required"] = _("选一样。")


class SendBackForm(ActForm):
    action = "send_back"
    verb = _("退回")
    intro = _("凭这份意见还定不下来的，退回审查员。审查期限照走，不重新算。")

    reason = forms.CharField(label=_("要补查什么、改什么"), max_length=1000, widget=NOTE)
