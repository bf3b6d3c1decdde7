import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The column `application_id` stays for one release without being asked for."""

    dependencies = [("casework", "0004_fill_assignments")]
    operations = [
        migrations.RemoveConstraint("assignment", "assignment_one_current"),
        migrations.AlterField(
            "assignment",
            "case",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="casework.case", verbose_name="案件"),
        ),
        migrations.AddConstraint(
            "assignment",
            models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("case",), name="assignment_one_current"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE casework_assignment ALTER COLUMN application_id DROP NOT NULL;", migrations.RunSQL.noop
                )
            ],
            state_operations=[migrations.RemoveField("assignment", "application")],
        ),
    ]
