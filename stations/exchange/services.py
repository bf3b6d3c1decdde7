"""Writes of an import: read in, checked, taken over, undone. Each in one transaction; nothing half."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from foundation.content import kept as kept_values
from foundation.content.searchable import many_changed
from stations import keepers
from stations.exchange import plan, shape
from stations.models import ImportedRow, OpeningHours, Station, StationImport

State, Outcome = StationImport.State, ImportedRow.Outcome
BATCH = 500
POINT = {"lat", "lng", "datum", "entered_lat", "entered_lng"}
LONG = 500  # rows: more than these are for the worker


class Overtaken(Exception):
    """Something changed since; says what, in words."""


def read_in(table: list, notes: list[str], *, file_name: str, user, office) -> StationImport:
    """Keep a table ([[line, cells], …], headings first) that is to be checked. Raises NoTable."""
    _names, more = plan.columns_of(table[0][1] if table else [])
    kept = StationImport.objects.create(
        made_by=user, office=office, file_name=file_name[-120:], table=table, notes=[*notes, *more]
    )
    log(kept, "stations.import_read", user=user, data={"rows": len(table) - 1})
    return kept


@transaction.atomic
def check(kept: StationImport, *, swaps: bool | None = None) -> StationImport:
    """Say of each row what it comes to now. Nothing of a station is written."""
    kept = _locked(kept, State.CHECKING, State.CHECKED)
    kept.swaps = kept.swaps if swaps is None else swaps
    lines = plan.make(kept.table, kept.made_by, kept.office, swap=kept.swaps)
    kept.rows.all().delete()
    ImportedRow.objects.bulk_create([_row_of(kept, line) for line in lines], batch_size=BATCH)
    kept.state = State.CHECKED
    kept.save(update_fields=["state", "swaps"])
    return kept


@transaction.atomic
def check_later(kept: StationImport, *, swaps: bool | None = None) -> StationImport:
    """A long file waits for the worker, which calls `check`."""
    kept = _locked(kept, State.CHECKING, State.CHECKED)
    kept.swaps = kept.swaps if swaps is None else swaps
    kept.state = State.CHECKING
    kept.save(update_fields=["state", "swaps"])
    return kept


@transaction.atomic
def begin(kept: StationImport, *, actor) -> StationImport:
    """Somebody has looked at every row and wants it. Raises PermissionDenied, Overtaken."""
    kept = _locked(kept, State.CHECKED)
    if actor != kept.made_by:
        raise PermissionDenied
    kept.state = State.WRITING
    kept.save(update_fields=["state"])
    return kept


def write(kept: StationImport, *, at: datetime) -> StationImport:
    """Take over what was looked at. Raises Overtaken when it would come to something else now."""
    try:
        with transaction.atomic():
            kept = _locked(kept, State.WRITING)
            codes = [row.code for row in kept.rows.all()]
            list(Station.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("pk"))
            lines = plan.make(kept.table, kept.made_by, kept.office, swap=kept.swaps)
            if [_said(line) for line in lines] != [_said(row) for row in kept.rows.all()]:
                raise Overtaken(_("您看过以后，有的站又改了。下面是现在的样子，请再看一遍。"))
            _take_over(kept, lines, at)
            kept.state, kept.done_at = State.DONE, at
            kept.save(update_fields=["state", "done_at"])
    except (Overtaken, IntegrityError) as error:
        StationImport.objects.filter(pk=kept.pk, state=State.WRITING).update(state=State.CHECKED)
        check(kept)
        if isinstance(error, IntegrityError):
            raise Overtaken(_("有一行和库里的规定冲突，整个文件都没有写。请再核对一遍。")) from error
        raise
    return kept


def note(kept: StationImport, said: str) -> None:
    """What whoever looks at the file must know."""
    kept.refresh_from_db(fields=["notes"])
    kept.notes = [*(one for one in kept.notes if one != said), said]
    kept.save(update_fields=["notes"])


def _locked(kept, *states):
    kept = (
        StationImport.objects.select_for_update(of=("self",))
        .select_related("made_by", "office")
        .get(pk=kept.pk)
    )
    if kept.state not in states:
        raise Overtaken(_("这个文件%(state)s，不能再做这一步。") % {"state": kept.get_state_display()})
    return kept


def _row_of(kept, line):
    name = line.station.name if line.station else ""
    return ImportedRow(
        station_import=kept, line=line.number, code=line.code[:200], name=name[:200], outcome=line.outcome,
        before=line.before, after=line.after, errors=line.errors, doubts=line.doubts,
    )  # fmt: skip


def _said(row):
    """What was looked at, of a `Line` or an `ImportedRow`."""
    return row.code[:200], str(row.outcome), row.before, row.after


def _take_over(kept, lines, at):
    new = [line for line in lines if line.outcome == Outcome.NEW]
    changed = [line for line in lines if line.outcome == Outcome.CHANGED]
    for level in Station.Level.values:  # from the top: a parent is there before those that name it
        Station.objects.bulk_create([line.station for line in new if line.station.level == level], BATCH)
    _update([line.station for line in changed], {name for line in changed for name in line.after})
    _write_hours([(line.station, line.hours) for line in [*new, *changed] if "hours" in line.after])
    _tell(
        [(line.station, {"changed": sorted(line.after)}) for line in [*new, *changed]],
        kept,
        "stations.import",
        at,
    )


def _update(stations, names):
    """Of stations that are there. Named by their code, in one statement a batch; bulk_update takes ten times as long."""
    fields = sorted(names - {"hours"} | (POINT if POINT & names else set()) | {"changed_at"})
    if stations:
        Station.objects.bulk_create(
            stations, BATCH, update_conflicts=True, update_fields=fields, unique_fields=["code"]
        )


def _write_hours(pairs):
    OpeningHours.objects.filter(station__in=[station.pk for station, _hours in pairs]).delete()
    rows = [
        OpeningHours(station=station, weekday=span.weekday, opens=span.opens, closes=span.closes)
        for station, hours in pairs
        for span in hours
    ]
    OpeningHours.objects.bulk_create(rows, batch_size=BATCH)


def _tell(pairs, kept, action, at):
    """The history of each station, and whoever keeps something that rests on stations."""
    kind = ContentType.objects.get_for_model(Station)
    ModelLogEntry.objects.bulk_create(
        [
            ModelLogEntry(
                content_type=kind, object_id=str(station.pk), label=str(station), action=action, user=kept.made_by,
                timestamp=at, content_changed=True, data={"import": kept.pk, "file": kept.file_name, **data},
            )
            for station, data in pairs
        ],
        batch_size=BATCH,
    )  # fmt: skip
    keys = [station.pk for station, _data in pairs]
    transaction.on_commit(kept_values.renew)
    transaction.on_commit(lambda: many_changed.send(Station, keys=keys), robust=True)


@transaction.atomic
def undo(kept: StationImport, *, actor, at: datetime) -> int:
    """Bring back what was before. Stations that somebody has changed since stay, and their rows say so.

    Returns how many stayed. Raises PermissionDenied, Overtaken.
    """
    kept = _locked(kept, State.DONE)
    if not StationImport.objects.visible_to(actor).filter(pk=kept.pk).exists():
        raise PermissionDenied
    rows = list(kept.rows.filter(outcome__in=[Outcome.NEW, Outcome.CHANGED]))
    stations = keepers.stations_of(actor).select_for_update(of=("self",))
    stations = stations.filter(code__in=[row.code for row in rows]).select_related(
        "region", "office", "parent"
    )
    found = {station.code: station for station in stations.prefetch_related("opening_hours")}
    back, gone = [], []
    for row in rows:
        station = found.get(row.code)
        row.kept_back = _why_kept(row, station)
        if not row.kept_back:
            (gone if row.outcome == Outcome.NEW else back).append((row, station))
    _bring_back(kept, actor, back, at)
    _take_away(kept, gone, actor)
    kept_rows = [row for row in rows if row.kept_back]
    ImportedRow.objects.bulk_update(kept_rows, ["kept_back"], batch_size=BATCH)
    kept.state, kept.undone_at = State.UNDONE, at
    kept.save(update_fields=["state", "undone_at"])
    log(kept, "stations.import_undo", user=actor, data={"kept_back": len(kept_rows)})
    return len(kept_rows)


def _why_kept(row, station):
    if station is None:
        return _("这个站已经不在了，或者归了别的机构。")
    now = shape.written(station)
    changed = [name for name, text in row.after.items() if now[name] != text]
    if changed:
        words = "、".join(shape.headings()[name] for name in changed)
        return _("导入以后有人改过：%(what)s。") % {"what": words}
    if row.outcome == Outcome.NEW and station.verified_on:
        return _("导入以后有人核对过。")
    return ""


def _bring_back(kept, actor, back, at):
    """Through the same reader by which it came."""
    if not back:
        return
    restored = plan.restored([(station, row.before) for row, station in back])
    _update(
        [station for station, _hours in restored], {name for row, _station in back for name in row.before}
    )
    _write_hours([pair for pair, (row, _s) in zip(restored, back, strict=True) if "hours" in row.before])
    _tell(
        [(station, {"changed": sorted(row.before)}) for row, station in back],
        kept,
        "stations.import_undo",
        at,
    )


def _take_away(kept, gone, actor):
    for row, station in gone:
        try:
            with transaction.atomic():
                log(station, "wagtail.delete", user=actor, deleted=True, data={"import": kept.pk})
                station.delete()
        except ProtectedError:
            row.kept_back = _("别的内容用着这个站，删不了。")
