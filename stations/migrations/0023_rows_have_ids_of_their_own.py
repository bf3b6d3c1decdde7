from django.db import migrations

from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):
    dependencies = [("stations", "0022_records_outlive_a_station"), ("vault", "0005_bound_fields")]

    operations = [*bind_rows("stations", "stationreport")]
