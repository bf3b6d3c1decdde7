"""People who are unsure: take their number, call them, write down that somebody did."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import choices, promised, sla
from aid.models import Call, CallBack
from aid.services.intake import choose_office
from aid.services.perform import NoOffice
from foundation.vault.services import record_access
from foundation.workdays.models import CalendarDay

__all__ = ["AlreadyDone", "Asked", "NoOffice", "ask", "done", "forget", "not_reached", "reveal", "say_how"]


@dataclass(frozen=True)
class Asked:
    """What somebody asks for. Field names are those of CallBack, but for the place's code."""

    story: str
    name: str
    phone: str
    place: str = ""
    call_time: str = choices.CallTime.ANY
    say_who_we_are: bool = False
    notice_version: str = ""


class AlreadyDone(Exception):
    """Somebody else has reached the person meanwhile."""


def ask(
    asked: Asked, *, key: UUID, region_code="", language="zh-hans", at: datetime | None = None
) -> CallBack:
    """Keep a request, exactly once for each `key` of the form. Raises NoOffice when no agency exists."""
    at = at or timezone.now()
    chosen = choose_office(region_code)
    try:
        with transaction.atomic():
            return CallBack.objects.create(
                key=key,
                office_id=chosen.office,
                routing_reason=chosen.reason,
                language=language,
                asked_at=at,
                due_at=_due(at, asked.call_time),
                **asdict(asked),
            )
    except IntegrityError:
        made = CallBack.objects.filter(key=key).first()
        if made is None:
            raise
        return made


def _due(asked_at, call_time):
    return sla.call_back_due(
        asked_at,
        call_time,
        calendar=CalendarDay.objects.all().as_calendar(),
        cutoff_hour=settings.SAME_DAY_CUTOFF_HOUR,
    )


@transaction.atomic
def say_how(
    call_back: CallBack, *, call_time: str, say_who_we_are: bool, place: str = "", region_code: str = ""
) -> CallBack:
    """How and when to call, and who is near: until somebody has tried. Raises AlreadyDone, NoOffice."""
    held = CallBack.objects.select_for_update(of=("self",)).get(pk=call_back.pk)
    if held.done_at or held.calls.exists():
        raise AlreadyDone
    chosen = choose_office(region_code)
    held.call_time, held.say_who_we_are, held.place = call_time, say_who_we_are, place
    held.office_id, held.routing_reason = chosen.office, chosen.reason
    held.due_at = _due(held.asked_at, call_time)
    held.save()
    return held


def done(call_back: CallBack, *, actor, key: UUID, note="", at: datetime | None = None) -> Call:
    """打过了: the person was reached; the task is over. Raises AlreadyDone, PermissionDenied."""
    return _called(call_back, Call.Outcome.DONE, actor, key, note, at)


def not_reached(call_back: CallBack, *, actor, key: UUID, note="", at: datetime | None = None) -> Call:
    """没打通: it stays in the list, to be tried again. Raises AlreadyDone, PermissionDenied."""
    return _called(call_back, Call.Outcome.NOT_REACHED, actor, key, note, at)


@transaction.atomic
def _called(call_back, outcome, actor, key, note, at):
    at, note = at or timezone.now(), note.strip()
    if len(note) > Call._meta.get_field("note").max_length:
        raise ValidationError({"note": _("备注太长了，最多 500 字。")})
    held = CallBack.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=call_back.pk).first()
    if held is None:
        raise PermissionDenied
    if before := held.calls.filter(key=key).first():
        return before
    if held.done_at:
        raise AlreadyDone
    held.expires_at = promised.until(promised.CALL_BACK, at)
    held.done_at = at if outcome == Call.Outcome.DONE else None
    held.save(update_fields=["expires_at", "done_at"])
    return held.calls.create(outcome=outcome, note=note, actor=actor, at=at, key=key)


@transaction.atomic
def reveal(call_back: CallBack, *, actor, request=None) -> CallBack:
    """The request whose number is about to be called, logged. Raises PermissionDenied."""
    found = CallBack.objects.visible_to(actor).filter(pk=call_back.pk).first()
    if found is None:
        raise PermissionDenied
    record_access(actor, "aid.reveal_call_back", found, str(_("联系当事人")), request)
    return found


def forget(at: datetime) -> int:
    """Delete the requests whose last call was so long ago as was promised. Returns how many."""
    _rows, of_each = CallBack.objects.expired(at).delete()
    return of_each.get(CallBack._meta.label, 0)
