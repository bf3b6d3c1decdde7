"""Somebody wants everything of theirs erased: what is entered of it, and what is answered."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from aid.models import ErasureRequest


class AskForm(forms.Form):
    way = forms.ChoiceField(label=_("怎么提的"), choices=ErasureRequest.Way)
    proof = forms.ChoiceField(
        label=_("凭什么知道是本人"),
        choices=ErasureRequest.Proof,
        widget=forms.RadioSelect,
        help_text=_("拿不准就先不登记，请他带证件来。"),
    )
    received_on = forms.DateField(label=_("哪天提的"), widget=AdminDateInput)
    all_asked = forms.BooleanField(
        label=_("这一群人都要求删除"), required=False, help_text=_("一群人一份申请，要删一起删。")
    )

    def __init__(self, *args, is_group, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_group:
            del self.fields["all_asked"]


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(label=_("为什么不删"), choices=[("", "—"), *ErasureRequest.Reason.choices])
