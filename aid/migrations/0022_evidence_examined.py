from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0021_evidence_hash")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="examined_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="查毒程序什么时候看过"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("state", "quarantine")), fields=["added_at"], name="evidence_in_quarantine"
            ),
        ),
    ]
