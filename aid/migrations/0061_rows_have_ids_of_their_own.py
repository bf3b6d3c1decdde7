from django.db import migrations

from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):
    dependencies = [("aid", "0060_clock_to_undo"), ("vault", "0005_bound_fields")]

    operations = [*bind_rows("aid", "application", "arrival", "call", "callback", "claimant", "decision", "deskentry", "draft", "event", "evidence", "firstaid", "group", "wantedpaper", "wish")]
