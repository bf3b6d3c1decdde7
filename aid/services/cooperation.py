"""异地协作: a letter asks another agency, of ours or outside, to check, collect, serve or do something along with us.

The review clock stands still for a check of the means alone, and goes on with its answer (aid.services.suspend).
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import files
from aid.clock_rules import Kind as ClockKind
from aid.models import Application, Claimant, Letter
from aid.models.cooperation import ANSWERERS
from aid.paperwork.letters import shared, values
from aid.services import suspend
from aid.services.perform import Change, keep_papers, perform
from aid.services.transfer import agencies
from aid.visibility import WayIn
from foundation.accounts import scope
from foundation.accounts.models import Office, User

__all__ = ["BY_LETTER", "acknowledge", "answer", "ask", "close", "decline", "heard", "shared", "values"]

State, Kind, Share = Letter.State, Letter.Kind, Letter.Share
LONGEST = timedelta(days=92)
GONE = gettext_lazy("这份协作函已经答复过、收回了，请看看现在到哪一步。")


def ask(
    application: Application,
    *,
    kind: str,
    facts: str,
    asked: str,
    due_on: date,
    claimant: Claimant | None = None,
    office: Office | None = None,
    to: str = "",
    shares: Iterable[str] = (),
    suspends: bool = False,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """发协作函: to an agency of ours (`office`) or a body outside (`to`), about one worker, by default the first.

    `shares`: what the other side sees of the person, besides the words. `suspends`: the review clock stands still until it
    is answered; for a check of means alone. ValidationError for both or neither addressee, an office at which nobody
    works, without words, a day that is past or more than three months away.
    """
    to, shares = to.strip()[:120], sorted(set(shares))
    errors: dict[str, str] = {}
    if (office is None) == (not to):
        errors["to"] = _("选一个机构，或者写外面机构的名字，两样里填一样。")
    if kind not in Kind.values:
        errors["kind"] = _("从列出的里面选一个。")
    if set(shares) - set(Share.values):
        errors["shares"] = _("从列出的里面选。")
    if suspends and kind != Kind.CHECK_MEANS:
        errors["suspends"] = _("只有核查经济困难的，审查期限才停。")
    errors |= {
        name: _("写清楚，对方只看得到这里写的。")
        for name, words in (("facts", facts), ("asked", asked))
        if not words.strip()
    }
    if errors:
        raise ValidationError(errors)

    def write(change: Change) -> None:
        app = change.application
        if office and not agencies(app.office).filter(pk=office.pk).exists():
            raise ValidationError({"office": _("那里没有人受理，或者就是现在的机构。")})
        if not change.today < due_on <= change.today + LONGEST:
            raise ValidationError({"due_on": _("最晚日期要在今天以后，三个月以内。")})
        about = claimant or app.claimant
        if about is None or about.application_id != app.pk:
            raise ValidationError({"claimant": _("这里没有这个人。")})
        letter = Letter.objects.create(
            application=app,
            claimant=about,
            kind=kind,
            from_office=app.office,
            to_office=office,
            to=office.name if office else to,
            facts=facts.strip(),
            asked=asked.strip(),
            shares=shares,
            suspends=suspends,
            due_on=due_on,
            sent_at=change.at,
            sent_by=change.actor,
        )
        if suspends:
            _stop(change, letter)
        change.data.update(
            letter=letter.pk, letter_kind=str(kind), asked_of=letter.to, due_on=due_on.isoformat()
        )

    return perform(application, "coop_ask", write, actor=actor, version=version, key=key, note=asked, at=at)


def _stop(change: Change, letter: Letter) -> None:
    """The review clock stands still, until the last of those that stop it is answered."""
    if not change.application.deadlines.running().filter(kind=ClockKind.REVIEW).exists():
        raise ValidationError({"suspends": _("审查已经做完了，没有期限可停。")})
    standing = change.application.suspensions.running().first()
    days = [letter.due_on] + ([standing.clock.due_on] if standing else [])
    suspend.begin(
        change,
        reason=suspend.Reason.AWAY_CHECK,
        waits_for=letter.to,
        due_on=max(days),
        text=letter.asked,
    )


def acknowledge(
    application: Application,
    *,
    letter: Letter,
    note: str = "",
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """收到了，在办: by the office that is asked."""

    def write(change: Change) -> None:
        _take_note(change, _waited_for(change, letter, inside=True))

    return perform(application, "coop_ack", write, actor=actor, version=version, key=key, note=note, at=at)


def answer(
    application: Application,
    *,
    letter: Letter,
    text: str,
    papers: Iterable[tuple[files.Checked, str]] = (),
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """答复: by the office that is asked, with what came of it. The papers go to the application."""
    return _settle(
        "coop_answer", application, letter, State.ANSWERED, text, papers, True, actor, version, key, at
    )


def decline(
    application: Application,
    *,
    letter: Letter,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """办不了: by the office that is asked, in writing, with the reason."""
    return _settle(
        "coop_decline", application, letter, State.DECLINED, text, (), True, actor, version, key, at
    )


def heard(
    application: Application,
    *,
    letter: Letter,
    what: str,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """记下外面机构的回话: `what` is ACKNOWLEDGED, ANSWERED or DECLINED. An office of ours answers for itself."""
    if what == State.ACKNOWLEDGED:

        def write(change: Change) -> None:
            _take_note(change, _waited_for(change, letter, inside=False))

        return perform(
            application, "coop_heard", write, actor=actor, version=version, key=key, note=text, at=at
        )
    if what not in (State.ANSWERED, State.DECLINED):
        raise ValidationError({"what": _("从列出的里面选一个。")})
    return _settle("coop_heard", application, letter, what, text, (), False, actor, version, key, at)


def close(
    application: Application,
    *,
    letter: Letter,
    note: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """看过了，了结: what came was read; or it is not waited for any longer. ValidationError without words for the latter."""

    def write(change: Change) -> None:
        found = change.application.letters.select_for_update(of=("self",)).filter(pk=letter.pk).first()
        if found is None or found.state == State.CLOSED:
            raise ValidationError(GONE)
        if found.is_waited_for and not note.strip():
            raise ValidationError({"note": _("对方还没有答复：写清楚为什么不等了。")})
        found.state = State.CLOSED
        found.save()
        _go_on(change, found)
        change.data.update(letter=found.pk, letter_kind=found.kind, asked_of=found.to)

    return perform(application, "coop_close", write, actor=actor, version=version, key=key, note=note, at=at)


def _waited_for(change: Change, letter: Letter, *, inside: bool) -> Letter:
    """The letter, locked. ValidationError when nobody waits for it any more, or others answer it."""
    found = change.application.letters.select_for_update(of=("self",)).filter(pk=letter.pk).first()
    if found is None or not found.is_waited_for or (found.to_office_id is None) == inside:
        raise ValidationError(GONE)
    if inside and not _answers(change.actor, found):
        raise ValidationError(GONE)
    change.data.update(letter=found.pk, letter_kind=found.kind, asked_of=found.to)
    return found


def _take_note(change: Change, letter: Letter) -> None:
    if letter.state != State.SENT:
        raise ValidationError(_("已经记过收到了。"))
    letter.state, letter.acknowledged_at = State.ACKNOWLEDGED, change.at
    letter.save()


def _settle(
    code: str,
    application: Application,
    letter: Letter,
    state: str,
    text: str,
    papers: Iterable[tuple[files.Checked, str]],
    inside: bool,
    actor: User,
    version: int | None,
    key: str,
    at: datetime | None,
) -> Application:
    if not text.strip():
        raise ValidationError({"text": _("写清楚查到了什么、收到了什么，或者为什么办不了。")})

    def write(change: Change) -> None:
        found = _waited_for(change, letter, inside=inside)
        found.state, found.answer = state, text.strip()
        found.acknowledged_at = found.acknowledged_at or change.at
        found.answered_at, found.answered_by = change.at, change.actor
        found.save()
        keep_papers(change, papers)
        change.data["answered"] = str(state)
        _go_on(change, found)

    return perform(application, code, write, actor=actor, version=version, key=key, note=text, at=at)


def _go_on(change: Change, letter: Letter) -> None:
    """The review clock goes on, when nothing else that stops it waits for an answer."""
    waiting = change.application.letters.filter(suspends=True, state__in=(State.SENT, State.ACKNOWLEDGED))
    if letter.suspends and not waiting.exists():
        suspend.end(change)


def _answers(user: User, letter: Letter) -> bool:
    held = scope.of(user)
    office = letter.to_office
    return held.everything or (office is not None and bool(held.roles_at(office.path) & ANSWERERS))


def _way_in(role: str) -> WayIn:
    def rows(user: User) -> Q:
        return Q(letters__in=Letter.objects.received_by(user).values("pk"))

    def holds(user: User, application: Application) -> bool:
        offices = [one.to_office for one in application.letters.all() if one.to_office_id]
        return any(role in scope.of(user).roles_at(office.path) for office in offices)

    return WayIn(role, rows, holds, frozenset({"coop_ack", "coop_answer", "coop_decline"}), sees=False)


# Who answers letters acts on them, and does not see the application.
BY_LETTER = [_way_in(role) for role in sorted(ANSWERERS)]
