from django.db import migrations

from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_by_whose_rules"), ("vault", "0005_bound_fields")]

    operations = [*bind_rows("notices", "message")]
