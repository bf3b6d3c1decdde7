"""Issuing a paper, and writing down that one was handed over: the forms of the page of papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.models import IssuedPaper
from aid.paperwork import official
from counter.forms import LONG, ActForm
from counter.forms_serve import ServeForm


class _OfOnePaper(ActForm):
    """Several of the same stand on one page: each says by its hidden fields which it is."""

    def __init__(self, *args, application, of="", **kwargs):
        super().__init__(*args, application=application, auto_id=f"id_{self.action}_{of or 'x'}_%s", **kwargs)


class IssueForm(_OfOnePaper):
    action = "issue_paper"
    verb = _("出这份文书")
    told = ("title", "to", "text")

    kind = forms.ChoiceField(choices=[], widget=forms.HiddenInput)
    replaces = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    basis = forms.ChoiceField(choices=[])
    title = forms.CharField(
        label=_("什么文书"), max_length=60, initial=_("公函"), help_text=_("例如：公函、介绍信、调查函。")
    )
    to = forms.CharField(label=_("给谁"), max_length=120, help_text=_("对方单位的全称。"))
    text = forms.CharField(
        label=_("正文"),
        max_length=4000,
        widget=LONG,
        help_text=_("能不写姓名、电话、证件号就不写：对方用不着的，不要给。"),
    )
    why = forms.CharField(label=_("更正什么，为什么"), max_length=500)

    def __init__(self, *args, application, kind="", replaces=None, abouts=None, **kwargs):
        of = f"{kind}_{replaces.pk}" if replaces else kind
        super().__init__(*args, application=application, of=of, **kwargs)
        self.fields["kind"].choices = [(code, one.name) for code, one in official.OFFICIAL.items()]
        self.fields["replaces"].queryset = IssuedPaper.objects.filter(application=application)
        kind = kind or self.data.get(self.add_prefix("kind"), "")
        is_correction = replaces or self.data.get(self.add_prefix("replaces"))
        one = official.OFFICIAL.get(kind)
        asks = one.asks if one else ()
        if one and one.several and not is_correction:
            found = one.abouts(application) if abouts is None else abouts
            self.fields["basis"].label = one.which
            self.fields["basis"].choices = [(about.key, about.said) for about in found]
        else:
            del self.fields["basis"]
        for name in ("title", "to", "text"):
            if name not in asks:
                del self.fields[name]
        if not is_correction:
            del self.fields["why"]
        self.fields["kind"].initial = kind
        if replaces:
            self.fields["replaces"].initial = replaces.pk
            for name in asks:
                self.fields[name].initial = replaces.facts.get(name, "")


class ServePaperForm(_OfOnePaper, ServeForm):
    action = "serve_paper"
    intro = ""

    paper = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput)

    def __init__(self, *args, application, paper=None, **kwargs):
        super().__init__(*args, application=application, of=paper.pk if paper else "", **kwargs)
        self.fields["paper"].queryset = IssuedPaper.objects.filter(application=application)
        self.fields["paper"].initial = paper and paper.pk
        self.fields["served_on"].initial = sla.today_in_shanghai()
