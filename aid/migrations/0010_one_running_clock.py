from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0009_fill_clocks_of_workers")]
    operations = [
        migrations.AddIndex(
            "application",
            models.Index(condition=models.Q(("limitation_on__isnull", False), ("status__in", ["accepted", "granted", "reviewing", "submitted", "supplementing"])), fields=["limitation_on"], name="aid_limitation"),
        ),
        migrations.AddConstraint(
            "deadline",
            models.UniqueConstraint(condition=models.Q(("cancelled_at__isnull", True), ("met_at__isnull", True)), fields=("application", "kind", "claimant"), name="deadline_one_running", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            "numberseries",
            models.UniqueConstraint(fields=("office", "series", "year"), name="number_series_once"),
        ),
    ]
