"""From one office to another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.services import transfer
from counter.forms import NOTE, ActForm


class OfficeChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        errors = {"invalid_choice": _("那里没有人受理，或者就是现在的机构。")}
        super().__init__(queryset=None, empty_label="—", error_messages=errors, **kwargs)


class RerouteForm(ActForm):
    action = "reroute"
    verb = _("改派")
    intro = _(
        "您督导的机构之间，马上改过去：编号不变，期限照走。机构没有受理员、关了门的，里面的案子用这个交给有人的机构。"
    )

    office = OfficeChoice(label=_("交给哪个机构"))
    reason = forms.CharField(label=_("为什么改派"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["office"].queryset = transfer.agencies(application.office)
