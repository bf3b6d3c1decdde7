"""The forms of the acts on a case: who does it, and what was filed."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casework.models import Assignment
from casework.services import caseworkers_for
from counter.forms import NOTE, ActForm
from foundation.accounts.models import Membership, Role, User


class _CandidateChoice(forms.ModelChoiceField):
    validate_no_null_characters = ProhibitNullCharactersValidator(_("这个人不是本机构的承办人。"))

    def label_from_instance(self, user):
        office = user.office_name or ""
        return _("%(name)s · 手上 %(load)d 件 · %(office)s") % {
            "name": user,
            "load": user.load,
            "office": office,
        }


class AssignForm(ActForm):
    action = "assign"
    verb = _("指派")
    intro = _("从本机构和上下级的承办人里选，手上案子少的排在前面。")

    assignee = _CandidateChoice(
        label=_("承办人"),
        queryset=None,
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"invalid_choice": _("这个人不是本机构的承办人。")},
    )
    reason = forms.CharField(label=_("理由"), required=False, max_length=500, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["assignee"].queryset = candidates(application)
        self.fields["assignee"].error_messages["required"] = _("选一位承办人。")


class RemindForm(ActForm):
    action = "remind"
    verb = _("催")
    intro = _("承办人在收件箱里看到；不在岗的，代的人也看到。")

    reason = forms.CharField(label=_("催什么"), max_length=500, widget=NOTE)


class ReassignForm(AssignForm):
    action = "reassign"
    verb = _("换人")
    intro = _("换承办人要写清楚为什么，当事人会问。")

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = _("为什么换")


def candidates(application):
    """Caseworkers for the application's office with `load`, their open cases; the least loaded first."""
    return with_load(caseworkers_for(application.office))


def with_load(users):
    mine = Assignment.objects.current().filter(assignee=OuterRef("pk")).order_by().values("assignee")
    load = Subquery(mine.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    named = Membership.objects.filter(user=OuterRef("pk"), role=Role.CASEWORKER).order_by("office__path")
    return (
        User.objects.filter(pk__in=users.order_by().values("pk"))
        .annotate(load=Coalesce(load, 0), office_name=Subquery(named.values("office__name")[:1]))
        .order_by("load", "last_name", "first_name", "pk")
    )
