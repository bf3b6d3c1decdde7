"""Why a clock of ours ran out."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid.choices import LateReason
from aid.clock_rules import OFFICE_KINDS, Kind
from aid.policies import application_policy
from counter.forms import NOTE, ActForm
from foundation.content.templatetags.content_tags import chinese_date


def unexplained(application):
    """The clocks of ours that ran out and have no reason yet. Reads prefetched rows."""
    now = timezone.now()
    return [
        clock
        for clock in application.deadlines.all()
        if clock.kind in OFFICE_KINDS and not clock.late_reason and clock.was_missed(now)
    ]


def fits(act, application):
    """Whether the act may be offered. Accepting late asks for its own reason."""
    if act.code != "explain_late":
        return True
    return any(clock.kind != Kind.ACCEPT or not clock.is_running for clock in unexplained(application))


def ended_unexplained(application, user):
    """Whether a clock ended too late without a word why, and `user` may say it."""
    late = application.deadlines.missed(timezone.now()).filter(late_reason="")
    ended = late.exclude(met_at=None, cancelled_at=None).exists()
    return ended and application_policy.user_has_permission_for_instance(user, "explain_late", application)


class ExplainLateForm(ActForm):
    action = "explain_late"
    verb = _("记下原因")
    intro = _("期限过了才办、或者还没办的，说明是什么原因。同事和督导看得到，当事人看不到。")

    clock = forms.TypedChoiceField(label=_("哪个期限"), coerce=int, widget=forms.RadioSelect)
    code = forms.ChoiceField(label=_("哪一种原因"), choices=LateReason, widget=forms.RadioSelect)
    text = forms.CharField(label=_("怎么回事"), max_length=1000, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        late = unexplained(application)
        self.fields["clock"].choices = [
            (
                one.pk,
                _("%(what)s，最晚 %(day)s")
                % {"what": one.get_kind_display(), "day": chinese_date(one.due_on, "full")},
            )
            for one in late
        ]
        if len(late) == 1:
            self.fields["clock"].initial = late[0].pk
