import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Dates on which a station is not as its week says."""

    dependencies = [
        ('stations', '0006_hours_across_midnight'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='哪天')),
                ('opens', models.TimeField(blank=True, help_text='全天不开就两个都空着。', null=True, verbose_name='开门')),
                ('closes', models.TimeField(blank=True, help_text='比开门早，就是开到第二天：20:00 开门、02:00 关门。', null=True, verbose_name='关门')),
                ('reason', models.CharField(help_text='给大家看的，比如：集市日、停电检修。', max_length=60, verbose_name='为什么')),
            ],
            options={
                'verbose_name': '特别的日子',
                'verbose_name_plural': '特别的日子',
                'ordering': ['date', 'opens'],
            },
        ),
        migrations.AddField(
            model_name='specialday',
            name='station',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='special_days', to='stations.station', verbose_name='援助站'),
        ),
        migrations.AddConstraint(
            model_name='specialday',
            constraint=models.UniqueConstraint(fields=('station', 'date', 'opens'), name='special_day_once', nulls_distinct=False, violation_error_message='这一天这个时间已经有一条了。'),
        ),
        migrations.AddConstraint(
            model_name='specialday',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes__isnull', True), ('opens__isnull', True)), models.Q(('closes__isnull', False), ('opens__isnull', False)), _connector='OR'), name='special_day_whole', violation_error_message='开门和关门要么都填，要么都不填（全天不开）。'),
        ),
        migrations.AddConstraint(
            model_name='specialday',
            constraint=models.CheckConstraint(condition=models.Q(('opens', models.F('closes')), _negated=True), name='special_day_some', violation_error_message='开门和关门不能是同一个时间。'),
        ),
    ]
