"""What is kept for a time here, and what would go now."""

from django.utils.translation import gettext_lazy as _

from aid import promised
from aid.models import CallBack, Draft
from aid.services import retention
from foundation.retention import kinds
from foundation.retention.kinds import Initial, Kind, Plan, Unit


def _drafts(at, term, user):
    return Plan(Draft.objects.expired(at).count())


def _call_backs(at, term, user):
    return Plan(CallBack.objects.expired(at).count())


def _applications(kind):
    return lambda at, term, user: retention.plan(at, kind, term, user)


kinds.add(
    Kind(
        promised.DRAFT,
        _("没提交的草稿"),
        since=_("最后一次改动"),
        plan=_drafts,
        initial=Initial(30, Unit.DAYS, "本站的个人信息告知"),
        at_writing=True,
    )
)
kinds.add(
    Kind(
        promised.CALL_BACK,
        _("要回的电话（咨询）"),
        since=_("最后一次打过"),
        plan=_call_backs,
        initial=Initial(30, Unit.DAYS, "本站的个人信息告知"),
        at_writing=True,
    )
)
for code, label in (
    ("application_refused", _("没有得到援助的申请（不予援助、援助终止）")),
    ("application_withdrawn", _("撤回了的申请")),
    ("application_transferred", _("转给别处的申请")),
):
    # No term of ours: how long the archives want them nobody has verified.
    kinds.add(Kind(code, label, since=_("最后一次办理"), plan=_applications(code), shortest=365))
