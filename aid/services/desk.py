"""The form filled in by an officer for somebody who calls, writes or comes: 代填.

A letter counts from the day it was received. What was typed is sent at once; that the person says it is theirs may
come later, and no clock waits for it.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import files, sla, workflow
from aid.choices import Channel, Confirmation, PaperKind
from aid.models import Application, AwayForm, ConsentRecord, DeskEntry, Draft
from aid.services import drafts, intake, one_time
from aid.services.perform import Change, keep_papers, perform
from foundation.accounts import scope
from foundation.accounts.models import Office, User
from foundation.vault.services import record_access

LONGEST_AGO = timedelta(days=366)  # a letter that lay so long is a mistyped year
PURPOSE = "desk_confirm"


def may_fill_in(user: User, office: Office) -> bool:
    """Whether `user` fills in the form for others at `office`."""
    held = scope.of(user)
    return held.everything or bool(held.roles_at(office.path) & workflow.DESK_ROLES)


def fills_in(user: User) -> bool:
    """Whether `user` does so anywhere."""
    held = scope.of(user)
    return held.everything or any(held.holds(role) for role in workflow.DESK_ROLES)


def offices_of(user: User) -> QuerySet[Office]:
    """The agencies and desks at which `user` may do so, from the top."""
    held = scope.of(user)
    offices = Office.objects.active().exclude(kind=Office.Kind.DEPARTMENT).order_by("path")
    return offices if held.everything else offices.filter(scope.below(held.paths(workflow.DESK_ROLES)))


@transaction.atomic
def begin(
    *, channel: str, office: Office, actor: User, answers: dict, at: datetime | None = None, **how: Any
) -> DeskEntry:
    """Begin a form at `office`. `answers`: of the draft, as its first pages leave them; `how`: fields of DeskEntry.

    Raises PermissionDenied; ValidationError for a day of receipt that cannot be.
    """
    at = at or timezone.now()
    if not may_fill_in(actor, office):
        raise PermissionDenied
    _check_day(channel, how, at)
    draft = Draft.start(at=at, language="zh-hans", answers=answers)
    return DeskEntry.objects.create(
        draft=draft, channel=channel, office=office, operator=actor, opened_at=at, **how
    )


@transaction.atomic
def begin_away(
    number: UUID, *, actor: User, at: datetime | None = None, **begun: Any
) -> tuple[DeskEntry | None, bool]:
    """As `begin`, of what was written without a network; `number` was made there. (entry, whether it is new): sent once
    more it is the one of before, None when that was dropped.

    Raises what `begin` raises, and PermissionDenied for a number that is taken.
    """
    at = at or timezone.now()
    held, is_new = AwayForm.objects.get_or_create(pk=number, defaults={"officer": actor, "given_at": at})
    if held.officer_id != actor.pk:
        raise PermissionDenied
    if is_new:
        held.entry = begin(actor=actor, at=at, **begun)
        held.save(update_fields=["entry"])
    return held.entry, is_new


@transaction.atomic
def amend(entry: DeskEntry, *, actor: User, at: datetime | None = None, **how: Any) -> DeskEntry:
    """Change how it came, before it is sent. Raises PermissionDenied, ValidationError."""
    if not may_fill_in(actor, entry.office):
        raise PermissionDenied
    held = DeskEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if held.application_id:
        raise ValidationError(_("已经交上去了，这里不能再改。"))
    _check_day(held.channel, how, at or timezone.now())
    for name, value in how.items():
        setattr(held, name, value)
    held.save()
    return held


def _check_day(channel: str, how: dict, at: datetime) -> None:
    if channel != Channel.POST:
        return
    today, day = sla.local_day(at), how.get("received_on")
    if day is None:
        raise ValidationError({"received_on": _("写上收到信的日子，期限从这天算。")})
    if day > today:
        raise ValidationError({"received_on": _("这一天还没有到。")})
    if day < today - LONGEST_AGO:
        raise ValidationError({"received_on": _("看看年份有没有写错。")})
    posted = how.get("postmarked_on")
    if posted and posted > day:
        raise ValidationError({"postmarked_on": _("寄出的日子不会晚于收到的日子。")})
    if posted and posted < day - LONGEST_AGO:
        raise ValidationError({"postmarked_on": _("看看年份有没有写错。")})


def send(
    entry: DeskEntry, submission: intake.Submission, *, actor: User, at: datetime | None = None, **how: Any
) -> Application:
    """Send what was filled in, once. `how`: what is known at its end, as the minutes of a call.

    Raises what aid.services.submit raises, and PermissionDenied.
    """
    if not may_fill_in(actor, entry.office):
        raise PermissionDenied
    with transaction.atomic():
        draft = entry.draft
        if draft is None:
            return _sent(entry)
        sent = intake.submit(
            submission,
            key=draft.idempotency_key,
            draft=draft,
            channel=entry.channel,
            language=draft.language,
            received_on=entry.received_on,
            actor=actor,
            at=at,
        )
        DeskEntry.objects.filter(pk=entry.pk).update(application=sent, draft=None, operator=actor, **how)
    entry.refresh_from_db()
    return sent


@transaction.atomic
def drop(entry: DeskEntry, *, actor: User) -> None:
    """Forget what was begun and is not sent. Raises PermissionDenied."""
    if not may_fill_in(actor, entry.office):
        raise PermissionDenied
    draft = Draft.objects.select_for_update(of=("self",)).filter(pk=entry.draft_id).first()
    if draft is None or draft.application_id:
        return
    record_access(actor, "aid.desk_drop", draft)
    drafts.forget(draft)


def ask_code(entry: DeskEntry, *, actor: User) -> bool:
    """Send the person a code by SMS, which they tell the officer. Whether one was sent. Raises PermissionDenied."""
    _may_confirm(entry, actor, timezone.now())
    claimant = _sent(entry).claimant
    if not claimant.gets_sms:
        return False
    return one_time.ask(claimant, PURPOSE, office=entry.office)


def confirm(
    entry: DeskEntry,
    how: str,
    *,
    page: files.Checked | None = None,
    code: str = "",
    consents: tuple[str, ...] = (),
    notice_version: str = "",
    actor: User,
    at: datetime | None = None,
) -> Application:
    """本人确认: the person says that what was typed is theirs. Their deed; `actor` is the officer who sees it done.

    `page`: the signed one, checked; `code`: what they were sent. `consents`: what they agree to with it, where
    the letter did not say. Raises PermissionDenied; ValidationError for a code that is not right, or no page.
    """
    _may_confirm(entry, actor, at or timezone.now())
    if how == Confirmation.SMS:
        if not one_time.check(_sent(entry).claimant, PURPOSE, code):
            raise ValidationError({"code": _("验证码不对，或者过了十分钟。再发一次试试。")})
    elif page is None:
        raise ValidationError({"upload": _("把签了字、按了手印的那一页拍下来传上。")})

    def write(change: Change) -> None:
        held = DeskEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if held.is_confirmed:
            raise ValidationError(_("已经确认过了。"))
        held.confirmed_how, held.confirmed_at, held.confirmed_with = how, change.at, actor
        held.save(update_fields=["confirmed_how", "confirmed_at", "confirmed_with"])
        keep_papers(change, [(page, PaperKind.CONFIRMATION)] if page else [])
        change.data.update(how=str(how), witness=actor.pk)
        if consents:
            ConsentRecord.objects.create(
                application=change.application,
                notice_version=notice_version,
                consents=list(consents),
                at=change.at,
            )

    return perform(_sent(entry), "confirm", write, at=at)


def has_agreed(application: Application) -> bool:
    """Whether the notice was agreed to. A letter may say nothing of it."""
    return application.consents.exclude(consents=[]).exists()


def _may_confirm(entry: DeskEntry, actor: User, at: datetime) -> None:
    reached = DeskEntry.objects.within_reach(actor, at)
    if not reached.filter(pk=entry.pk, application__isnull=False).exists():
        raise PermissionDenied


def _sent(entry: DeskEntry) -> Application:
    if entry.application is None:
        raise PermissionDenied
    return entry.application
