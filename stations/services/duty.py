"""The roster of a station: who is planned, who swaps with whom, who came, how many they spoke to."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from stations import keepers
from stations.models import DutyShift, DutySwap, Station


@transaction.atomic
def plan(
    station: Station, *, day: date, half: int, lawyer: str, may_show_name: bool = False, actor
) -> DutyShift:
    """Put a lawyer on the roster. Raises PermissionDenied, ValidationError for who is there already."""
    _may_keep(station, actor)
    shift = DutyShift(
        station=station, date=day, half=half, lawyer=lawyer.strip(), may_show_name=may_show_name
    )
    shift.full_clean()
    shift.save()
    log(station, "stations.duty", user=actor, data={"planned": str(shift)})
    return shift


@transaction.atomic
def copy_week(station: Station, *, to: date, actor) -> int:
    """Plan the week of the Monday `to` like the one before: names, halves, consents. Returns how many were added.

    Whoever is planned already stays; attendance and contacts are not copied. Safe to repeat.
    """
    _may_keep(station, actor)
    week = timedelta(days=7)
    before = list(station.shifts.of_week(to - week))
    held = set(station.shifts.of_week(to).values_list("date", "half", "lawyer"))
    wanted = [
        DutyShift(
            station=station,
            date=shift.date + week,
            half=shift.half,
            lawyer=shift.lawyer,
            may_show_name=shift.may_show_name,
        )
        for shift in before
        if (shift.date + week, shift.half, shift.lawyer) not in held
    ]
    DutyShift.objects.bulk_create(wanted, ignore_conflicts=True)
    if wanted:
        log(station, "stations.duty", user=actor, data={"copied": len(wanted), "to": to.isoformat()})
    return len(wanted)


@transaction.atomic
def remove(shift: DutyShift, *, actor) -> None:
    """Take a planned one off. What has been attended stays. Raises PermissionDenied, ValidationError."""
    shift = _held(shift, actor)
    if shift.attendance:
        raise ValidationError(_("已经记了到没到，不能删。"))
    log(shift.station, "stations.duty", user=actor, data={"removed": str(shift)})
    shift.delete()


@transaction.atomic
def swap(
    shift: DutyShift, *, other: DutyShift | None = None, lawyer: str = "", may_show_name: bool = False,
    reason: str = "", actor, at: datetime | None = None,
) -> DutyShift:  # fmt: skip
    """换班: `other` of the same station gives its lawyer and takes this one's, or the office names a `lawyer`.

    A consent goes with the person. Raises PermissionDenied, ValidationError.
    """
    at, lawyer = at or timezone.now(), lawyer.strip()
    if bool(other) == bool(lawyer):
        raise ValidationError(_("选跟哪一班换，或者写谁来顶，只选一样。"))
    shift = _held(shift, actor)
    other = _held(other, actor) if other else None
    if other and (other.station_id != shift.station_id or other.lawyer == shift.lawyer):
        raise ValidationError(_("跟同一个站的另一位律师换。"))
    if shift.attendance or (other and other.attendance):
        raise ValidationError(_("已经记了到没到，不能再换。"))
    if lawyer == shift.lawyer:
        raise ValidationError({"lawyer": _("本来就是这位律师。")})
    gone, came = shift.lawyer, other.lawyer if other else lawyer
    if other:
        other.lawyer, other.may_show_name, shift.may_show_name = (
            gone,
            shift.may_show_name,
            other.may_show_name,
        )
        _save(other, away_from=shift)
        DutySwap.objects.create(
            shift=other, other=shift, before=came, after=gone, reason=reason, actor=actor, at=at
        )
    else:
        shift.may_show_name = may_show_name
    shift.lawyer = came
    _save(shift)
    DutySwap.objects.create(
        shift=shift, other=other, before=gone, after=came, reason=reason, actor=actor, at=at
    )
    return shift


def _save(shift, away_from=None):
    taken = DutyShift.objects.filter(
        ~Q(pk__in=[shift.pk, away_from.pk if away_from else None]),
        station=shift.station_id,
        date=shift.date,
        half=shift.half,
        lawyer=shift.lawyer,
    )
    if taken.exists() or (away_from and (away_from.date, away_from.half) == (shift.date, shift.half)):
        raise ValidationError(_("这位律师这半天已经排上了。"))
    shift.save(update_fields=["lawyer", "may_show_name"])


@transaction.atomic
def attend(
    shift: DutyShift, *, attendance: str, calls: int = 0, visits: int = 0, cards: int = 0, note: str = "", actor,
    on: date | None = None,
) -> DutyShift:  # fmt: skip
    """Who came, to how many they spoke, how many cards they gave. Raises PermissionDenied; ValidationError before the day has come."""
    shift = _held(shift, actor)
    if shift.date > (on or timezone.localdate()):
        raise ValidationError({"attendance": _("这一天还没有到。")})
    if attendance == DutyShift.Attendance.ABSENT and (calls or visits or cards):
        raise ValidationError({"attendance": _("没来的人不会接待。看看是不是记错了。")})
    shift.attendance, shift.note = attendance, note
    shift.calls, shift.visits, shift.cards = calls, visits, cards
    shift.full_clean(exclude=["station"])
    shift.save(update_fields=["attendance", "calls", "visits", "cards", "note"])
    return shift


def _may_keep(station, actor):
    if not actor.has_perm("stations.change_station"):
        raise PermissionDenied
    if not keepers.stations_of(actor).filter(pk=station.pk).exists():
        raise PermissionDenied


def _held(shift, actor):
    _may_keep(shift.station, actor)
    return DutyShift.objects.select_for_update(of=("self",)).select_related("station").get(pk=shift.pk)
