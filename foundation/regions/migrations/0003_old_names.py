from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regions", "0002_short_name")]

    operations = [
        migrations.AddField(
            model_name="region",
            name="syllables",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=240, verbose_name="拼音（分音节）"
            ),
        ),
        migrations.AddField(
            model_name="region",
            name="successors",
            field=ArrayField(
                models.CharField(max_length=6), blank=True, null=True, verbose_name="现在叫什么（代码）"
            ),
        ),
        migrations.AddField(
            model_name="region",
            name="former_names",
            field=ArrayField(
                models.CharField(max_length=60), blank=True, null=True, verbose_name="以前的名称"
            ),
        ),
    ]
