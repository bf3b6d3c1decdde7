"""Re-sealing everything under the newest key, each value for its own row: so that an old key can be taken off the ring,
and what was bound to its column alone is bound to its row.
"""

from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import connection, transaction

from foundation.vault import bound, cipher, files
from foundation.vault.errors import VaultError
from foundation.vault.fields import SealedFieldMixin
from foundation.vault.keyring import keyring

BATCH = 500
UNBOUND = "{column} IS NOT NULL AND length({column}) > 1 AND get_byte({column}, 0) <> 2"
# Byte 0 of a value is its version, byte 1 its key.
STALE = "{column} IS NOT NULL AND length({column}) > 1 AND (get_byte({column}, 0) <> 2 OR get_byte({column}, 1) <> {key})"


def sealed_fields() -> Iterator[tuple[type, list]]:
    """Each model with a table and sealed fields of its own, and those fields."""
    for model in apps.get_models(include_auto_created=True):
        fields = [f for f in model._meta.local_concrete_fields if isinstance(f, SealedFieldMixin)]
        if fields and model._meta.managed and not model._meta.proxy:
            yield model, fields


def rotate_rows(
    model,
    fields,
    *,
    report=lambda label, error: None,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> tuple[int, int]:
    """Re-seal what is under an older key, or bound to no row, in batches. Returns (rows re-sealed, values that do not
    open).

    Works on the sealed bytes, past signals and `save`. Safe to repeat and to interrupt: what is done is not touched
    again. Rows locked by somebody else are waited for. `progress` hears after each batch how many rows of how many.
    """
    stale, total = _any(STALE, fields), stale_rows(model, fields)
    done = bad = seen = 0
    last = None  # the last key seen: rows that do not open are passed once, not for ever
    while True:
        with transaction.atomic():
            rows = _batch(model, fields, stale, last)
            for pk, seal_id, *tokens in rows:
                news, errors = {}, []
                for field, token in zip(fields, tokens, strict=True):
                    if token is None or _is_fresh(bytes(token)):
                        continue
                    try:
                        plain = field.unsealed(bytes(token), seal_id.hex)
                    except VaultError as error:
                        errors.append(error)
                        report(f"{model._meta.label} {pk}", error)
                        continue
                    news[field] = cipher.seal(plain, field.sealed_binding, seal_id.hex)
                _write(model, pk, news)
                bad += len(errors)
                done += bool(news)
        seen += len(rows)
        progress(seen, max(seen, total))
        if len(rows) < BATCH:
            return done, bad
        last = rows[-1][0]


def stale_rows(model, fields) -> int:
    """How many rows are under an older key, or bound to nothing."""
    stale = _any(STALE, fields)
    return _ask(f"SELECT count(*) FROM {_quoted(model._meta.db_table)} WHERE {stale}")[0][0]  # noqa: S608 # nosec B608


def settle(model, fields) -> list[str]:
    """Say of those fields of which every value is bound that they are; there the older form opens no more."""
    table = _quoted(model._meta.db_table)
    labels = [
        field.sealed_label
        for field in fields
        if not _ask(f"SELECT 1 FROM {table} WHERE {_any(UNBOUND, [field])} LIMIT 1")  # noqa: S608 # nosec B608
    ]
    for label in labels:
        bound.set_done(label)
    return labels


def unbind(model) -> None:
    """Back to values that are bound to their column alone, for a migration that goes back."""
    fields = [field for field in model._meta.local_concrete_fields if isinstance(field, SealedFieldMixin)]
    last, rows = None, [()]
    while rows:
        rows = _batch(model, fields, "true", last)
        for pk, seal_id, *tokens in rows:
            sealed = [(f, bytes(t)) for f, t in zip(fields, tokens, strict=True) if t is not None]
            news = {
                field: cipher.seal(
                    cipher.unseal(token, field.sealed_binding, seal_id.hex), field.sealed_binding
                )
                for field, token in sealed
                if cipher.is_bound(token)
            }
            _write(model, pk, news)
            last = pk


def _batch(model, fields, condition, last):
    columns = ", ".join(
        _quoted(name) for name in (model._meta.pk.column, "seal_id", *(f.column for f in fields))
    )
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    after = "" if last is None else f"AND {key} > %s"
    return _ask(
        f"SELECT {columns} FROM {table} WHERE ({condition}) {after} "  # noqa: S608 # nosec B608 - names of the models
        f"ORDER BY {key} LIMIT {BATCH} FOR UPDATE",
        [] if last is None else [last],
    )


def _write(model, pk, news):
    if not news:
        return
    columns = ", ".join(f"{_quoted(field.column)} = %s" for field in news)
    table, key = _quoted(model._meta.db_table), _quoted(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {columns} WHERE {key} = %s", [*news.values(), pk])  # noqa: S608 # nosec B608


def _any(condition, fields):
    key = keyring().current_id
    return " OR ".join(f"({condition.format(column=_quoted(field.column), key=key)})" for field in fields)


def _is_fresh(token):
    return cipher.is_bound(token) and cipher.key_id_of(token) == keyring().current_id


def _ask(statement, values=()):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _quoted(name):
    return connection.ops.quote_name(name)


def rotate_files(*, report=lambda label, error: None) -> tuple[int, int]:
    """Renew all sealed files. Returns (files re-sealed, files that do not open)."""
    done = bad = 0
    for name in files.all_names():
        if name.endswith(".part"):
            files.delete_sealed(name)  # left by an interrupted run; the original is whole
            continue
        try:
            done += files.renew(name)
        except VaultError as error:
            bad += 1
            report(name, error)
    return done, bad
