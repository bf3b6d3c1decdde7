from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0020_room_for_notes_about_phones")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="sha256",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=64, verbose_name="原件的指纹（SHA-256）"
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="evidence",
            name="content_type",
            field=models.CharField(max_length=80, verbose_name="识别的类型"),
        ),
    ]
