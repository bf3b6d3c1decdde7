"""What is the person's own: who may see it, and looking at it. Every way in and every paper is in the access log."""

from collections.abc import Iterable
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from aid import files
from aid.models import Application, Claimant, Evidence
from aid.services import one_time
from foundation.notices.templates import SOURCE_LANGUAGE
from foundation.vault.services import record_access

PURPOSE = "own"


@transaction.atomic
def by_receipt_code(
    code: str | None, application: Application | None = None, *, request=None
) -> Claimant | None:
    """The worker of the 收件码 `code`, of `application` if one is named. The way in is logged."""
    found = Claimant.objects.filter(receipt_index=Claimant.index_of(code or "")).select_related("application")
    person = found.filter(application=application).first() if application else found.first()
    if person:
        record_access(None, "aid.own_by_code", person.application, f"claimant {person.position}", request)
    return person


def proves_by_sms(person: Claimant) -> bool:
    """Whether a code on their phone says that it is them: not when others hold it too."""
    return person.may_sms and not person.phone_is_shared


def send_code(people: Iterable[Claimant], *, address: str, language: str = SOURCE_LANGUAGE) -> None:
    """A code to the one worker meant. For none, several or one who wants no SMS the same work, and no message."""
    one = _the_one(people)
    one_time.ask(
        one or "", PURPOSE, address=address, language=language, office=one and one.application.office
    )


@transaction.atomic
def by_sms_code(people: Iterable[Claimant], code: str, *, request=None) -> Claimant | None:
    """The one worker meant, when `code` is theirs. The way in is logged."""
    one = _the_one(people)
    if not one_time.check(one or "", PURPOSE, code) or one is None:
        return None
    record_access(None, "aid.own_by_sms", one.application, f"claimant {one.position}", request)
    return one


def _the_one(people: Iterable[Claimant]) -> Claimant | None:
    people = list(people)
    return people[0] if len(people) == 1 and proves_by_sms(people[0]) else None


@transaction.atomic
def open_paper(paper: Evidence, person: Claimant, *, request=None) -> tuple[BinaryIO, str]:
    """The safe copy and its content type, logged. PermissionDenied for whoever it does not belong to."""
    if (
        paper.application_id != person.application_id
        or paper.state != Evidence.State.AVAILABLE
        or not paper.is_shown
    ):
        raise PermissionDenied
    content = files.preview(paper)
    record_access(None, "aid.own_paper", paper, f"claimant {person.position}", request)
    return content
