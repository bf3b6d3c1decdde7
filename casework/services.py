"""Every change of a case, one function per act, each in one transaction; see aid.services.perform."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aid import sla
from aid.clock_rules import Kind
from aid.models import Application, FirstAid
from aid.services import clocks
from aid.services.perform import Change, perform
from aid.status import Status as ApplicationStatus
from casework.models import Assignment, Case
from casework.workflow import Status
from foundation.accounts import scope
from foundation.accounts.models import Office, Role, User


def open_case(application: Application, *, status: str = Status.UNASSIGNED, at: datetime) -> Case:
    """The case of a granted application; called in the transaction of the grant. Safe to repeat.

    `status`: whether it was granted or given first aid, of a case that nobody has been named for.
    """
    case, is_new = Case.objects.get_or_create(
        application=application, defaults={"opened_at": at, "status": status}
    )
    if not is_new and case.status != Status.ASSIGNED:
        case.status = status
        case.save(update_fields=["status"])
    return case


def open_again(application: Application, *, at: datetime) -> None:
    """An application that had ended goes on: so does its case, where there was aid. Somebody is named anew."""
    if application.status == ApplicationStatus.GRANTED:
        open_case(application, at=at)
    elif getattr(application, "first_aid", None) and application.first_aid.state == FirstAid.State.GRANTED:
        open_case(application, status=Status.FIRST_AID, at=at)


def end_case(application: Application, *, at: datetime) -> None:
    """Aid was given first and comes to nothing: the case ends with its application, if there is one.

    Whoever did it does it no more; should it be granted after all, somebody is named anew.
    """
    Assignment.objects.current().filter(case__application=application).update(ended_at=at)
    application.deadlines.filter(kind=Kind.ASSIGN, cancelled_at=None).update(cancelled_at=at)
    Case.objects.filter(application=application).update(status=Status.ENDED)


def leave_to(application: Application, *, at: datetime) -> None:
    """The application is another office's from now on: whoever did its case for the office before does it no more.

    Somebody is named anew there, within the days of a grant. Called in the transaction of the transfer.
    """
    case = Case.objects.filter(application=application, status=Status.ASSIGNED).first()
    if case is None:
        return
    holders = case.assignments.current().values("assignee")
    if caseworkers_for(application.office).filter(pk__in=holders).exists():
        return
    case.assignments.current().update(ended_at=at)
    case.status = Status.UNASSIGNED if application.status == ApplicationStatus.GRANTED else Status.FIRST_AID
    case.save(update_fields=["status"])
    clocks.start(application, Kind.ASSIGN, granted_on=sla.local_day(at))
    clocks.refresh_next_due(application)
    application.save(update_fields=["next_due_at", "next_due_kind", "limitation_on"])


def assign(
    application: Application,
    *,
    assignee: User,
    reason: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """指派承办人. ValidationError unless `assignee` is a caseworker of the office, above or below it."""

    def write(change: Change) -> None:
        _name(change, assignee, reason.strip())
        clocks.meet(change.application, Kind.ASSIGN, at=change.at)

    return perform(application, "assign", write, actor=actor, version=version, key=key, note=reason, at=at)


def reassign(
    application: Application,
    *,
    assignee: User,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """换承办人, with the reason. ValidationError without one, or for the person who has it already."""
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么换人。")})

    def write(change: Change) -> None:
        current = change.record.assignments.current().select_related("assignee").first()
        if current and current.assignee_id == assignee.pk:
            raise ValidationError({"assignee": _("已经是这位承办人。")})
        change.record.assignments.current().update(ended_at=change.at)
        if current:
            change.tell.append((current.assignee, "staff_taken_over"))
        _name(change, assignee, reason.strip())

    return perform(application, "reassign", write, actor=actor, version=version, key=key, note=reason, at=at)


def remind(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """催承办人: whoever does the case finds it in their inbox. ValidationError without saying what for."""
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚催什么。")})

    def write(change: Change) -> None:
        current = change.record.assignments.current().select_related("assignee").first()
        if current is None:
            raise ValidationError(_("现在没有承办人，先指派。"))
        change.data["assignee"] = current.assignee_id
        change.tell.append((current.assignee, "staff_reminded"))

    return perform(application, "remind", write, actor=actor, version=version, key=key, note=reason, at=at)


def note_claim(application: Application) -> None:
    """Keep with the case when and where the claim was filed, as the last event says; called in its transaction.

    Also when the case is opened: the person may have filed it before.
    """
    told = application.events.filter(action__in=("file_claim", "unfile_claim")).order_by("-number").first()
    filed = told.data if told is not None and told.action == "file_claim" else None
    Case.objects.filter(application=application).update(
        claim_filed_on=date.fromisoformat(filed["filed_on"]) if filed else None,
        claim_filed_with=filed["to"] if filed else "",
    )


def caseworkers_for(office: Office) -> QuerySet[User]:
    """Who can be named for a case of `office`: caseworkers of it, of the offices above and below it."""
    near = Office.objects.filter(scope.below([office.path])) | Office.objects.filter(
        path__in=scope.above(office.path)
    )
    return (
        User.objects.filter(is_active=True, memberships__role=Role.CASEWORKER, memberships__office__in=near)
        .distinct()
        .order_by("last_name", "first_name", "pk")
    )


def _name(change: Change, assignee: User, reason: str) -> None:
    if not caseworkers_for(change.application.office).filter(pk=assignee.pk).exists():
        raise ValidationError({"assignee": _("这个人不是本机构的承办人。")})
    Assignment.objects.create(
        case=change.record,
        assignee=assignee,
        assigned_by=change.actor,
        assigned_at=change.at,
        reason=reason,
    )
    change.tell.append((assignee, "staff_assigned"))
    change.data["assignee"] = assignee.pk
