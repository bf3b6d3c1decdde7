"""What the rooms below tell us."""

from aid.workflow import OPEN
from aid.workflow import Status as ApplicationStatus
from casework import services
from casework.workflow import Status

_CAME_TO_NOTHING = frozenset(ApplicationStatus.values) - OPEN


def follow_the_application(sender, *, application, event, **_kwargs):
    """A grant opens the case, first aid opens it before; with an application that comes to nothing it ends."""
    if event.action in ("file_claim", "unfile_claim"):
        services.note_claim(application)
    elif event.action in ("grant", "grant_part", "order_grant"):
        services.open_case(application, at=event.at)
        services.note_claim(application)
    elif event.action == "grant_first_aid":
        services.open_case(application, status=Status.FIRST_AID, at=event.at)
        services.note_claim(application)
    elif event.action in ("reopen", "mend_end"):
        services.open_again(application, at=event.at)
    elif event.action in ("accept_transfer", "reroute"):
        services.leave_to(application, at=event.at)
    elif event.action == "withdraw":
        return  # it may be undone: the case ends when that day is over
    elif event.action == "close_withdrawal" or (
        event.after in _CAME_TO_NOTHING and event.before != event.after
    ):
        services.end_case(application, at=event.at)
