from django.db import migrations, models

STATUSES = [
    ("submitted", "已提交"),
    ("accepted", "已受理，正在审查"),
    ("supplementing", "等补材料"),
    ("reviewing", "已审查，等决定"),
    ("granted", "同意援助"),
    ("refused", "不予援助"),
    ("withdrawn", "已撤回"),
    ("transferred_out", "已转给别的机构"),
]


class Migration(migrations.Migration):
    """Only in name: casework takes the table over as it is. That somebody is named is a status of the case."""

    dependencies = [("aid", "0010_one_running_clock"), ("casework", "0002_fill_cases")]
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Assignment")]),
        migrations.AlterField(
            "application", "status", models.CharField(choices=STATUSES, max_length=20, verbose_name="状态")
        ),
    ]
