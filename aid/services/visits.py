"""上门: who goes to whom, where, on which day, in which order; and what became of it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import files, sla
from aid.choices import PaperKind
from aid.models import Application, Claimant, Evidence, VisitTask
from aid.services import word
from aid.services.perform import Change, keep_papers, perform
from foundation.accounts.models import User
from foundation.content.templatetags.content_tags import chinese_date

State = VisitTask.State
LATEST = timedelta(days=92)
MOST_PHOTOS = 10  # of one visit
AHEAD = timedelta(minutes=10)  # by which the clock of a telephone may be fast


def plan_visit(
    application: Application,
    *,
    claimant: Claimant | int,
    officer: User,
    day: date,
    from_time: time | None = None,
    to_time: time | None = None,
    place: str,
    purpose: str,
    note: str = "",
    tells: bool = False,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """安排上门: in that officer's route of the day the last, with a time before the first that has a later one.

    ValidationError for a day that is past or far, for half a window or one that ends before it begins, for who does not
    see the application, and for somebody who is not in it. `tells`: the person is told the day and the hour.
    """
    if purpose not in VisitTask.Purpose.values:
        raise ValidationError({"purpose": _("选一样。")})
    if not place.strip():
        raise ValidationError({"place": _("写去哪里。")})
    _check_window(from_time, to_time)

    def write(change: Change) -> None:
        whose = claimant.pk if isinstance(claimant, Claimant) else claimant
        if not change.application.claimants.taking_part().filter(pk=whose).exists():
            raise ValidationError({"claimant": _("这个人不在这件里，或者退出了。")})
        _check_day(change, day)
        if not Application.objects.visible_to(officer).filter(pk=change.application.pk).exists():
            raise ValidationError({"officer": _("这个人看不到这件申请。")})
        task = VisitTask.objects.create(
            application=change.application,
            claimant_id=whose,
            officer=officer,
            day=day,
            from_time=from_time,
            to_time=to_time,
            position=_make_room(officer, day, from_time),
            place=place.strip(),
            purpose=purpose,
            note=note.strip(),
            planned_by=change.actor,
        )
        change.data.update(visit=task.pk, visit_on=day.isoformat(), window=task.window, purpose=purpose)
        if tells:
            _tell(change, task)

    return perform(application, "plan_visit", write, actor=actor, key=key, at=at)


def replan_visit(
    application: Application,
    *,
    visit: int,
    day: date,
    from_time: time | None = None,
    to_time: time | None = None,
    why: str,
    tells: bool = False,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """上门改日子: to another day or hour, of the same officer, into whose route of that day it comes as if it were new.

    ValidationError as for `plan_visit`, for one that is over, for what it is already, and without a reason.
    """
    if not why.strip():
        raise ValidationError({"why": _("写清楚为什么。")})
    _check_window(from_time, to_time)

    def write(change: Change) -> None:
        task = _planned(change, visit)
        _check_day(change, day)
        if (task.day, task.from_time, task.to_time) == (day, from_time, to_time):
            raise ValidationError({"day": _("本来就是这个时候。")})
        was = {"on": task.day.isoformat(), "window": task.window}
        before = task.day, task.window
        task.position = _make_room(task.officer, day, from_time, apart=task)
        task.day, task.from_time, task.to_time, task.there_at = day, from_time, to_time, None
        task.save(update_fields=["position", "day", "from_time", "to_time", "there_at"])
        change.data.update(visit=task.pk, visit_on=day.isoformat(), window=task.window, visit_was=was)
        if tells:
            _tell(change, task, *before)

    return perform(application, "replan_visit", write, actor=actor, key=key, note=why, at=at)


def _check_day(change: Change, day: date) -> None:
    if not change.today <= day <= change.today + LATEST:
        raise ValidationError({"day": _("选今天到三个月以内的一天。")})


def _check_window(begins: time | None, ends: time | None) -> None:
    if (begins is None) != (ends is None):
        raise ValidationError(
            {"to_time" if ends is None else "from_time": _("两个时间要么都写，要么都不写。")}
        )
    if begins and ends and begins >= ends:
        raise ValidationError({"to_time": _("要比“几点起”晚。")})


def place_in(times: list[time | None], begins: time | None) -> int:
    """Where in a route whose stops begin at `times` one goes that begins at `begins`: before the first later one.

    The order of the day is the officer's own; a time chooses where something new comes in, and moves nothing else.
    """
    if begins is None:
        return len(times)
    return next((n for n, other in enumerate(times) if other and other > begins), len(times))


def _make_room(officer: User, day: date, begins: time | None, apart: VisitTask | None = None) -> int:
    """The position of a new stop of that route; those after it are moved on. `apart`: one that is put in anew."""
    stops = VisitTask.objects.of_day(officer, day).select_for_update()
    route: list[Any] = [one for one in stops if one != apart]
    place = place_in([one.from_time for one in route], begins)
    _number([*route[:place], None, *route[place:]])
    return place + 1


def _number(route: list[Any]) -> None:
    for position, one in enumerate(route, start=1):
        if one:
            one.position = position
    VisitTask.objects.bulk_update(filter(None, route), ["position"])


# What the person reads of it: never why, and not where, which they know.
_TOLD = {
    "plan_visit": gettext_lazy("工作人员%(when)s上门找您：%(purpose)s。那时候不方便，在这里回一句。"),
    "replan_visit": gettext_lazy("上门改到%(when)s；原来说的%(before)s不去了。那时候不方便，在这里回一句。"),
    "cancel_visit": gettext_lazy("原来说的%(before)s上门，不去了。有什么要问的，在这里写。"),
}


def _tell(change: Change, task: VisitTask, day: date | None = None, window: str = "") -> None:
    """Write it to whom it is about. `day`, `window`: what was said before. ValidationError for who takes no part."""
    if not change.application.claimants.taking_part().filter(pk=task.claimant_id).exists():
        raise ValidationError({"tells": _("他不在这件申请里了，告诉不了。")})
    with translation.override(change.application.language):
        said = {
            "when": f"{chinese_date(task.day)}{task.window}",
            "purpose": task.get_purpose_display(),
            "before": f"{chinese_date(day)}{window}",
        }
        word.say(change, task.claimant, _TOLD[change.act.code] % said)
    change.data["says"] = True


def finish_visit(
    application: Application,
    *,
    visit: int,
    outcome: str,
    result: str,
    witness: str = "",
    there_at: datetime | None = None,
    signed: files.Checked | None = None,
    photos: Iterable[files.Checked] = (),
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """上门的结果. `signed`: the checked photo of a signature or a thumb-print; `photos`: of what was seen there. Both are
    kept with the papers. `there_at`: when somebody stood there, where it is written down later; else what `arrive` kept.

    ValidationError for a visit of another application or one that is over, without words, for a signature of
    somebody who was not met, for more than MOST_PHOTOS, and for a time before the visit or to come.
    """
    photos = list(photos)
    if outcome not in (State.DONE, State.MISSED):
        raise ValidationError({"outcome": _("选见到没有。")})
    if not result.strip():
        raise ValidationError({"result": _("写结果怎样。")})
    if outcome == State.MISSED and signed:
        raise ValidationError({"signed": _("没见到人，就没有他的签名、手印。")})
    if len(photos) > MOST_PHOTOS:
        raise ValidationError({"photos": _("一次最多 %(most)d 张照片。") % {"most": MOST_PHOTOS}})

    def write(change: Change) -> None:
        task = _planned(change, visit)
        if task.day > change.today:
            raise ValidationError({"visit": _("还没到那一天。")})
        if there_at and there_at > change.at + AHEAD:
            raise ValidationError({"there_at": _("这个时间还没有到。")})
        if there_at and sla.local_day(there_at) < task.day:
            raise ValidationError({"there_at": _("比定的那一天还早，再看一遍日子。")})
        task.signed = _keep(change, task, signed, photos)
        task.state, task.result, task.witness = outcome, result.strip(), witness.strip()
        task.there_at, task.finished_at = there_at or task.there_at, change.at
        task.save()
        change.data.update(visit=task.pk, outcome=outcome, signed=bool(signed))
        if task.there_at:
            change.data["there_at"] = task.there_at.isoformat()

    return perform(application, "finish_visit", write, actor=actor, key=key, note=result, at=at)


def cancel_visit(
    application: Application,
    *,
    visit: int,
    why: str,
    tells: bool = False,
    actor: User,
    version=None,
    key="",
    at: datetime | None = None,
) -> Application:
    """不上门了, with the reason. `tells`: the person is told that nobody comes, not why."""
    if not why.strip():
        raise ValidationError({"why": _("写清楚为什么。")})

    def write(change: Change) -> None:
        task = _planned(change, visit)
        task.state, task.finished_at = State.CANCELLED, change.at
        task.save(update_fields=["state", "finished_at"])
        change.data["visit"] = task.pk
        if tells:
            _tell(change, task, task.day, task.window)

    return perform(application, "cancel_visit", write, actor=actor, key=key, note=why, at=at)


def _planned(change: Change, visit: int) -> VisitTask:
    task = change.application.visit_tasks.planned().select_for_update().filter(pk=visit).first()
    if task is None:
        raise ValidationError({"visit": _("这一次已经记过结果，或者不去了。")})
    return task


def _keep(change: Change, task: VisitTask, signed, photos) -> Evidence | None:
    """Keep what was signed, which is returned, and the photos. In a group they are of whoever was visited."""
    app = change.application
    there = set(app.evidence.values_list("pk", flat=True))
    papers = [(signed, PaperKind.CONFIRMATION)] if signed else []
    kept = keep_papers(change, [*papers, *((one, PaperKind.SITE_PHOTO) for one in photos)])
    if app.claimants.count() > 1:
        new = [one.pk for one in kept if one.pk not in there]
        Evidence.objects.filter(pk__in=new).update(claimant=task.claimant_id)
    return kept[0] if signed else None


@transaction.atomic
def arrive(task: VisitTask, *, actor: User, at: datetime | None = None) -> None:
    """到了: when somebody stood there, kept until the result is written. Said again, the first time stays.

    Raises PermissionDenied for who does not go; ValidationError on another day, and for one that is over.
    """
    at = at or timezone.now()
    if task.officer_id != actor.pk:
        raise PermissionDenied
    task = VisitTask.objects.select_for_update().get(pk=task.pk)
    if not task.is_planned:
        raise ValidationError(_("这一次已经记过结果，或者不去了。"))
    if task.day != sla.local_day(at):
        raise ValidationError(_("不是今天要去的：填结果的时候写几点到的。"))
    if task.there_at is None:
        task.there_at = at.replace(second=0, microsecond=0)
        task.save(update_fields=["there_at"])


@transaction.atomic
def move(task: VisitTask, up: bool, *, actor: User) -> None:
    """Put a stop of one's own route before the one to go to above it, or after the one below; what is done stays.

    Raises PermissionDenied.
    """
    if task.officer_id != actor.pk:
        raise PermissionDenied
    route: list[Any] = list(VisitTask.objects.of_day(actor, task.day).select_for_update())
    ahead = [place for place, one in enumerate(route) if one.is_planned]
    here = next((n for n, place in enumerate(ahead) if route[place].pk == task.pk), None)
    if here is None:
        return
    other = here - 1 if up else here + 1
    if not 0 <= other < len(ahead):
        return
    one, two = ahead[here], ahead[other]
    route[one], route[two] = route[two], route[one]
    _number(route)
