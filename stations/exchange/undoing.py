"""An import undone: what it brought goes, what it changed comes back, what somebody has touched since stays."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from stations import keepers
from stations.exchange import plan, shape
from stations.exchange.plan import UNWATCHED
from stations.exchange.services import (
    batches,
    hand_on,
    locked,
    tell,
    unheard_delete,
    update,
    write_hours,
)
from stations.models import ImportedRow, OpeningHours, Station, StationImport

State, Outcome = StationImport.State, ImportedRow.Outcome


@transaction.atomic
def undo_later(kept: StationImport, *, actor) -> StationImport:
    """A long one waits for the worker, which calls `undo`. Raises PermissionDenied, Overtaken."""
    kept = locked(kept, State.DONE)
    _permit(kept, actor)
    return hand_on(kept, State.UNDOING)


@transaction.atomic
def undo(kept: StationImport, *, actor, at: datetime, progress=UNWATCHED) -> int:
    """Bring back what was before. Stations that somebody has changed since stay, and their rows say so.

    Returns how many stayed. Raises PermissionDenied, Overtaken.
    """
    kept = locked(kept, State.DONE, State.UNDOING)
    _permit(kept, actor)
    rows = list(kept.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]))
    stations = keepers.stations_of(actor).select_for_update(of=("self",))
    stations = stations.filter(code__in=[row.code for row in rows]).select_related(
        "region", "office", "parent"
    )
    found = {station.code: station for station in stations.prefetch_related("opening_hours")}
    used = _used(
        [found[row.code].pk for row in rows if row.outcome == Outcome.NEW and row.code in found], found
    )
    back, gone = [], []
    for row in progress.over(rows, 40):
        station = found.get(row.code)
        row.kept_back = _why_kept(row, station, used)
        if not row.kept_back:
            (gone if row.outcome == Outcome.NEW else back).append((row, station))
    _take_away(kept, [station for _row, station in gone], actor, at)
    _bring_back(kept, back, actor, at, progress)
    kept_rows = [row for row in rows if row.kept_back]
    for batch in progress.over(batches(kept_rows), 100):
        ImportedRow.objects.bulk_update(batch, ["kept_back"])
    kept.state, kept.undone_at = State.UNDONE, at
    kept.save(update_fields=["state", "undone_at"])
    log(kept, "stations.import_undo", user=actor, data={"kept_back": len(kept_rows)})
    return len(kept_rows)


def _permit(kept, actor):
    if not StationImport.objects.visible_to(actor).filter(pk=kept.pk).exists():
        raise PermissionDenied


def _used(keys, codes):
    """Those of the stations `keys` with which something else was done: a shift, a stop, a print, a station below that
    is none of `codes`."""
    used = set()
    for relation in Station._meta.related_objects:
        if relation.related_model is not OpeningHours:
            name = relation.field.name
            pointing = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
            if relation.related_model is Station:
                pointing = pointing.exclude(code__in=codes)
            used.update(pointing.values_list(name, flat=True))
    return used


def _why_kept(row, station, used):
    if station is None:
        return _("这个站已经不在了，或者归了别的机构。")
    now = shape.written(station)
    changed = [name for name, text in row.after.items() if now[name] != text]
    if changed:
        words = "、".join(shape.headings()[name] for name in changed)
        return _("导入以后有人改过：%(what)s。") % {"what": words}
    if row.outcome == Outcome.NEW and station.verified_on:
        return _("导入以后有人核对过。")
    if station.pk in used:
        return _("导入以后这个站已经用上了（值班、停开、巡回、印发、有人说不对，或者是别的站的上级）。")
    return ""


def _bring_back(kept, back, actor, at, progress):
    """Through the same reader by which it came."""
    if not back:
        return
    restored = plan.restored([(station, row.before) for row, station in back])
    update([station for station, _hours in restored], {name for row, _station in back for name in row.before})
    write_hours(
        [pair for pair, (row, _s) in zip(restored, back, strict=True) if "hours" in row.before], progress
    )
    said = [(station, {"changed": sorted(row.before)}) for row, station in back]
    tell(said, kept, "stations.import_undo", actor, at)


def _take_away(kept, stations, actor, at):
    """None of them has anything but its hours: `_used`. Those below come first, though they name no other."""
    if not stations:
        return
    keys = [station.pk for station in stations]
    tell([(station, {}) for station in stations], kept, "wagtail.delete", actor, at, is_deleted=True)
    Station.objects.filter(parent__in=keys).update(parent=None)
    unheard_delete(OpeningHours.objects.filter(station__in=keys))
    kind = ContentType.objects.get_for_model(Station)
    ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=map(str, keys)).delete()
    unheard_delete(Station.objects.filter(pk__in=keys))
