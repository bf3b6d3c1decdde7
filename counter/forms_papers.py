"""Papers that somebody asked for and the person has not."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.choices import PaperKind
from counter.forms import NOTE, ActForm


class SettlePapersForm(ActForm):
    action = "settle_papers"
    verb = _("办好了")
    intro = _("当事人说没有的材料：帮他找到了、向别处调取了，或者不用了，记在这里。说明不给当事人看。")

    kinds = forms.MultipleChoiceField(label=_("哪些材料"), widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(label=_("怎么办的"), max_length=1000, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        lacking = [row.kind for row in application.wanted.all() if row.is_task]
        self.fields["kinds"].choices = [(kind, PaperKind(kind).label) for kind in lacking]
        self.fields["kinds"].initial = lacking
