"""An application that has ended goes on: for the person who asks, for a body that did not take it, or because we erred."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.models import Wish
from aid.services import reopen
from aid.status import Status
from counter.forms import NOTE, ActForm
from foundation.content.templatetags.content_tags import chinese_date

WHEN = ("reopen", "mend_refusal", "mend_end")


def fits(act, application):
    """Whether an act may be offered, as far as opening again is concerned."""
    if act.code not in WHEN:
        return True
    last = reopen.last_day(application)
    if last and sla.today_in_shanghai() > last:
        return False
    if act.code == "reopen":
        return application.status != Status.WITHDRAWN or not application.next_due_at
    return not any(one.kind == Wish.Kind.OBJECTION and one.is_open for one in application.wishes.all())


class _ReopenForm(ActForm):
    reason = forms.CharField(label=_("为什么"), max_length=1000, widget=NOTE)

    def __init__(self, *args, application, **kwargs):
        super().__init__(*args, application=application, **kwargs)
        if last := reopen.last_day(application):
            self.fields["reason"].help_text = gettext("最晚到 %(day)s 可以。") % {
                "day": chinese_date(last, "full")
            }


class ReopenForm(_ReopenForm):
    action = "reopen"
    verb = _("重新打开")
    intro = _(
        "撤回的，本人要求接着办时用，先核对是不是本人；转走的，那边没有接时用。撤回的重新审查，期限从今天起；转走的期限接着走。"
        "时效没有停过，先看还有几天。这是我们的做法，法律没有写。"
    )


class MendRefusalForm(_ReopenForm):
    action = "mend_refusal"
    verb = _("撤掉决定，重新审查")
    intro = _(
        "我们自己查出弄错了的才用：看错了材料、弄错了人。原来的决定留在记录里，重新提审查意见，七日从今天起。当事人提了异议的，"
        "由司法行政部门审查，不在这里改。"
    )


class MendEndForm(_ReopenForm):
    action = "mend_end"
    verb = _("撤掉终止，接着援助")
    intro = _(
        "我们自己查出弄错了的才用。接着援助，三日内重新指派。因为骗取援助、隐瞒事实、用来违法终止的不行，只能由当事人提异议。"
    )
