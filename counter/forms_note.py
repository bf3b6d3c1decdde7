"""A note among colleagues."""

from django import forms
from django.utils.translation import gettext_lazy as _

from counter.forms import LONG, ActForm


class NoteForm(ActForm):
    action = "note"
    verb = _("记下，只给同事看")
    intro = _("商量的话、要同事留意的，写在这里。申请人的网页、短信、文书上都不会有。")

    text = forms.CharField(label=_("备注"), max_length=2000, widget=LONG)
