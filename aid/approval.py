"""Which chain a decision goes through, and who says the next yes. Reads rows; aid.services.approve moves them."""

from datetime import date
from typing import Any

from aid import links
from aid.choices import Lane
from aid.models.approval import ApprovalChain
from foundation.accounts.models import Role

# Two people: who gives the opinion, and the approver. 《法律援助法》 names nobody; docs/decisions/0046.
DEFAULT = [Role.APPROVER.value]
Of = ApprovalChain.Lane
# Of one act: a place may say more of it than of its lane.
OF_ONE_ACT = frozenset({Of.MEMBER, Of.END})
_OF_ALL = (Of.ORDINARY, Of.GREEN, Of.MAJOR)


def lane_of(application: Any) -> str:
    """By which chain it is decided. What touches many, or was marked as grave, goes before its lane."""
    if application.is_group_case or getattr(application, "concern", None) is not None:
        return Of.MAJOR
    return Of.GREEN if application.lane == Lane.GREEN else Of.ORDINARY


def chain_of(region_code: str, lane: str, on: date, otherwise: str = "") -> list[str]:
    """Who says yes after the opinion, in order. `otherwise`: the lane whose chain it is where none of `lane` holds."""
    rows = ApprovalChain.objects.of_place(region_code, on)
    of_lanes = (rows.filter(lane=one).first() for one in (lane, otherwise) if one)
    return next((row.roles for row in of_lanes if row), list(DEFAULT))


def must_keep(region_code: str, lane: str, on: date) -> list[str]:
    """Who says yes there by the rows that a row of `lane` would take the place of."""
    lanes = (lane, *_OF_ALL) if lane in OF_ONE_ACT else (lane,)
    return list(dict.fromkeys(role for one in lanes for role in chain_of(region_code, one, on)))


def subjects_of(act: Any, application: Any) -> list:
    """What waits for the yes that the act is: the application, aid before the papers, the report that aid should end,
    or each of a group who is decided anew. Prefetch `terminations`, `shares`."""
    match act.chain:
        case links.DECISION:
            return [application]
        case links.FIRST_AID:
            return [application.first_aid] if hasattr(application, "first_aid") else []
        case links.END:
            return [one for one in application.terminations.all() if one.decided_at is None]
    return [one for one in application.shares.all() if one.state == one.State.ORDERED]


def is_next(act: Any, subject: Any, user: Any) -> bool:
    """Whether the act is the yes that is next, and `user` has not said it already."""
    if not subject.next_yes or user.pk in subject.yes_by:
        return False
    return act.link == links.ANY or subject.is_last_yes == (act.link == links.LAST)


def roles_now(act: Any, application: Any, user: Any) -> frozenset[str]:
    """Whose the yes is that the act is; none when another is next, or when `user` has said it already.

    What is said of a row that is not there (any more) the service refuses, in words.
    """
    subjects = subjects_of(act, application)
    if not subjects and act.chain in (links.MEMBER, links.END) and act.link != links.MIDDLE:
        return act.roles
    return frozenset(one.next_yes for one in subjects if is_next(act, one, user))
