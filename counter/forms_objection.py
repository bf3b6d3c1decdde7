"""Whose objection is answered, where several of a group object: each against a refusal of their own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aid.models import Wish
from counter.forms_group import called


class WhoseMixin:
    """`whose` is asked only where there is something to choose: of several who object, one is refused apart."""

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        whose = {one.claimant_id for one in application.wishes.all() if is_objection(one)}
        people = [one for one in application.claimants.all() if one.pk in whose]
        if len(people) < 2 or not any(one.refused_at for one in people):
            del self.fields["whose"]
            return
        self.fields["whose"].choices = [(one.pk, called(one)) for one in people]
        self.fields["whose"].initial = [one.pk for one in people]


class WhoseField(forms.TypedMultipleChoiceField):
    def __init__(self):
        super().__init__(
            label=_("答复谁的异议"),
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("不一样的，分开办：没有选的接着等审查。"),
        )


def is_objection(wish):
    return wish.is_open and wish.kind == Wish.Kind.OBJECTION
