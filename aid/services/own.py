"""What is the person's own: who may see it, and looking at it. Every way in and every paper is in the access log."""

from collections.abc import Iterable
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from aid import files, reach
from aid.models import Application, Claimant, Evidence, Tie
from aid.services import one_time
from foundation.notices.models import Channel, Message
from foundation.notices.templates import SOURCE_LANGUAGE
from foundation.vault.index import blind_index
from foundation.vault.services import record_access

PURPOSE = "own"


@transaction.atomic
def by_receipt_code(
    code: str | None, application: Application | None = None, *, request=None
) -> Claimant | None:
    """The worker of the 收件码 `code`, of `application` if one is named. The way in is logged."""
    found = Claimant.objects.filter(receipt_index=Claimant.index_of(code or "")).select_related("application")
    person = found.filter(application=application).first() if application else found.first()
    if person is None and application:
        person = _merged_into(application, found.first())
    if person:
        record_access(None, "aid.own_by_code", person.application, f"claimant {person.position}", request)
    return person


def _merged_into(application: Application, person: Claimant | None) -> Claimant | None:
    """Who the worker of a merged application is in the one that goes on."""
    if person is None:
        return None
    ties = Tie.objects.filter(application=person.application_id, other=application, kind=Tie.Kind.INTO)
    return Claimant.objects.filter(pk__in=[tie.people.get(str(person.pk)) for tie in ties]).first()


def proves_by_sms(person: Claimant) -> bool:
    """Whether a code on their phone says that it is them: not when others hold it too."""
    return person.gets_sms and not person.phone_is_shared


def send_code(
    people: Iterable[Claimant], *, address: str, visit: str = "", language: str = SOURCE_LANGUAGE
) -> None:
    """A code to the one worker meant. For none, several or one who wants no SMS the same work, and no message."""
    one = _the_one(people)
    one_time.ask(
        one or "",
        PURPOSE,
        address=address,
        visit=visit,
        language=language,
        office=one and one.application.office,
    )


@transaction.atomic
def by_sms_code(people: Iterable[Claimant], code: str, *, visit: str = "", request=None) -> Claimant | None:
    """The one worker meant, when `code` is theirs. The way in is logged."""
    one = _the_one(people)
    if not one_time.check(one or "", PURPOSE, code, visit=visit) or one is None:
        return None
    opened_by_sms(one, request=request)
    return one


@transaction.atomic
def opened_by_sms(person: Claimant, *, request=None) -> None:
    """Somebody with this worker's phone in hand comes in: logged."""
    record_access(None, "aid.own_by_sms", person.application, f"claimant {person.position}", request)


def _the_one(people: Iterable[Claimant]) -> Claimant | None:
    people = list(people)
    return people[0] if len(people) == 1 and proves_by_sms(people[0]) else None


@transaction.atomic
def open_paper(paper: Evidence, person: Claimant, *, request=None) -> tuple[BinaryIO, str]:
    """The safe copy and its content type, logged. PermissionDenied for whoever it does not belong to."""
    if (
        paper not in person.application.papers_for(person)
        or paper.state != Evidence.State.AVAILABLE
        or not paper.is_shown
    ):
        raise PermissionDenied
    content = files.preview(paper)
    record_access(None, "aid.own_paper", paper, f"claimant {person.position}", request)
    return content


def messages_of(application: Application, person: Claimant) -> list[Message]:
    """What was sent to this worker's phone about this application, newest first."""
    older = Q(about="", recipient_index=blind_index(person.phone, "phone"))
    theirs = Q(about=reach.about(person)) | older
    to_them = Message.objects.filter(theirs, channel=Channel.SMS).exclude(template=one_time.TEMPLATE)
    newest_first = to_them.order_by("-created_at", "-pk")
    return [message for message in newest_first if message.context.get("reference") == application.reference]


@transaction.atomic
def data_of(application: Application, person: Claimant, *, request=None) -> dict:
    """All that is kept of this worker, by the names of the fields; what is common to a group without the others."""
    skipped = {"id", "application", "position"}
    own = {
        field.name: field.value_from_object(person)
        for field in Claimant._meta.concrete_fields
        if field.name not in skipped and not field.name.endswith("_index")
    }
    data = {
        "reference": application.reference,
        "case_number": application.case_number,
        "status": application.status,
        "matter": application.matter,
        "office": application.office.name,
        "submitted_at": application.submitted_at,
        "received_on": application.received_on,
        "exemption": application.exemption,
        "person": own,
        "papers": [
            {
                "kind": paper.kind,
                "name": paper.name,
                "size": paper.size,
                "sha256": paper.sha256,
                "at": paper.added_at,
            }
            for paper in application.papers_for(person)
        ],
        "history": [{"what": str(event.label), "at": event.at} for event in application.events.all()],
        "deadlines": [
            {"kind": clock.kind, "due_on": clock.due_on}
            for clock in application.deadlines.all()
            if clock.claimant_id in (None, person.pk)
        ],
        "asked": [
            {
                "kind": wish.kind,
                "text": wish.text,
                "proposed": wish.proposed,
                "at": wish.asked_at,
                "answer": wish.answer,
            }
            for wish in application.wishes.filter(claimant=person)
        ],
        "words": [
            {"text": one.text, "at": one.written_at} for one in application.words.filter(claimant=person)
        ],
        "messages": [
            {"template": message.template, "at": message.created_at, "state": message.state}
            for message in messages_of(application, person)
        ],
        "consents": list(
            application.consents.filter(Q(claimant=None) | Q(claimant=person)).values(
                "notice_version", "consents", "at"
            )
        ),
    }
    if application.speaks_for_all(person):
        data |= {"narrative": application.narrative, "means": application.means}
    record_access(None, "aid.own_copy", application, f"claimant {person.position}", request)
    return data
