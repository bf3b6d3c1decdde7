"""A visit on a telephone without a network: taken along, given back once, called back (decision 0055)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import sla
from aid.models import Application, VisitCopy, VisitTask
from aid.policies import application_policy
from aid.services.perform import Change, perform
from aid.services.visits import finish_visit
from foundation.accounts.models import User
from foundation.vault.services import record_access

DAYS = 3  # that a copy lasts
Ended = VisitCopy.Ended


class NotOut(Exception):
    """The copy cannot be given back. `state`: returned, revoked, replaced, dropped, expired, done, missed, cancelled."""

    def __init__(self, state: str):
        self.state = state
        super().__init__(state)


def last_day(at: datetime) -> date:
    """The last day of a visit that may be taken along at `at`."""
    return sla.local_day(at) + timedelta(days=DAYS - 1)


@transaction.atomic
def take_all(tasks: Sequence[VisitTask], **by: Any) -> list[VisitCopy]:
    """带走 several at once, all or none, in the order given: as `take`. ValidationError for none as well."""
    if not tasks:
        raise ValidationError(_("先选带走哪几处。"))
    # Locked in one order: two windows that take the same ones wait for each other.
    list(
        VisitTask.objects.select_for_update(of=("self",))
        .filter(pk__in=[task.pk for task in tasks])
        .order_by("pk")
    )
    return [take(task, **by) for task in tasks]


@transaction.atomic
def take(task: VisitTask, *, actor: User, request=None, at: datetime | None = None) -> VisitCopy:
    """带走: from now on a telephone of `actor` has it. One that had it before has it no more.

    Raises PermissionDenied for a visit of somebody else; ValidationError for one that is over, or too far ahead.
    """
    at = at or timezone.now()
    locked = VisitTask.objects.select_for_update(of=("self",)).select_related("application", "claimant")
    task = locked.get(pk=task.pk)
    may = application_policy.user_has_permission_for_instance
    if task.officer_id != actor.pk or not may(actor, "finish_visit", task.application):
        raise PermissionDenied
    if not task.is_planned:
        raise ValidationError(_("“%(place)s”已经记过结果，或者不去了。") % {"place": task.place})
    if task.day > last_day(at):
        raise ValidationError(
            _("“%(place)s”还早：带走的只留 %(days)d 天，去的前两天再带。")
            % {"place": task.place, "days": DAYS}
        )
    task.copies.filter(ended="").update(ended=Ended.REPLACED, ended_at=at)
    copy = VisitCopy.objects.create(
        application=task.application, task=task, officer=actor, taken_at=at, until=at + timedelta(days=DAYS)
    )
    record_access(actor, "aid.take_visit", task.application, f"visit {task.pk}", request)
    return copy


def standing(copy: VisitCopy, at: datetime) -> str:
    """ "out", or why it cannot be given back. Needs the task read along."""
    if copy.ended:
        return copy.ended
    if not copy.task.is_planned:
        return copy.task.state
    return "out" if copy.until > at else "expired"


@transaction.atomic
def give_back(
    copy: VisitCopy,
    *,
    actor: User,
    ticked: frozenset[int] = frozenset(),
    request=None,
    at: datetime | None = None,
    **said: Any,
) -> Application:
    """交回: what was written down there becomes the result of the visit, by `finish_visit`, once.

    A copy that was given back is given back: nothing changes. Raises NotOut, and what `finish_visit` raises.
    """
    at = at or timezone.now()
    application = Application.objects.get(pk=copy.application_id)
    # The application is locked first, as every act does.
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    copy = VisitCopy.objects.select_for_update(of=("self",)).select_related("task").get(pk=copy.pk)
    if copy.officer_id != actor.pk:
        raise PermissionDenied
    if copy.ended == Ended.RETURNED:
        return application
    if (state := standing(copy, at)) != "out":
        raise NotOut(state)
    application.ticked = ticked
    said |= {"visit": copy.task_id, "key": f"copy-{copy.pk}", "actor": actor, "at": at}
    done = finish_visit(application, **said)
    _end(copy, Ended.RETURNED, at)
    record_access(actor, "aid.give_visit_back", done, f"visit {copy.task_id}", request)
    return done


@transaction.atomic
def drop(copy: VisitCopy, *, actor: User, request=None, at: datetime | None = None) -> None:
    """It was deleted from the telephone, and nothing was written. Of one that ended nothing changes."""
    copy = VisitCopy.objects.select_for_update(of=("self",)).select_related("application").get(pk=copy.pk)
    if copy.officer_id != actor.pk:
        raise PermissionDenied
    if not copy.ended:
        _end(copy, Ended.DROPPED, at or timezone.now())
        record_access(actor, "aid.drop_visit_copy", copy.application, f"visit {copy.task_id}", request)


def recall_visit(
    application: Application,
    *,
    visit: int,
    why: str,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """收回: a telephone is lost, or somebody else goes. What comes from it is not taken any more."""
    if not why.strip():
        raise ValidationError({"why": _("写清楚为什么。")})

    def write(change: Change) -> None:
        copies = change.application.visit_copies.out(change.at)
        copy = copies.select_for_update(of=("self",)).filter(task=visit).first()
        if copy is None:
            raise ValidationError({"visit": _("这一次没有带在外面的，或者已经交回了。")})
        _end(copy, Ended.REVOKED, change.at)
        change.data.update(visit=copy.task_id)

    return perform(application, "recall_visit", write, actor=actor, key=key, note=why, at=at)


def _end(copy: VisitCopy, how: str, at: datetime) -> None:
    copy.ended, copy.ended_at = how, at
    copy.save(update_fields=["ended", "ended_at"])
