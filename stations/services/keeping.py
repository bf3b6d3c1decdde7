"""Keeping true what is said of a station: the check of its facts, and its state as its closures make it."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from stations.keepers import stations_of
from stations.models import Closure, ScheduledVisit, Station


@transaction.atomic
def confirm_facts(station: Station, *, actor, on: date) -> Station:
    """Record that address, phone and hours were checked on the day `on`. Raises PermissionDenied."""
    station = Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    if not stations_of(actor).filter(pk=station.pk).exists():
        raise PermissionDenied
    station.verified_on = on
    station.save(update_fields=["verified_on"])
    log(station, "stations.verify", user=actor, data={"on": on.isoformat()})
    return station


def records_of(station: Station) -> list[tuple[str, int]]:
    """What tells of the work of a station, [(in words, how many)]: a station with any is closed, never deleted."""
    records = (
        (_("印发记录"), station.printings),
        (_("值班"), station.shifts),
        (_("巡回和停靠"), ScheduledVisit.objects.filter(station=station)),
    )
    return [(words, number) for words, rows in records if (number := rows.count())]


def keep_in_step(on: date) -> int:
    """Close what is to be closed on the day `on`, open what is over: `status` follows the closures. Safe to repeat.

    Returns how many changed. A station of which no closure was ever written stays as it is.
    """
    concerned = Station.objects.filter(
        Q(pk__in=Closure.objects.covering(on).values("station"))
        | Q(status=Station.Status.CLOSED_TEMPORARILY, closures__isnull=False)
    )
    return sum(keep_one_in_step(station, on) for station in concerned.distinct())


@transaction.atomic
def keep_one_in_step(station: Station, on: date) -> bool:
    """The same for one; whether it changed. Closed for good stays closed for good."""
    held = Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    if held.status == Station.Status.CLOSED:
        return False
    # Asked of the table: a cluster remembers what its form held.
    closure = Closure.objects.covering(on).filter(station=held.pk).order_by("-first").first()
    if closure:
        state, note = Station.Status.CLOSED_TEMPORARILY, closure.note[:NOTE_LENGTH]
    elif held.is_paused and Closure.objects.filter(station=held.pk).exists():
        state, note = Station.Status.OPEN, ""
    else:
        return False
    if (held.status, held.status_note) == (state, note):
        return False
    held.status, held.status_note = state, note
    held.save(update_fields=["status", "status_note"])
    station.status, station.status_note = state, note
    return True


NOTE_LENGTH = Station._meta.get_field("status_note").max_length
