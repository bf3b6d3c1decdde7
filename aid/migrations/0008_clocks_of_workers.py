import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A clock may be that of one worker, and may be started again beside the first; two series of numbers."""

    dependencies = [("aid", "0007_decisions_leave_the_application")]
    operations = [
        migrations.RemoveConstraint("deadline", "deadline_kind_once"),
        migrations.RemoveConstraint("numberseries", "number_series_once"),
        migrations.AddField(
            "application",
            "limitation_on",
            models.DateField(blank=True, null=True, verbose_name="最近的时效"),
        ),
        migrations.AddField(
            "deadline",
            "claimant",
            models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="deadlines", to="aid.claimant", verbose_name="谁的"),
        ),
        migrations.AddField(
            "numberseries",
            "series",
            models.CharField(choices=[("case", "案号"), ("decision", "决定书")], default="case", max_length=10, verbose_name="哪一种号"),
        ),
    ]
