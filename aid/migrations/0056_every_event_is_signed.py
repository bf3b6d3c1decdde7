from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0055_sign_events")]

    operations = [
        migrations.AlterField(
            "event", "number", models.PositiveIntegerField(editable=False, verbose_name="第几件")
        ),
        migrations.AlterField(
            "event",
            "prev_hash",
            models.CharField(blank=True, editable=False, max_length=64, verbose_name="上一条摘要"),
        ),
        migrations.AlterField(
            "event", "hash", models.CharField(editable=False, max_length=64, verbose_name="摘要")
        ),
        migrations.AlterField(
            "event", "key_id", models.PositiveSmallIntegerField(editable=False, verbose_name="签名密钥")
        ),
        migrations.AddConstraint(
            "event",
            models.UniqueConstraint(fields=("application", "number"), name="aid_event_number_once"),
        ),
    ]
