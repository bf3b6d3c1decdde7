"""Papers that somebody asked for and the person has not; papers that are something else than it says."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.choices import PaperKind
from aid.models import Evidence
from counter.forms import NOTE, ActForm
from foundation.vault.hiding import hide_numbers


class _PaperChoice(forms.ModelChoiceField):
    def label_from_instance(self, paper):
        return f"{paper.label} · {hide_numbers(paper.name)}"


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


class CorrectPaperForm(ActForm):
    action = "correct_paper"
    told = ("title",)
    verb = _("改好了")
    intro = _("交来的时候选错了种类，或者只写“别的材料”的，在这里改。原来是什么，办理记录里留着。")

    paper = _PaperChoice(
        label=_("哪一份"), queryset=Evidence.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    kind = forms.ChoiceField(label=_("是什么材料"), choices=PaperKind)
    title = forms.CharField(
        label=_("叫什么"),
        required=False,
        max_length=60,
        help_text=_("申请人在自己的网页上也看得到。种类说得清楚的，可以不写。"),
    )

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        papers = application.evidence.all()
        choose = self.fields["paper"]
        choose.queryset = papers
        choose.choices = [(one.pk, choose.label_from_instance(one)) for one in papers]
        if len(papers) == 1:
            self.initial |= {"paper": papers[0].pk, "kind": papers[0].kind, "title": papers[0].title or ""}
