"""Looking at what is masked. Every look is in the access log."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from aid import paperwork
from aid.models import Claimant
from aid.policies import application_policy
from foundation.vault.services import record_access

REVEALABLE = ("name", "phone", "id_number", "employer_phone")


@transaction.atomic
def reveal(claimant: Claimant, field: str, *, actor, purpose="", request=None) -> str:
    """The plain value of a masked field, logged. Raises PermissionDenied; ValueError for another field."""
    if field not in REVEALABLE:
        raise ValueError(field)
    if not application_policy.user_has_permission_for_instance(actor, "view", claimant.application):
        raise PermissionDenied
    value = getattr(claimant, field)
    record_access(actor, f"aid.reveal_{field}", claimant.application, purpose, request)
    return value


@transaction.atomic
def reveal_text(application, *, actor, purpose="", request=None) -> None:
    """The numbers in what people wrote are about to be shown: logged. Raises PermissionDenied."""
    if not application_policy.user_has_permission_for_instance(actor, "view", application):
        raise PermissionDenied
    record_access(actor, "aid.reveal_text", application, purpose, request)


def print_paper(application, code, *, actor=None, request=None, **more) -> paperwork.Made:
    """A paper with all that it says in full, logged: for an officer, or for the person themselves (`actor` None).

    `code`, `more` (such as `claimant`): as `aid.paperwork.make`, which may raise KeyError or PaperFailed. Raises
    PermissionDenied.
    """
    if actor and not application_policy.user_has_permission_for_instance(actor, "view", application):
        raise PermissionDenied
    made = paperwork.make(code, application, **more)
    one = more.get("claimant")
    record_access(
        actor, f"aid.print_{code}", application, f"claimant {one.position}" if one else "", request=request
    )
    return made
