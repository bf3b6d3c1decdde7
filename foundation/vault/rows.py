"""Rows with sealed fields: each has a random id of its own that its values are bound to."""

import uuid
from contextlib import contextmanager

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from foundation.vault.fields import SealedFieldMixin


def sealed_fields_of(model):
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedFieldMixin)]


class SealedRow(models.Model):
    # Random, and not the key: what is counted up can be guessed, and made to fit. It never changes (a trigger of the
    # migration that adds it), and no two rows have one.
    seal_id = models.UUIDField(
        _("封存编号"), default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )

    class Meta:
        abstract = True

    def _save_table(self, raw=False, *args, **kwargs):
        """A deserialiser saves what the attributes say, past the fields: there they say it sealed."""
        if not raw:
            return super()._save_table(raw, *args, **kwargs)
        with as_sealed([self], sealed_fields_of(type(self))):
            return super()._save_table(raw, *args, **kwargs)


@contextmanager
def as_sealed(rows, fields):
    """For a time the attributes of `rows` are what goes to the database; Django reads them past `pre_save`."""
    plain = [(row, field, row.__dict__[field.attname]) for row in rows for field in fields]
    for row, field, value in plain:
        if (sealed := field.sealed(value, row)) is not None and not hasattr(sealed, "resolve_expression"):
            row.__dict__[field.attname] = Value(sealed, output_field=field)
    try:
        yield
    finally:
        for row, field, value in plain:
            row.__dict__[field.attname] = value
