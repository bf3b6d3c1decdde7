"""When somebody's limitation ends: the claim was filed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.clock_rules import Kind
from counter.forms import NOTE, ActForm
from counter.forms_group import called


def fits(act, application):
    """Whether an act may be offered. Reads prefetched deadlines only."""
    if act.code not in ("file_claim", "unfile_claim"):
        return True
    limitations = [clock for clock in application.deadlines.all() if clock.kind == Kind.LIMITATION]
    if act.code == "unfile_claim":
        return any(clock.met_at for clock in limitations)
    # While somebody works on it a claim may be filed of whoever has no limitation, being employed still.
    return application.is_open or any(clock.is_running for clock in limitations)


class FileClaimForm(ActForm):
    action = "file_claim"
    told = ("filed_with",)
    verb = _("记下来")
    intro = _(
        "仲裁申请或起诉状交上去了就记在这里，本人自己去交的也记：从这天起，时效不再催。别的办理都停不了时效。"
    )

    filed_on = forms.DateField(
        label=_("哪天交的"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    filed_with = forms.CharField(label=_("交到哪里"), max_length=120, help_text=_("仲裁委或者法院的名字。"))
    claimants = forms.TypedMultipleChoiceField(
        label=_("谁的"), coerce=int, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    note = forms.CharField(label=_("备注"), required=False, max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        running = [
            c.claimant_id for c in application.deadlines.all() if c.kind == Kind.LIMITATION and c.is_running
        ]
        people = [
            person for person in application.claimants.all() if person.takes_part or person.pk in running
        ]
        if len(people) < 2:
            del self.fields["claimants"]
            return
        field = self.fields["claimants"]
        field.choices = [(person.pk, called(person)) for person in people]
        field.initial = [person.pk for person in people if person.takes_part]
        field.help_text = _("没有交的人不要选，他们的时效照走；按住 Ctrl 可以多选。")


class UnfileClaimForm(ActForm):
    action = "unfile_claim"
    verb = _("更正")
    intro = _("还没有交、交错了地方或者记错了人的时候用。时效回到原来那一天接着走，交对了再记一次。")

    reason = forms.CharField(label=_("怎么弄错的"), max_length=500, widget=NOTE)
