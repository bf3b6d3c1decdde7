"""What one of a group reads when the others got aid and they did not: their own, and nobody else's."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aid import members
from aid.members import MemberState
from aid.workflow import Status
from intake import stages
from intake.stages import Stage

# What is theirs after the decision: the others' case goes on without them.
_THEIRS = frozenset(
    {"grant_part", "object", "uphold", "order_member", "decide_member", "ask", "answer", "serve"}
)


# Where the others have aid, or had it until it ended: who was refused apart had none.
_DECIDED = (Status.GRANTED, Status.TERMINATED)


def of(application, own):
    """The stage, where it is not that of the whole; None where it is. `own`: None for who has not shown that it is theirs."""
    if application.status not in _DECIDED or not any(one.is_refused for one in application.shares.all()):
        return None
    if own is None:
        if application.status == Status.TERMINATED:
            return None
        # The telephone is not enough to learn who got what.
        return Stage(
            _("作了决定"),
            "plain",
            _("已经作了决定"),
            _("一起申请的人，结果不一样。证明是您本人以后，看您自己的。"),
        )
    state = members.state_of(application, own)
    if state not in (MemberState.REFUSED, MemberState.AGAIN):
        return None
    share = members.share_of(application, own)
    why = _("理由：%(reasons)s。%(text)s") % {
        "reasons": pgettext("list", "；").join(share.reasons_said),
        "text": share.text,
    }
    if state == MemberState.AGAIN:
        return Stage(_("重新决定"), "wait", _("您的异议成立，正在重新决定"), _("原来的决定——") + why)
    return Stage(_("不予援助"), "bad", _("这次没有批准您的"), why)


def timeline(application, own):
    points = stages.timeline(application, for_owner=bool(own))
    if own is None or own.refused_at is None or application.status not in _DECIDED:
        return points
    said = {str(act.said) for act in map(stages.acts.find, _THEIRS)}
    return [
        point
        for point in points
        if point.state == "done" and (point.at < own.refused_at or str(point.heading) in said)
    ]
