"""盯着 and 要留意的: who looks again by when, and what colleagues must mind about a person."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.models import Application, CareNote, Claimant, Watch
from aid.services.perform import Change, perform
from aid.status import OFFICE_ROLES
from foundation.accounts import scope
from foundation.accounts.models import Membership, Office, User

LATEST = timedelta(days=92)


def watchers(office: Office) -> Any:
    """Who can keep an eye on a case of `office`: whoever sees its cases, there or above."""
    here = Membership.objects.filter(office__path__in=scope.above(office.path), role__in=OFFICE_ROLES)
    return User.objects.filter(is_active=True, pk__in=here.values("user")).order_by("last_name", "first_name")


def start_watch(
    application: Application,
    *,
    watcher: User,
    why: str,
    next_on: date,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """派人盯着, or give it to somebody else. ValidationError for who does not see it, without a reason, for a day that is past or
    far away."""
    if not why.strip():
        raise ValidationError({"why": _("写清楚为什么。")})

    def write(change: Change) -> None:
        _check_day(change, next_on)
        if not watchers(change.application.office).filter(pk=watcher.pk).exists():
            raise ValidationError({"watcher": _("这个人看不到这件申请。")})
        _running(change).update(ended_at=change.at)
        Watch.objects.create(
            application=change.application,
            watcher=watcher,
            why=why.strip(),
            next_on=next_on,
            started_by=change.actor,
            started_at=change.at,
        )
        change.data.update(watcher=watcher.pk, name=str(watcher), next_on=next_on.isoformat())

    return perform(application, "start_watch", write, actor=actor, key=key, note=why, at=at)


def check_watch(
    application: Application,
    *,
    seen: str,
    next_on: date,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """记一笔: what was seen, and when it is looked at again. ValidationError when nobody watches it."""
    if not seen.strip():
        raise ValidationError({"seen": _("写看到了什么。")})

    def write(change: Change) -> None:
        _check_day(change, next_on)
        if not _running(change).update(next_on=next_on):
            raise ValidationError(_("没有人盯着这件。"))
        change.data["next_on"] = next_on.isoformat()

    return perform(application, "check_watch", write, actor=actor, key=key, note=seen, at=at)


def end_watch(
    application: Application, *, why: str, actor: User, version=None, key="", at: datetime | None = None
) -> Application:
    """不用盯了, with the reason."""
    if not why.strip():
        raise ValidationError({"why": _("写清楚为什么。")})

    def write(change: Change) -> None:
        if not _running(change).update(ended_at=change.at):
            raise ValidationError(_("没有人盯着这件。"))

    return perform(application, "end_watch", write, actor=actor, key=key, note=why, at=at)


def _running(change: Change) -> Any:
    return Watch.objects.running().filter(application=change.application)


def _check_day(change: Change, day: date) -> None:
    if not change.today <= day <= change.today + LATEST:
        raise ValidationError({"next_on": _("选今天到三个月以内的一天。")})


def add_care(
    application: Application,
    *,
    kind: str,
    text: str,
    claimant: Claimant | int | None = None,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """记要留意的, of one of the people or of the whole. ValidationError without words, and for who is in no such case."""
    if kind not in CareNote.Kind.values:
        raise ValidationError({"kind": _("选一样。")})
    if not text.strip():
        raise ValidationError({"text": _("写下要留意什么。")})

    def write(change: Change) -> None:
        whose = claimant.pk if isinstance(claimant, Claimant) else claimant
        if whose and not change.application.claimants.filter(pk=whose).exists():
            raise ValidationError({"claimant": _("这个人不在这件里。")})
        CareNote.objects.create(
            application=change.application,
            claimant_id=whose or None,
            kind=kind,
            text=text.strip(),
            added_by=change.actor,
            added_at=change.at,
        )
        change.data["kind"] = kind

    return perform(application, "add_care", write, actor=actor, key=key, at=at)


def end_care(
    application: Application, *, care: int, actor: User, version=None, key="", at: datetime | None = None
) -> Application:
    """不用再留意了: the note stays in the record, and stands on no page any more."""

    def write(change: Change) -> None:
        if not change.application.care_notes.filter(pk=care, ended_at=None).update(ended_at=change.at):
            raise ValidationError({"care": _("这一条已经不用了。")})
        change.data["care"] = care

    return perform(application, "end_care", write, actor=actor, key=key, at=at)
