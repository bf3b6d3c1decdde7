import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stations", "0018_datum_of_a_stop")]

    operations = [
        migrations.CreateModel(
            name="ImportProgress",
            fields=[
                (
                    "station_import",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="progress",
                        serialize=False,
                        to="stations.stationimport",
                        verbose_name="站点导入",
                    ),
                ),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="办了百分之几")),
                ("at", models.DateTimeField(verbose_name="什么时候说的")),
            ],
            options={"verbose_name": "导入的进度", "verbose_name_plural": "导入的进度"},
        ),
    ]
