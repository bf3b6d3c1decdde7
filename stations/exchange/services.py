"""Writes of an import: read in, checked, taken over. Each in one transaction; nothing half. undoing.py is the way back."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from foundation.content import kept as kept_values
from foundation.content.searchable import many_changed
from stations.exchange import plan
from stations.exchange.plan import UNWATCHED
from stations.models import ImportedRow, ImportProgress, OpeningHours, Station, StationImport

State, Outcome = StationImport.State, ImportedRow.Outcome
BATCH = 500
POINT = {"lat", "lng", "datum", "entered_lat", "entered_lng"}
LONG = 500  # rows: more than these are for the worker


class Overtaken(Exception):
    """Something changed since; says what, in words."""


class NotNow(Overtaken):
    """Somebody else has taken this step, or another, in the meantime."""


def read_in(table: list, notes: list[str], *, file_name: str, user, office) -> StationImport:
    """Keep a table ([[line, cells], …], headings first) that is to be checked. Raises NoTable."""
    _names, more = plan.columns_of(table[0][1] if table else [])
    kept = StationImport.objects.create(
        made_by=user, office=office, file_name=file_name[-120:], table=table, notes=[*notes, *more]
    )
    log(kept, "stations.import_read", user=user, data={"rows": len(table) - 1})
    return kept


@transaction.atomic
def check(kept: StationImport, *, swaps: bool | None = None, progress=UNWATCHED) -> StationImport:
    """Say of each row what it comes to now. Nothing of a station is written."""
    kept = locked(kept, State.CHECKING, State.CHECKED)
    kept.swaps = kept.swaps if swaps is None else swaps
    lines = plan.make(kept.table, kept.made_by, kept.office, swap=kept.swaps, progress=progress)
    kept.rows.all().delete()
    for batch in progress.over(batches([_row_of(kept, line) for line in lines]), 100):
        ImportedRow.objects.bulk_create(batch)
    kept.state = State.CHECKED
    kept.save(update_fields=["state", "swaps"])
    return kept


@transaction.atomic
def check_later(kept: StationImport, *, swaps: bool | None = None) -> StationImport:
    """A long file waits for the worker, which calls `check`."""
    kept = locked(kept, State.CHECKING, State.CHECKED)
    kept.swaps = kept.swaps if swaps is None else swaps
    kept.save(update_fields=["swaps"])
    return hand_on(kept, State.CHECKING)


@transaction.atomic
def begin(kept: StationImport, *, actor) -> StationImport:
    """Somebody has looked at every row and wants it. Raises PermissionDenied, Overtaken."""
    kept = locked(kept, State.CHECKED)
    if actor != kept.made_by:
        raise PermissionDenied
    return hand_on(kept, State.WRITING)


def write(kept: StationImport, *, at: datetime, progress=UNWATCHED) -> StationImport:
    """Take over what was looked at. Raises Overtaken when it would come to something else now."""
    try:
        with transaction.atomic():
            kept = locked(kept, State.WRITING)
            seen = [_said(row) for row in kept.rows.all()]
            codes = [code for code, *_rest in seen]
            list(Station.objects.select_for_update(of=("self",)).filter(code__in=codes).order_by("pk"))
            lines = plan.make(kept.table, kept.made_by, kept.office, swap=kept.swaps, progress=progress)
            if [_said(line) for line in lines] != seen:
                raise Overtaken(_("您看过以后，有的站又改了。下面是现在的样子，请再看一遍。"))
            _take_over(kept, lines, at, progress)
            kept.state, kept.done_at = State.DONE, at
            kept.save(update_fields=["state", "done_at"])
    except NotNow:
        raise
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


def hand_on(kept: StationImport, state: str) -> StationImport:
    """It is at work from now on. In the transaction that asks the worker."""
    kept.state = state
    kept.save(update_fields=["state"])
    ImportProgress.objects.update_or_create(
        station_import=kept, defaults={"percent": 0, "at": timezone.now()}
    )
    return kept


BEFORE = {State.CHECKING: State.CHECKED, State.WRITING: State.CHECKED, State.UNDOING: State.DONE}


@transaction.atomic
def give_up(kept: StationImport, state: str) -> None:
    """The step `state` failed for a reason that nobody foresaw. Nothing of it was written; it can be taken again."""
    kept = locked(kept, state)
    kept.state = BEFORE[state]
    kept.save(update_fields=["state"])
    note(kept, _("后台办的时候出了错，什么都没有写。可以再试一次；还不行，请告诉管系统的人。"))


def locked(kept: StationImport, *states: str) -> StationImport:
    """Held to the end of the transaction. Raises NotNow when it stands elsewhere."""
    kept = (
        StationImport.objects.select_for_update(of=("self",))
        .select_related("made_by", "office")
        .get(pk=kept.pk)
    )
    if kept.state not in states:
        raise NotNow(_("这个文件%(state)s，不能再做这一步。") % {"state": kept.get_state_display()})
    return kept


def batches(rows: list) -> list[list]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def _row_of(kept, line):
    name = line.station.name if line.station else ""
    return ImportedRow(
        station_import=kept, line=line.number, code=line.code[:200], name=name[:200], outcome=line.outcome,
        before=line.before, after=line.after, errors=line.errors, doubts=line.doubts,
    )  # fmt: skip


def _said(row):
    """What was looked at, of a `Line` or an `ImportedRow`."""
    return row.code[:200], str(row.outcome), row.before, row.after


def _take_over(kept, lines, at, progress):
    new = [line for line in lines if line.outcome == Outcome.NEW]
    changed = [line for line in lines if line.outcome == Outcome.CHANGED]
    above = [[line.station for line in new if line.station.level == level] for level in Station.Level.values]
    # From the top: a parent is there before those that name it.
    for batch in progress.over([batch for stations in above for batch in batches(stations)], 65):
        Station.objects.bulk_create(batch)
    update([line.station for line in changed], {name for line in changed for name in line.after})
    write_hours([(line.station, line.hours) for line in [*new, *changed] if "hours" in line.after], progress)
    tell(
        [(line.station, {"changed": sorted(line.after)}) for line in [*new, *changed]],
        kept,
        "stations.import",
        kept.made_by,
        at,
    )


def update(stations, names) -> None:
    """Of stations that are there. Named by their code, in one statement a batch; bulk_update takes ten times as long."""
    fields = sorted(names - {"hours"} | (POINT if POINT & names else set()) | {"changed_at"})
    for batch in batches(stations):
        Station.objects.bulk_create(
            batch, update_conflicts=True, update_fields=fields, unique_fields=["code"]
        )


def write_hours(pairs, progress=UNWATCHED) -> None:
    """In the place of those that the stations had. Without signals, as all that is written in bulk; `tell` follows."""
    unheard_delete(OpeningHours.objects.filter(station__in=[station.pk for station, _hours in pairs]))
    rows = [
        OpeningHours(station=station, weekday=span.weekday, opens=span.opens, closes=span.closes)
        for station, hours in pairs
        for span in hours
    ]
    for batch in progress.over(batches(rows), 90):
        OpeningHours.objects.bulk_create(batch)


def unheard_delete(rows) -> None:
    """One statement. A row that something else points at is an IntegrityError at the end of the transaction."""
    rows._raw_delete(rows.db)


def tell(pairs, kept, action, actor, at, *, is_deleted=False) -> None:
    """The history of each station, and whoever keeps something that rests on stations."""
    kind = ContentType.objects.get_for_model(Station)
    entries = [
        ModelLogEntry(
            content_type=kind, object_id=str(station.pk), label=str(station), action=action, user=actor, timestamp=at,
            content_changed=not is_deleted, deleted=is_deleted, data={"import": kept.pk, "file": kept.file_name, **data},
        )
        for station, data in pairs
    ]  # fmt: skip
    ModelLogEntry.objects.bulk_create(entries, batch_size=BATCH)
    keys = [station.pk for station, _data in pairs]
    transaction.on_commit(kept_values.renew)
    transaction.on_commit(lambda: many_changed.send(Station, keys=keys), robust=True)
