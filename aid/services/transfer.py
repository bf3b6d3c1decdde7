"""From one office to another. The number stays, every clock goes on."""

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import routing
from aid.models import Application, Tie
from aid.services import clocks
from aid.services.perform import Change, perform
from aid.visibility import WayIn
from foundation.accounts import scope
from foundation.accounts.models import Office, Role, User

ANSWER_IN, LONGEST = timedelta(days=3), timedelta(days=31)
GONE = gettext_lazy("没有在等答复的转接，请看看现在到哪一步。")


def agencies(but: Office) -> QuerySet[Office]:
    """Where an application can go from `but`: agencies at which somebody works."""
    return Office.objects.staffed().filter(kind=Office.Kind.AGENCY).exclude(pk=but.pk)


def _agency(office: Office, *, but: Office) -> Office:
    """As it is now. ValidationError where nobody works, and for the one that has it."""
    found = agencies(but).filter(pk=office.pk).first()
    if found is None:
        raise ValidationError({"office": _("那里没有人受理，或者就是现在的机构。")})
    return found


def reroute(
    application: Application,
    *,
    office: Office,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """改派到别的机构: by who supervises both, at once. ValidationError for an office elsewhere or without anybody."""
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么改派。")})

    def write(change: Change) -> None:
        found = _agency(office, but=change.application.office)
        held = scope.of(change.actor)
        if not held.everything and Role.SUPERVISOR not in held.roles_at(found.path):
            raise ValidationError({"office": _("只能交给您督导的机构。")})
        move(change, found, routing.BY_HAND)

    return perform(application, "reroute", write, actor=actor, version=version, key=key, note=reason, at=at)


def offer(
    application: Application,
    *,
    reason: str,
    office: Office | None = None,
    to: str = "",
    due_on: date | None = None,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """转给别的机构: an agency of ours (`office`) or a body outside (`to`) is asked; until it answers nothing changes hands.

    `due_on`: by when it answers, in three days unless said. ValidationError for both or neither, an office at which
    nobody works, a day that is past or a month away, and while another offer is open.
    """
    to, reason = to.strip()[:120], reason.strip()
    if (office is None) == (not to):
        raise ValidationError({"to": _("选一个机构，或者写外面机构的名字，两样里填一样。")})
    if not reason:
        raise ValidationError({"reason": _("写清楚为什么转。")})

    def write(change: Change) -> None:
        app, last = change.application, due_on or change.today + ANSWER_IN
        if app.offer_due_on:
            raise ValidationError(_("已经在问%(body)s，先收回来再问别的。") % {"body": app.referred_to})
        if office:
            _agency(office, but=app.office)
        if not change.today <= last <= change.today + LONGEST:
            raise ValidationError({"due_on": _("最晚日期从今天起，一个月以内。")})
        app.offered_to, app.offer_due_on, app.referred_to = office, last, office.name if office else to
        change.data.update(to=app.referred_to, due_on=last.isoformat())
        if office:
            change.data["office"] = office.pk

    return perform(application, "refer_out", write, actor=actor, version=version, key=key, note=reason, at=at)


def accept(
    application: Application,
    *,
    note: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """接收: the asked office has it from now on, as it stands."""

    def write(change: Change) -> None:
        move(change, _asked(change, inside=True), routing.BY_HAND)

    return perform(
        application, "accept_transfer", write, actor=actor, version=version, key=key, note=note, at=at
    )


def decline(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """不接: back to the list of who asked. ValidationError without a reason."""
    return _give_up("decline_transfer", application, reason, actor, version, key, at)


def recall(
    application: Application,
    *,
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """收回: by who asked, also where a body outside declined. ValidationError without a reason."""
    return _give_up("recall_transfer", application, reason, actor, version, key, at)


def end(
    application: Application,
    *,
    ack: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """外面的机构接收了: here it ends; the person's limitation goes on. `ack`: who there took it, and how they said so."""
    if not ack.strip():
        raise ValidationError({"ack": _("写清楚对方谁接的、怎么说的。")})

    def write(change: Change) -> None:
        _asked(change, inside=False)
        change.data["to"] = change.application.referred_to
        _close(change.application, keep_name=True)
        clocks.cancel_all(change.application, at=change.at)

    return perform(application, "end_transfer", write, actor=actor, version=version, key=key, note=ack, at=at)


def _give_up(
    code: str,
    application: Application,
    reason: str,
    actor: User,
    version: int | None,
    key: str,
    at: datetime | None,
) -> Application:
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么。")})

    def write(change: Change) -> None:
        if not change.application.offer_due_on:
            raise ValidationError(GONE)
        change.data["to"] = change.application.referred_to
        _close(change.application)

    return perform(application, code, write, actor=actor, version=version, key=key, note=reason, at=at)


def _asked(change: Change, *, inside: bool) -> Any:
    """The office that is asked; None of a body outside. ValidationError when it is not asked (any more)."""
    app = change.application
    if not app.offer_due_on or bool(app.offered_to_id) != inside:
        raise ValidationError(GONE)
    return app.offered_to


def _close(application: Application, *, keep_name: bool = False) -> None:
    application.offered_to = application.offer_due_on = None
    if not keep_name:
        application.referred_to = ""


def _rows(user: User) -> Q:
    return scope.of_offices(scope.of(user).paths({Role.RECEPTIONIST}), "offered_to")


def _holds(user: User, application: Application) -> bool:
    to = application.offered_to
    return to is not None and Role.RECEPTIONIST in scope.of(user).roles_at(to.path)


# The reception desk of the office that is asked looks at it, and answers.
BY_OFFER = WayIn(Role.RECEPTIONIST, _rows, _holds, frozenset({"accept_transfer", "decline_transfer"}))


def move(change: Change, office: Office, reason: str) -> None:
    """It is the other office's from now on, in an act that is being done."""
    _close(change.application)
    change.application.reviewer = None  # they name their own
    change.data.update({"from": change.application.office_id, "office": office.pk, "to": office.name})
    change.application.office, change.application.routing_reason = office, reason
    merged = Tie.objects.filter(application=change.application, kind=Tie.Kind.HOLDS).values("other")
    Application.objects.filter(pk__in=merged).update(
        office=office
    )  # what is done under its number goes along
