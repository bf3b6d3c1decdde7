"""Which chain a decision goes through, and who says the next yes. Reads rows; aid.services.approve moves them."""

from datetime import date
from typing import Any

from aid.choices import Lane
from aid.links import ANY, DECISION, LAST
from aid.models.approval import ApprovalChain
from foundation.accounts.models import Role

# Two people: who gives the opinion, and the approver. 《法律援助法》 names nobody; docs/decisions/0046.
DEFAULT = [Role.APPROVER.value]
Of = ApprovalChain.Lane


def lane_of(application: Any) -> str:
    """By which chain it is decided. What touches many, or was marked as grave, goes before its lane."""
    if application.is_group_case or getattr(application, "concern", None) is not None:
        return Of.MAJOR
    return Of.GREEN if application.lane == Lane.GREEN else Of.ORDINARY


def chain_of(region_code: str, lane: str, on: date) -> list[str]:
    """Who says yes after the opinion, in order."""
    row = ApprovalChain.objects.of_place(region_code, on).filter(lane=lane).first()
    return row.roles if row else list(DEFAULT)


def subject_of(act: Any, application: Any) -> Any:
    """What waits for the yes that the act is: the application, or aid before the papers; None when there is none."""
    return application if act.chain == DECISION else getattr(application, "first_aid", None)


def fits(act: Any, application: Any, user: Any) -> bool:
    """Whether the act is the yes that is next, and `user` has not said it already."""
    subject = subject_of(act, application)
    if subject is None or not subject.next_yes or user.pk in subject.yes_by:
        return False
    return act.link == ANY or subject.is_last_yes == (act.link == LAST)
