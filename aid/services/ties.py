"""The same claim sent twice: two applications beside each other, or the later one done under the earlier.

Merged, the later keeps its number, its rows and its papers; it waits for nobody, and its person is led to what goes on.
Its limitation and its seven days go on with the earlier one, of which the nearer is shown and met. Undone, it stands where
it stood.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aid.acts import By
from aid.clock_rules import Kind
from aid.models import Application, Claimant, Event, Letter, Tie
from aid.policies import application_policy
from aid.references import parse_reference
from aid.services import clocks, suspend
from aid.services.perform import Change, perform
from aid.status import UNDECIDED, Status


def link(application, *, other, reason, actor, version=None, key="", at=None) -> Application:
    """关联: each says that there is the other, and goes its own way. ValidationError for none that this officer sees."""

    def write(change: Change, second: Application) -> None:
        if _tied(change.application, second):
            raise ValidationError({"other": _("这两件已经关联了。")})
        _tie(change, second, Tie.Kind.LINK, Tie.Kind.LINK)
        _say_there(second, "link_twin", change)

    return _do("link_twin", application, write, other, reason, actor, version, key, at)


def unlink(application, *, other, reason, actor, version=None, key="", at=None) -> Application:
    """不再关联. ValidationError where they are not."""

    def write(change: Change, second: Application) -> None:
        if not _tied(change.application, second).filter(kind=Tie.Kind.LINK).exists():
            raise ValidationError({"other": _("和这个编号没有关联。")})
        _untie(change.application, second, Tie.Kind.LINK, Tie.Kind.LINK)
        change.data["twin"] = second.pk
        _say_there(second, "unlink_twin", change)

    return _do("unlink_twin", application, write, other, reason, actor, version, key, at)


def merge(application, *, other, reason, actor, version=None, key="", at=None) -> Application:
    """并入: the earlier one, `other`, goes on for both.

    ValidationError for another office, for one that is over or came later, for somebody who is not of it, and while
    something of the later one waits for an answer.
    """

    def write(change: Change, second: Application) -> None:
        _may_go_together(change, second)
        people = _who_is_who(change.application, second)
        _tie(change, second, Tie.Kind.INTO, Tie.Kind.HOLDS, people=people, clocks=_rest(change, second))
        _say_there(second, "take_in", change)

    return _do("merge", application, write, other, reason, actor, version, key, at)


def unmerge(application, *, reason, actor, version=None, key="", at=None) -> Application:
    """分开: the later one goes on by itself from where it stood, its clocks as they were."""
    tie = Tie.objects.filter(application=application, kind=Tie.Kind.INTO).first()

    def write(change: Change, second: Application) -> None:
        app = change.application
        held = app.ties.get(kind=Tie.Kind.INTO, other=second)
        app.status = app.events.filter(action="merge").order_by("-number")[0].before
        for pk, stood in held.clocks.items():
            app.deadlines.filter(pk=pk).update(met_at=None, cancelled_at=None, **stood)
        # Filed for the other: this was another claim after all.
        clocks.unfile_there(app, [int(pk) for pk in held.people])
        if _answered_meanwhile(app):
            suspend.end(change)
        _untie(app, second, Tie.Kind.INTO, Tie.Kind.HOLDS)
        clocks.recompute(app, clocks.calendar_around(change.today))
        change.data["twin"] = second.pk
        _say_there(second, "let_go", change)

    second = tie.other if tie else application
    return _do("unmerge", application, write, second, reason, actor, version, key, at)


def _answered_meanwhile(app: Application) -> bool:
    """What stood still for a letter waits for none any more: it was answered while this was done under the other."""
    merged = app.events.filter(action="merge").order_by("-number")[0]
    since = app.events.filter(number__gt=merged.number, data__has_key="letter").values_list(
        "data__letter", flat=True
    )
    stopping = app.letters.filter(suspends=True)
    waiting = stopping.filter(state__in=(Letter.State.SENT, Letter.State.ACKNOWLEDGED))
    return stopping.filter(pk__in=list(since)).exists() and not waiting.exists()


def holder_of(application: Application) -> Tie | None:
    """What a merged application is done under: the tie, with the other; None for one that stands by itself."""
    if application.status != Status.MERGED:
        return None
    return application.ties.select_related("other").filter(kind=Tie.Kind.INTO).first()


def _named(application: Application, number: str, actor: Any) -> Application:
    """The one of that number, where this officer sees it; one answer for what is not there and what is not seen."""
    typed = parse_reference(number) or number.strip().upper()
    found = Application.objects.visible_to(actor).filter(reference=typed[:24]).first()
    if found is None:
        raise ValidationError({"other": _("没有这个编号，或者不在您看得到的机构里。")})
    if found.pk == application.pk:
        raise ValidationError({"other": _("这就是这一件的编号，写另一件的。")})
    return found


@transaction.atomic
def _do(
    code: str,
    application: Application,
    write: Any,
    second: Application | str,
    reason: str,
    actor: Any,
    version: int | None,
    key: str,
    at: datetime | None,
) -> Application:
    """One act on the first, with the second, or the one of that number, locked too: always in the same order, so that two officers never cross."""
    if not application_policy.user_has_permission_for_instance(actor, code, application):
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么。")})
    if isinstance(second, str):
        second = _named(application, second, actor)
    both = Application.objects.select_for_update(of=("self",)).order_by("pk")
    locked = {one.pk: one for one in both.filter(pk__in=(application.pk, second.pk))}
    return perform(
        application,
        code,
        lambda change: write(change, locked[second.pk]),
        actor=actor,
        version=version,
        key=key,
        note=reason,
        at=at,
    )


def _tied(one: Application, other: Application) -> Any:
    return Tie.objects.filter(application=one, other=other)


def _tie(change: Change, second: Application, here: str, there: str, **more: Any) -> None:
    made = {"since": change.at, "made_by": change.actor}
    Tie.objects.create(application=change.application, other=second, kind=here, **made, **more)
    Tie.objects.create(application=second, other=change.application, kind=there, **made)
    change.data["twin"] = second.pk


def _untie(one: Application, other: Application, here: str, there: str) -> None:
    _tied(one, other).filter(kind=here).delete()
    _tied(other, one).filter(kind=there).delete()


def _say_there(second: Application, code: str, change: Change) -> None:
    """The same in the record of the other one, which is locked; what is due there is reckoned anew."""
    clocks.refresh_next_due(second)
    if not change.act.aside:
        second.version += 1
    second.save()
    Event.objects.create(
        application=second,
        action=code,
        before=second.status,
        after=second.status,
        by=By.STAFF,
        actor=change.actor,
        note=change.note,
        data={"twin": change.application.pk},
        at=change.at,
    )


def _may_go_together(change: Change, second: Application) -> None:
    app = change.application
    if second.office_id != app.office_id:
        raise ValidationError({"other": _("那一件不在同一个机构：先转到一个机构，或者只关联。")})
    if not second.is_open:
        raise ValidationError({"other": _("那一件已经办完或者没有在办，不能并进去；可以关联。")})
    if (second.received_on, second.submitted_at, second.pk) > (app.received_on, app.submitted_at, app.pk):
        raise ValidationError({"other": _("那一件是后来交的：打开那一件，把它并到这里来，日子从早的算。")})
    if app.ties.filter(kind=Tie.Kind.HOLDS).exists():
        raise ValidationError(_("有别的申请并在这里，先把它们分开。"))
    if app.wishes.open().exists():
        raise ValidationError(_("当事人在这一件里还有话等着答复，先答复再合并。"))
    if app.offer_due_on or app.first_aid_waits or hasattr(app, "case"):
        raise ValidationError(_("这一件在等别的机构答复，或者在先行援助，不能并走；可以关联。"))


def _who_is_who(app: Application, second: Application) -> dict[str, int]:
    """Who of the later is whom of the earlier. ValidationError when somebody is not of it."""
    found = {}
    for person in app.claimants.taking_part():
        likely = Claimant.objects.taking_part().filter(application=second).twins_of([person])
        same = next((one for one in likely if _is_same(person, one)), None)
        if same is None:
            raise ValidationError(
                {
                    "other": _("第 %(number)d 位不在那一件里：证件、手机和姓名都对不上。先核对，或者只关联。")
                    % {"number": person.position}
                }
            )
        found[str(person.pk)] = same.pk
    return found


def _is_same(one: Claimant, other: Claimant) -> bool:
    """Surely enough for the one's code to open what is the other's: workmates share a phone and an employer."""
    if one.id_index and one.id_index == other.id_index:
        return True
    return (one.phone_index, one.name_index) == (other.phone_index, other.name_index)


def _rest(change: Change, second: Application) -> dict[str, dict]:
    """Nothing is due of the later one by itself any more; what the law counts goes on with the earlier. How they stood."""
    goes_on = {Kind.LIMITATION} | ({Kind.REVIEW} if second.status in UNDECIDED else set())
    stood = {}
    for clock in change.application.deadlines.running().exclude(kind=Kind.LIMITATION):
        stood[str(clock.pk)] = {
            "due_on": clock.due_on.isoformat(),
            "due_at": clock.due_at.isoformat(),
            "paused_days": clock.paused_days,
            "paused_since": clock.paused_since and clock.paused_since.isoformat(),
        }
    change.application.deadlines.running().exclude(kind__in=goes_on).update(cancelled_at=change.at)
    return stood
