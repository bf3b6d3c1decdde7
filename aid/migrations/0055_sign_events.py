from datetime import UTC
from itertools import groupby

from django.db import migrations

from foundation.vault import chain

CHUNK = 2000
COVERED = (
    "number",
    "application_id",
    "action",
    "before",
    "after",
    "by",
    "actor_id",
    "actor_label",
    "note",
    "data",
    "key",
    "prev_hash",
)


def sign(apps, schema_editor):
    """The acts of before are signed as they are found: what was changed until then, nobody can tell."""
    events = apps.get_model("aid", "Event").objects
    in_order = events.order_by("application_id", "at", "pk").iterator(chunk_size=CHUNK)
    for _pk, of_one in groupby(in_order, lambda event: event.application_id):
        last = None
        for event in of_one:
            event.covered = lambda event=event: {
                "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
                **{
                    name: getattr(event, name)
                    for name in COVERED
                    if getattr(event, name) not in ("", None, {})
                },
            }
            chain.append(event, last)
            last = event.number, event.hash
            events.filter(pk=event.pk).update(
                number=event.number, prev_hash=event.prev_hash, hash=event.hash, key_id=event.key_id
            )


class Migration(migrations.Migration):
    dependencies = [("aid", "0054_chained_events")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
