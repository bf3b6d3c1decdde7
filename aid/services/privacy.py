"""Looking at what is masked. Every look is in the access log."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

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
