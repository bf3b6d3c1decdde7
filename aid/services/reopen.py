"""重新打开: an application that has ended goes on, and which ones may.

The law itself lets come back what was refused or terminated, through an objection (《法律援助法》第四十九条, in force
2022-01-01, read 2026-11-21: aid.services.wishes). The rest is the practice of the offices, no rule of the law:
- withdrawn, by the person or because papers did not come: when the person asks, within the days that the place has set
  (LocalReopenDays, else sla.REOPEN_DAYS). It is asked for anew: the review counts from that day.
- referred out, and the body outside did not take it after all: at any time. It never ceased to be ours, so that the
  days go on as they stood.
- refused, or terminated, and it was our mistake: by a supervisor who decided nothing of it, at any time unless the
  place has set days, and not while an objection waits. Aid that ended for a misconduct comes back by an objection alone.
The limitation of a worker has run all the time.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import local, sla
from aid.clock_rules import Kind
from aid.models import Application, EndReason, Event, FirstAid, Wish
from aid.services import clocks
from aid.services.perform import Change, perform
from aid.status import UNDECIDED, Status
from foundation.accounts.models import User

MISCONDUCT = frozenset({EndReason.FRAUD, EndReason.HID_FACTS, EndReason.ILLEGAL_USE})


def reopen(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """重新打开: of what was withdrawn, or was referred out and not taken there. ValidationError without a reason, and too late."""

    def write(change: Change) -> None:
        app, ended = change.application, _ending(change)
        was_withdrawn = ended.after == Status.WITHDRAWN
        if was_withdrawn:
            _undone_no_more(change)
        _in_time(change, ended)
        if not was_withdrawn:
            app.status = ended.before
            app.referred_to = ""
            clocks.revive(app, cancelled_at=ended.at)
        elif ended.before == Status.SUBMITTED:
            app.status = Status.SUBMITTED
            clocks.start(app, Kind.ACCEPT, submitted_at=change.at)
            clocks.start(app, Kind.REVIEW, received_on=change.today)
        else:
            app.status = Status.ACCEPTED
            clocks.start(app, Kind.REVIEW, received_on=change.today)
        _aid_again(change)

    return _perform(application, "reopen", write, reason, actor, version, key, at)


def mend_refusal(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """不予援助弄错了: examined again, within the days of a review. ValidationError without a reason, too late, while somebody objects."""

    def write(change: Change) -> None:
        _in_time(change, _ending(change))
        _nobody_objects(change)
        clocks.start(change.application, Kind.REVIEW, received_on=change.today)

    return _perform(application, "mend_refusal", write, reason, actor, version, key, at)


def mend_end(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """终止援助弄错了: the aid goes on where it stood. ValidationError as for a refusal, and where a misconduct ended it."""

    def write(change: Change) -> None:
        app, ended = change.application, _ending(change)
        _in_time(change, ended)
        _nobody_objects(change)
        if ended.action == "terminate" and app.terminations.decided().last().reason in MISCONDUCT:
            raise ValidationError(_("因为这种情形终止的，只能由当事人提异议，司法行政部门审查。"))
        app.status = ended.before
        clocks.revive(app, cancelled_at=ended.at)
        if ended.action == "end_first_aid":
            FirstAid.objects.filter(application=app).update(state=FirstAid.State.GRANTED)
        _aid_again(change)

    return _perform(application, "mend_end", write, reason, actor, version, key, at)


def last_day(application: Application) -> date | None:
    """Until which day it may be opened again; None where nothing ends that, or where it has not ended. Prefetch `events`."""
    ended = next((event for event in reversed(application.events.all()) if _ends(event)), None)
    return _last_day(application, ended) if ended and ended.after == application.status else None


def _perform(application, code, write, reason, actor, version, key, at) -> Application:
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么。")})
    return perform(application, code, write, actor=actor, version=version, key=key, note=reason, at=at)


def _ends(event: Event) -> bool:
    return event.before != event.after and event.after in Status.values and event.after not in _GOING_ON


_GOING_ON = UNDECIDED | {Status.GRANTED}


def _ending(change: Change) -> Event:
    """By what it ended."""
    return next(e for e in change.application.events.order_by("-number") if _ends(e))


def _last_day(application: Application, ended: Event) -> date | None:
    day = sla.local_day(ended.at)
    days = local.reopen_days(application.office.region_code, ended.after, day)
    return None if days is None else day + timedelta(days=days)


def _in_time(change: Change, ended: Event) -> None:
    last = _last_day(change.application, ended)
    if last and change.today > last:
        raise ValidationError(
            _("可以重新打开的日子到 %(day)s 为止，已经过了。还要办，请当事人重新申请。")
            % {"day": last.isoformat()}
        )


def _undone_no_more(change: Change) -> None:
    """While it may still be undone, it is: that costs the person nothing."""
    clock = change.application.deadlines.filter(kind=Kind.UNDO).running().first()
    if clock and change.at <= clock.due_at:
        raise ValidationError(_("刚撤回的，用“恢复撤回的申请”，期限没有停过。"))
    clocks.meet(change.application, Kind.UNDO, at=change.at)


def _nobody_objects(change: Change) -> None:
    app = change.application
    if app.wishes.open().filter(kind=Wish.Kind.OBJECTION).exists():
        raise ValidationError(_("有人提了异议，等司法行政部门审查，不在这里改。"))
    clocks.cancel_of_whole(app, Kind.OBJECTION, at=change.at)
    clocks.cancel(app, Kind.SEND_END, at=change.at)


def _aid_again(change: Change) -> None:
    """Aid that had been given goes on: somebody is named within three days, and papers that are still due get their days."""
    app = change.application
    given = FirstAid.objects.filter(application=app, state=FirstAid.State.GRANTED).first()
    if given:
        days = local.paper_days(app.office.region_code, change.today)
        clock = clocks.start(app, Kind.FIRST_AID, granted_on=change.today, days=days)
        given.papers_due_on = clock.due_on
        given.save(update_fields=["papers_due_on"])
    if given or app.status == Status.GRANTED:
        clocks.start(app, Kind.ASSIGN, granted_on=change.today)
