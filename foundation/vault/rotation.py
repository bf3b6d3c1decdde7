"""Re-sealing everything under the newest key, so that an old one can be taken off the ring."""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, transaction

from foundation.vault import cipher, files
from foundation.vault.errors import VaultError
from foundation.vault.fields import SealedFieldMixin
from foundation.vault.keyring import keyring

BATCH = 500


def sealed_fields() -> Iterator[tuple[type, list]]:
    """Each model with a table and sealed fields of its own, and those fields."""
    for model in apps.get_models(include_auto_created=True):
        fields = [f for f in model._meta.local_concrete_fields if isinstance(f, SealedFieldMixin)]
        if fields and model._meta.managed and not model._meta.proxy:
            yield model, fields


def rotate_field(model, field, *, report=lambda label, error: None) -> tuple[int, int]:
    """Re-seal one column in batches. Returns (rows re-sealed, rows that do not open).

    Works on the sealed bytes, past signals and `save`. Safe to repeat and to interrupt: what is under the
    newest key is not touched again. Rows locked by somebody else are waited for.
    """
    quote = connection.ops.quote_name
    table, column, key = (quote(n) for n in (model._meta.db_table, field.column, model._meta.pk.column))
    # Byte 1 of the value is its key id; rows under the newest key are skipped in the database.
    select = (
        f"SELECT {key}, {column} FROM {table} "  # noqa: S608 # nosec B608 - names come from the models
        f"WHERE {column} IS NOT NULL AND length({column}) > 1 AND get_byte({column}, 1) <> %s "
        "{after} "
        f"ORDER BY {key} LIMIT {BATCH} FOR UPDATE"
    )
    update = f"UPDATE {table} SET {column} = %s WHERE {key} = %s"  # noqa: S608 # nosec B608
    done = bad = 0
    last = None  # the last key seen: rows that do not open are passed once, not for ever
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            after = "" if last is None else f"AND {key} > %s"
            cursor.execute(
                select.format(after=after), [keyring().current_id, *([] if last is None else [last])]
            )
            rows = cursor.fetchall()
            for pk, value in rows:
                try:
                    plain = cipher.unseal(bytes(value), field.sealed_binding)
                except VaultError as error:
                    bad += 1
                    report(f"{model._meta.label} {pk}", error)
                    continue
                cursor.execute(update, [cipher.seal(plain, field.sealed_binding), pk])
                done += 1
        if len(rows) < BATCH:
            return done, bad
        last = rows[-1][0]


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
