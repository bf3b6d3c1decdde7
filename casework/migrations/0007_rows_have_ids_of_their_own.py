from django.db import migrations

from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_first_aid"), ("vault", "0005_bound_fields")]

    operations = [*bind_rows("casework", "assignment")]
