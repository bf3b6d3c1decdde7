import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What was taken on tour says on which."""

    dependencies = [
        ('aid', '0050_place_of_any_matter'),
        ('stations', '0011_tours'),
    ]

    operations = [
        migrations.AddField(
            model_name='deskentry',
            name='visit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='stations.scheduledvisit', verbose_name='哪次巡回'),
        ),
    ]
