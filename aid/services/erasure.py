"""Who asks to be erased is: a register of requests, a dry run, and the act of a supervisor of the office.

Source: 《个人信息保护法》第四十七条, in force 2021-11-01, read 2026-11-21. By when it is done is our own promise
(settings.AID_ERASURE_DAYS), no term of the law: we have verified none.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aid import sla
from aid.models import Application, CallBack, Draft, ErasureRequest, Event, OneTimeCode, Wish
from aid.models.erasure import KEEPERS
from aid.services import drafts, messages, retention
from foundation.accounts import scope
from foundation.accounts.models import Office, User
from foundation.vault.services import record_access

Outcome, Reason = ErasureRequest.Outcome, ErasureRequest.Reason


def may_erase(user: User, office: Office) -> bool:
    """Whether `user` decides about what lies in `office`."""
    held = scope.of(user)
    return held.everything or bool(KEEPERS & held.roles_at(office.path))


@dataclass(frozen=True)
class Survey:
    """What would go, as (what, how many); what stays, as (what, why); `why_not`: why nothing can go now, or ""."""

    goes: list[tuple[str, int]]
    stays: list[tuple[str, str]]
    why_not: str


def survey(application: Application) -> Survey:
    """The dry run of an erasure. It changes nothing."""
    people = list(application.claimants.all())
    texts = retention.messages(application)
    counts = [
        (_("申请人（姓名、证件、电话、事情）"), len(people)),
        (_("材料和照片"), application.evidence.count()),
        (_("办理记录"), Event.objects.filter(application=application).count()),
        (_("决定"), application.decisions.count()),
        (_("提过的事（催办、异议、评价）"), application.wishes.count()),
        (_("发给本人的短信"), len(list(texts))),
        (_("同一个电话没提交的草稿"), _drafts(application).count()),
        (_("同一个电话留的回电"), _calls(application).count()),
    ]
    stays = [
        (_("查阅记录里的一条"), _("编号、机构、怎么结的、凭什么删的，没有个人信息")),
        (_("这条删除要求"), _("只有编号、日子和结果")),
        (_("备份"), _("到备份的年限才没有；恢复了旧备份，要再删一次")),
    ]
    if any(person.phone_is_shared for person in people):
        stays.append((_("合用电话的草稿和回电"), _("可能是别人的，要问清楚是谁的")))
    return Survey([(what, many) for what, many in counts if many], stays, why_not(application))


def why_not(application: Application) -> str:
    """Why it cannot be erased now, or "". That they asked for it under 我的申请 is no question that waits."""
    return retention.why_it_stays(application, but=(Wish.Kind.DELETION,))


def _numbers(application: Application) -> list[str]:
    """The phones that are theirs alone: behind one that workmates share there may be another's draft."""
    return [person.phone_index for person in application.claimants.all() if not person.phone_is_shared]


def _drafts(application: Application) -> QuerySet[Draft]:
    return Draft.objects.filter(phone_index__in=_numbers(application), application=None)


def _calls(application: Application) -> QuerySet[CallBack]:
    return CallBack.objects.filter(phone_index__in=_numbers(application))


@transaction.atomic
def receive(
    application: Application,
    *,
    way: str,
    proof: str,
    received_on: date,
    all_asked: bool = False,
    actor: User,
    at: datetime,
) -> ErasureRequest:
    """Enter a request. `all_asked`: of a group everybody did, for one record holds them all.

    Their phones are told that it came in, where they allowed it. Raises PermissionDenied, ValidationError.
    """
    _check_may(application, actor)
    today = sla.local_day(at)
    if received_on > today or received_on < today - timedelta(days=366):
        raise ValidationError({"received_on": _("写提出要求的那一天：不晚于今天，一年以内。")})
    if not all_asked and application.claimants.count() > 1:
        raise ValidationError({"all_asked": _("一群人一份申请：大家都要求了，才能一起删。")})
    try:
        with transaction.atomic():
            request = ErasureRequest.objects.create(
                application=application,
                office=application.office,
                reference=application.reference,
                way=way,
                proof=proof,
                received_on=received_on,
                due_on=received_on + timedelta(days=settings.AID_ERASURE_DAYS),
                entered_by=actor,
                entered_at=at,
            )
    except IntegrityError:
        raise ValidationError(_("已经登记过，还没办完。")) from None
    for person in application.claimants.all():
        messages.tell_person(application, person, "erasure_received", key=f"{request.pk}:{person.pk}")
    record_access(
        actor, "aid.ask_erasure", application, f"{request.get_way_display()}，{request.get_proof_display()}"
    )
    return request


@transaction.atomic
def carry_out(request: ErasureRequest, *, actor: User, at: datetime) -> ErasureRequest:
    """Delete the application whole, the unsent drafts, codes and calls of its phones too. What is left is the request.

    No message says so: it would keep the number that was to be forgotten. Raises PermissionDenied, ValidationError.
    """
    held = _waiting(request, actor)
    application = Application.objects.select_for_update(of=("self",)).get(pk=held.application_id)
    if why := why_not(application):
        raise ValidationError(why)
    for draft in _drafts(application).select_for_update(of=("self",)):
        drafts.forget(draft)
    _calls(application).delete()
    OneTimeCode.objects.filter(
        number__in=[person.phone_index for person in application.claimants.all()]
    ).delete()
    _settle(held, Outcome.DONE, actor, at)
    retention.forget(application, actor, f"asked for: {held.proof}, request {held.pk}")
    held.application = None
    return held


@transaction.atomic
def refuse(request: ErasureRequest, reason: str, *, actor: User, at: datetime) -> ErasureRequest:
    """Say why it is not erased; the phones are told to ask. Raises PermissionDenied, ValidationError."""
    if reason not in Reason:
        raise ValidationError({"reason": _("选一个原因。")})
    held = _waiting(request, actor)
    _settle(held, Outcome.REFUSED, actor, at, reason)
    application = Application.objects.get(erasures=held)
    for person in application.claimants.all():
        messages.tell_person(application, person, "erasure_refused", key=f"{held.pk}:{person.pk}")
    record_access(actor, "aid.refuse_erasure", application, str(Reason(reason).label))
    return held


@transaction.atomic
def take_back(request: ErasureRequest, *, actor: User, at: datetime) -> ErasureRequest:
    """The person does not want it any more. Raises PermissionDenied, ValidationError."""
    held = _waiting(request, actor)
    _settle(held, Outcome.TAKEN_BACK, actor, at)
    record_access(actor, "aid.keep_after_all", held.application, "")
    return held


def _waiting(request: ErasureRequest, actor: User) -> ErasureRequest:
    held = ErasureRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    _check_may(held, actor)
    if held.outcome:
        raise ValidationError(_("已经办完了。"))
    if held.application is None:
        raise ValidationError(_("这份申请到了年限，已经删了。"))
    return held


def _settle(request: ErasureRequest, outcome: str, actor: User, at: datetime, reason: str = "") -> None:
    request.outcome, request.reason, request.settled_by, request.settled_at = outcome, reason, actor, at
    request.save(update_fields=["outcome", "reason", "settled_by", "settled_at"])


def _check_may(row: Application | ErasureRequest, actor: User) -> None:
    if not may_erase(actor, row.office):
        raise PermissionDenied
