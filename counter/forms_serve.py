"""That a decision was served: when, how, to whom, and what shows it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.models import Serving
from counter.forms import ActForm


class ServeForm(ActForm):
    action = "serve"
    verb = _("记下送达")
    intro = _(
        "决定书送到了就记在这里：申请人的网页上会写哪天、怎么送的，提异议的日子从这天算。记错了，再记一次，以后一次为准。"
    )

    served_on = forms.DateField(
        label=_("哪天送到的"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    how = forms.ChoiceField(label=_("怎么送的"), choices=Serving.How, widget=forms.RadioSelect)
    to = forms.ChoiceField(label=_("交给谁"), choices=Serving.To, widget=forms.RadioSelect)
    to_name = forms.CharField(
        label=_("收的人姓名"), required=False, max_length=60, help_text=_("交给本人的不用写。")
    )
    proof = forms.ChoiceField(label=_("有什么凭证"), choices=Serving.Proof, widget=forms.RadioSelect)
    proof_note = forms.CharField(
        label=_("凭证是什么"), required=False, max_length=200, help_text=_("例如邮件的单号，签收单放在哪里。")
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["served_on"].initial = sla.local_day(timezone.now())
