import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Of the models alone: the table stays as it is."""

    dependencies = [("stations", "0021_cards_handed_out")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="station",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name=related_name,
                to="stations.station",
                verbose_name="援助站",
            ),
        )
        for model, related_name in (("dutyshift", "shifts"), ("printing", "printings"))
    ]
