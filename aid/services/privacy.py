"""Looking at what is masked. Every look is in the access log."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from aid import paperwork
from aid.models import Application, Claimant
from aid.policies import application_policy
from foundation.vault.services import record_access

# What names a person, and how it is read: of a worker, and of whoever else is on the application.
OF_CLAIMANT: dict[str, Callable[[Any], str]] = {
    **{
        name: attrgetter(name)
        for name in ("name", "phone", "id_number", "employer", "employer_phone", "foreman")
    },
    "opponent": lambda claimant: claimant.facts.get("opponent", ""),
}
OF_APPLICATION: dict[str, Callable[[Any], str]] = {
    **{name: attrgetter(name) for name in ("helper_name", "helper_phone")},
    "served_to": lambda application: application.serving.to_name if application.serving else "",
    "volunteer": lambda application: application.desk.volunteer if hasattr(application, "desk") else "",
}


@transaction.atomic
def reveal(of: Claimant | Application, field: str, *, actor, purpose="", request=None) -> str:
    """The plain value of a masked field, logged. Raises PermissionDenied; ValueError for another field."""
    application, fields = (of.application, OF_CLAIMANT) if isinstance(of, Claimant) else (of, OF_APPLICATION)
    if field not in fields:
        raise ValueError(field)
    if not application_policy.user_has_permission_for_instance(actor, "view", application):
        raise PermissionDenied
    record_access(actor, f"aid.reveal_{field}", application, purpose, request)
    return fields[field](of)


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
