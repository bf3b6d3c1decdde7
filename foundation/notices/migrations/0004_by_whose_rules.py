from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_recipient_index_fills_itself")]
    operations = [
        migrations.AddField(
            model_name="message",
            name="about",
            field=models.CharField(blank=True, db_default="", default="", max_length=60, verbose_name="给哪一位"),
        ),
        migrations.AddField(
            model_name="message",
            name="is_discreet",
            field=models.BooleanField(db_default=False, default=False, editable=False, verbose_name="不说我们是谁"),
        ),
    ]
