"""先行援助: asked for with the application or later, decided by a person, papers afterwards by a day.

Source: 《法律援助法》第四十四条, in force 2022-01-01, read 2026-11-21. The agency sets the day for the papers
(LocalPaperDays, else settings.AID_FIRST_AID_PAPER_DAYS, or an officer's own). Nothing ends by itself when they do not come.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from aid import approval, local, sla
from aid.acts import By
from aid.choices import Ground
from aid.clock_rules import Kind
from aid.models import Application, Claimant, Event, FirstAid
from aid.services import approve, clocks, first_aid_notice
from aid.services.perform import Change, perform
from foundation.accounts.models import User

State = FirstAid.State
LATEST = timedelta(days=365)
# Ended, and examined anew because the bureau ordered so.
_NOT_GIVEN = ("", State.REFUSED, State.ENDED)


@dataclass(frozen=True)
class Urgency:
    """What cannot wait: `deadline` is the last day for it, when one is known."""

    ground: str
    deadline: date | None = None
    words: str = ""


def take(application: Application, urgency: Urgency | None, *, actor: User | None, at: datetime) -> None:
    """In the transaction that makes the application: what cannot wait, or a limitation that ends within days, is a request."""
    near = sla.near_limit(application.limitation_on, sla.local_day(at))
    if urgency is None and near and not near.is_over:
        urgency = Urgency(Ground.LIMITATION, near.ends)
    if urgency is None:
        return
    by = By.STAFF if actor else By.APPLICANT
    chain = _write_down(application, urgency, by, at)
    application.save(update_fields=["first_aid_waits"])
    first_aid_notice.tell(application)
    Event.objects.create(
        application=application,
        action="ask_first_aid",
        before=application.status,
        after=application.status,
        by=by,
        actor=actor,
        at=at,
        data={**_data(urgency), **chain},
    )


def _write_down(application: Application, urgency: Urgency, by: str, at: datetime) -> dict:
    """Asked by an officer it is proposed by it; the person's own request an officer looks at first.

    Returns what the event says of the chain.
    """
    aid, _is_new = FirstAid.objects.update_or_create(
        application=application,
        defaults={
            "state": State.ASKED,
            "ground": urgency.ground,
            "deadline": urgency.deadline,
            "words": urgency.words.strip()[:1000],
            "asked_by": by,
            "asked_at": at,
            "text": "",
            "next_yes": "",
            "yes_after": [],
            "yes_by": [],
        },
    )
    application.first_aid = aid
    application.first_aid_waits = True
    return _propose(application, aid, sla.local_day(at)) if by == By.STAFF else {}


def _propose(application: Application, aid: FirstAid, day: date) -> dict:
    chain = approve.begin(application, aid, approval.Of.FIRST_AID, day)
    aid.save(update_fields=["next_yes", "yes_after", "yes_by"])
    return chain


def _data(urgency: Urgency) -> dict:
    return {
        "ground": str(urgency.ground),
        "deadline": urgency.deadline.isoformat() if urgency.deadline else "",
    }


def ask(
    application: Application,
    *,
    ground: str,
    deadline: date | None = None,
    words: str = "",
    person: Claimant | None = None,
    actor: User | None = None,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """申请先行援助, when it turns out later that something cannot wait. ValidationError when it was granted before.

    `person`: the worker who asks, who speaks for all; PermissionDenied for another.
    """
    urgency = Urgency(ground, deadline, words)

    def write(change: Change) -> None:
        if person and not (person.takes_part and change.application.speaks_for_all(person)):
            raise PermissionDenied
        if _state(change.application) not in _NOT_GIVEN:
            raise ValidationError(_("已经提过先行援助。"))
        chain = _write_down(change.application, urgency, change.by, change.at)
        first_aid_notice.tell(change.application)
        change.data.update(_data(urgency), **chain)

    return perform(
        application, "ask_first_aid", write, actor=actor, version=version, key=key, note=words, at=at
    )


def propose(
    application: Application,
    *,
    note: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """提议先行援助: an officer has looked at what the person asked for. ValidationError without words, or when it is proposed."""
    if not note.strip():
        raise ValidationError({"note": _("写清楚看过什么、为什么该先行。")})

    def write(change: Change) -> None:
        _must_be(change, State.ASKED)
        aid = FirstAid.objects.get(application=change.application)
        if aid.next_yes:
            raise ValidationError(_("已经有人提议了，等审批人决定。"))
        change.data.update(_propose(change.application, aid, change.today))

    return _perform(application, "propose_first_aid", write, actor, version, key, note, at)


def grant(
    application: Application,
    *,
    ground: str,
    deadline: date | None = None,
    papers_due_on: date | None = None,
    text: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """先行提供援助: a case is opened at once, the papers come by a day; the review goes on.

    `papers_due_on`: a date after today, by default the agency's own number of days. ValidationError for one that is
    past or a year away, and when it was decided before.
    """

    def write(change: Change) -> None:
        app = change.application
        if _state(app) != State.ASKED:
            raise ValidationError(_("没有等决定的先行援助：先提议，或者已经决定过了。"))
        approve.note_alone(change)
        if papers_due_on and not change.today < papers_due_on <= change.today + LATEST:
            raise ValidationError({"papers_due_on": _("最晚日期要在今天以后，一年以内。")})
        days = None if papers_due_on else local.paper_days(app.office.region_code, change.today)
        clock = clocks.start(app, Kind.FIRST_AID, granted_on=change.today, chosen=papers_due_on, days=days)
        clocks.start(app, Kind.ASSIGN, granted_on=change.today)
        _decide(
            change, State.GRANTED, ground=ground, deadline=deadline, papers_due_on=clock.due_on, text=text
        )
        change.data.update(_data(Urgency(ground, deadline)), due_on=clock.due_on.isoformat())

    return _perform(application, "grant_first_aid", write, actor, version, key, text, at)


def refuse(
    application: Application,
    *,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """不先行: the application is reviewed like any other. ValidationError without a reason, or when none was asked."""
    if not text.strip():
        raise ValidationError({"text": _("写清楚为什么不先行。")})

    def write(change: Change) -> None:
        _must_be(change, State.ASKED)
        _decide(change, State.REFUSED, text=text)

    return _perform(application, "refuse_first_aid", write, actor, version, key, text, at)


def settle(
    application: Application,
    *,
    note: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """先行援助的材料补齐了: nothing is due of the person any more."""

    def write(change: Change) -> None:
        _must_be(change, State.GRANTED)
        _update(change, state=State.SETTLED)
        clocks.meet(change.application, Kind.FIRST_AID, at=change.at)

    return _perform(application, "first_aid_papers", write, actor, version, key, note, at)


def end(
    application: Application,
    *,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """终止先行援助: the papers did not come, or it turned out that there is no right to aid. A person decides.

    ValidationError without words the person can read.
    """
    if len(text.strip()) < 10:
        raise ValidationError({"text": _("把理由写清楚，至少 10 个字，让当事人看得懂。")})

    def write(change: Change) -> None:
        _must_be(change, State.GRANTED)
        _update(change, state=State.ENDED, text=text.strip())
        clocks.cancel_all(change.application, at=change.at)

    return _perform(application, "end_first_aid", write, actor, version, key, text, at)


def _perform(
    application: Application,
    code: str,
    write: Callable[[Change], None],
    actor: User,
    version: int | None,
    key: str,
    note: str,
    at: datetime | None,
) -> Application:
    return perform(application, code, write, actor=actor, version=version, key=key, note=note, at=at)


def _state(application: Application) -> str:
    found = FirstAid.objects.filter(application=application).values_list("state", flat=True).first()
    return found or ""


def _must_be(change: Change, state: str) -> None:
    if _state(change.application) != state:
        raise ValidationError(_("先行援助的情况已经变了，请看看现在到哪一步。"))


def _decide(change: Change, state: str, **values: object) -> None:
    change.application.first_aid_waits = False
    _update(change, state=state, decided_by=change.actor, decided_at=change.at, **values)


def _update(change: Change, **values: object) -> None:
    aid = FirstAid.objects.get(application=change.application)
    for name, value in values.items():
        setattr(aid, name, value)
    aid.save()
    change.application.first_aid = aid
