from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stations", "0020_import_undoing")]

    operations = [
        migrations.AddField(
            model_name="dutyshift",
            name="cards",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name="发了几张联系卡"),
        ),
    ]
