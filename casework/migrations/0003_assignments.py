import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of assignments comes over from aid as it is, by its name alone: no row is copied."""

    dependencies = [
        ("aid", "0011_assignments_move_to_casework"),
        ("casework", "0002_fill_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Assignment",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("assigned_at", models.DateTimeField(verbose_name="指派时间")),
                        ("reason", foundation.vault.fields.EncryptedTextField(binding="aid.Assignment.reason", blank=True, default="", max_length=1000, verbose_name="理由")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        ("application", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to="aid.application", verbose_name="申请")),
                        ("assigned_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="指派员")),
                        ("assignee", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assignments", to=settings.AUTH_USER_MODEL, verbose_name="承办人")),
                    ],
                    options={"verbose_name": "指派", "verbose_name_plural": "指派", "ordering": ["-assigned_at", "-pk"], "db_table": "aid_assignment"},
                ),
                migrations.AddConstraint(
                    "assignment",
                    models.UniqueConstraint(condition=models.Q(("ended_at__isnull", True)), fields=("application",), name="assignment_one_current"),
                ),
            ]
        ),
        migrations.AlterModelTable("assignment", None),
        migrations.AddField(
            "assignment",
            "case",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.case", verbose_name="案件"),
        ),
    ]
