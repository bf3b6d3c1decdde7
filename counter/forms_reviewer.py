"""Who examines it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.services.reviewer import reviewers_for
from counter.forms import NOTE, ActForm


class SetReviewerForm(ActForm):
    action = "set_reviewer"
    verb = _("就定他")
    intro = _("定了就只在他的“该我做”里；他不在岗的，代的人也看到。不定，本机构的审查员谁都可以审。")

    reviewer = forms.ModelChoiceField(
        label=_("审查员"),
        queryset=None,
        error_messages={"invalid_choice": _("这个人不是本机构的审查员。")},
    )
    reason = forms.CharField(label=_("理由"), required=False, max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["reviewer"].queryset = reviewers_for(application.office)
        self.initial.setdefault("reviewer", application.reviewer_id)
