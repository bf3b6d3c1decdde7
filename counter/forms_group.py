"""The workers of a group: who leaves, who speaks for the others."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid import roster
from counter.forms import NOTE, ActForm


def called(person):
    return _("%(position)d 号 %(name)s") % {"position": person.position, "name": person.masked_name}


class LeaveForm(ActForm):
    action = "leave_group"
    verb = _("记录退出")
    intro = _(
        "只在本人自己要求退出时用。别人的照旧办；他自己的时效照走，要告诉他。退出不影响他自己单独申请。"
    )
    is_final = True

    claimant = forms.TypedChoiceField(label=_("谁退出"), coerce=int)
    note = forms.CharField(label=_("谁要求的、怎么说的"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = [(person.pk, called(person)) for person in application.people]
        self.fields["claimant"].choices = [("", "—"), *people]


class ReturnForm(ActForm):
    action = "undo_leaving"
    verb = _("记录回来")
    intro = _("只在本人自己要求回来时用：先核对是不是本人。到退出的第二天结束为止。")

    claimant = forms.TypedChoiceField(label=_("谁回来"), coerce=int)
    note = forms.CharField(label=_("谁要求的、怎么核对的"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = [(person.pk, called(person)) for person in application.may_return(timezone.now())]
        self.fields["claimant"].choices = [("", "—"), *people]


class RepresentativesForm(ActForm):
    action = "change_reps"
    verb = _("换代表")
    intro = _("代表由一起申请的人推选。调解、仲裁、诉讼里变更、放弃请求或者和解，要经别的人同意。")

    representatives = forms.TypedMultipleChoiceField(
        label=_("代表（一位到五位）"), coerce=int, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    note = forms.CharField(label=_("怎么推选的"), max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        people = application.people
        field = self.fields["representatives"]
        field.choices = [(person.pk, called(person)) for person in people]
        field.initial = [person.pk for person in people if person.is_representative]
        field.help_text = _("最多 %(most)d 位；按住 Ctrl 可以多选。") % {"most": roster.MOST_REPRESENTATIVES}
