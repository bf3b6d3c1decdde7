"""Rows of several tables in one statement: for a page that reads everything of one row. Lists prefetch.

together.fill(application, "wishes", "evidence")    # application.wishes.all() asks no more
rows = together.read(wishes=wishes, people=people)   # lists of rows, by name
"""

import json
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from foundation.vault.fields import Sealed, SealedFieldMixin


def read(**querysets: models.QuerySet) -> dict[str, list[Any]]:
    """The rows of each, in its order. What was annotated becomes an attribute; nothing may be selected along."""
    parts, arguments = [], []
    for queryset in querysets.values():
        if queryset.query.select_related:
            raise ValueError("Two tables in one row have columns of one name.")
        try:
            sql, some = queryset.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:  # nothing can be among nothing: Django asks no database either
            parts.append("NULL")
            continue
        parts.append(f"(SELECT json_agg(one)::text FROM ({sql}) AS one)")  # noqa: S608 # nosec B608 - Django's own
        arguments += some
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", arguments)  # nosec B608 - as above
        told = cursor.fetchone()
    return {
        name: [_row(queryset.model, one) for one in json.loads(text or "[]", parse_float=Decimal)]
        for (name, queryset), text in zip(querysets.items(), told, strict=True)
    }


def fill(row: models.Model, *names: str) -> None:
    """Read what `row` has many of."""
    for name, rows in read(**{name: getattr(row, name).all() for name in names}).items():
        hang(row, name, rows)


def hang(row: models.Model, name: str, rows: list[Any]) -> None:
    """Give `row` its related rows, as prefetching does."""
    related = getattr(row, name).all()
    related._result_cache, related._prefetch_done = rows, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = related
    back = row._meta.get_field(name).remote_field
    for one in rows:
        back.set_cached_value(one, row)


def _row(model: type[models.Model], told: dict[str, Any]) -> models.Model:
    values = {
        field.attname: _value(field, told.pop(field.column))
        for field in model._meta.concrete_fields
        if field.column in told
    }
    row = model.from_db(connection.alias, list(values), list(values.values()))
    for name, value in told.items():
        setattr(row, name, value)
    return row


def _value(field: models.Field, told: Any) -> Any:
    if told is None or (isinstance(field, models.JSONField) and not isinstance(field, SealedFieldMixin)):
        return told
    if isinstance(field, SealedFieldMixin):
        return Sealed(bytes.fromhex(told.removeprefix("\\x")))
    return field.to_python(told)
