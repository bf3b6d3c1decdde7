from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_append_only")]

    operations = [
        migrations.AddField(
            "accessentry",
            "key_id",
            models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="签名密钥"),
        ),
    ]
