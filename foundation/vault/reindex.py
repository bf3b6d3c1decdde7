"""Bringing stored blind indexes in step with how values are read today."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from foundation.vault.index_fields import indexes

BATCH = 500


def indexed_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if indexes(model) and model._meta.managed and not model._meta.proxy:
            yield model


def reindex(model) -> tuple[int, int]:
    """Write the indexes that differ. Returns (rows written, rows with a value that does not open).

    Rows are read in batches without a lock; those that differ are locked and looked at again. Safe to repeat
    and to interrupt.
    """
    fields = indexes(model)
    written = unreadable = 0
    last = None
    while True:
        rows = model._base_manager.order_by("pk")
        rows = list((rows if last is None else rows.filter(pk__gt=last))[:BATCH])
        if not rows:
            return written, unreadable
        last = rows[-1].pk
        unreadable += sum(_is_unreadable(row, fields) for row in rows)
        if stale := [row.pk for row in rows if _changes(row, fields)]:
            written += _write(model, fields, stale)


def _write(model, fields, keys):
    with transaction.atomic():
        held = model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys)
        rows = [row for row in held if _changes(row, fields)]
        for row in rows:
            for field, value in _changes(row, fields):
                setattr(row, field.attname, value)
        # Past the QuerySet of the model, which would refuse.
        model._base_manager.bulk_update(rows, [field.name for field in fields])
    return len(rows)


def _changes(row, fields):
    values = [(field, field.value_for(row)) for field in fields]
    return [(f, value) for f, value in values if value is not None and value != getattr(row, f.attname)]


def _is_unreadable(row, fields):
    return any(row.__dict__.get(f.of) is not None and f.value_for(row) is None for f in fields)
