"""What a migration does that gives rows with sealed fields an id of their own."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models

from foundation.vault import rotation

_KEEP = """
CREATE TRIGGER vault_keep_seal_id BEFORE UPDATE ON {table} FOR EACH ROW
WHEN (OLD.seal_id IS DISTINCT FROM NEW.seal_id) EXECUTE FUNCTION vault_keep_seal_id();
"""


def bind_rows(app_label, *names):
    """Operations for the models of `app_label`: the id, what keeps it as it is, and the way back."""
    for name in names:
        table = f"{app_label}_{name}"
        yield migrations.AddField(
            name,
            "seal_id",
            models.UUIDField(
                "封存编号", db_default=RandomUUID(), default=uuid.uuid4, editable=False, unique=True
            ),
        )
        yield migrations.RunSQL(_KEEP.format(table=table), f"DROP TRIGGER vault_keep_seal_id ON {table}")
        yield migrations.RunPython(migrations.RunPython.noop, _unbind(app_label, name))


def _unbind(app_label, name):
    def back(apps, schema_editor):
        rotation.unbind(apps.get_model(app_label, name))

    return back
