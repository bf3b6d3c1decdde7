import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Stops say where they lie, who goes, what is offered, why they are cancelled."""

    dependencies = [
        ('regions', '0002_short_name'),
        ('stations', '0010_facts_of_a_station'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='scheduledvisit',
            options={'ordering': ['starts_at'], 'verbose_name': '巡回和停靠安排', 'verbose_name_plural': '巡回和停靠安排'},
        ),
        migrations.AddField(
            model_name='scheduledvisit',
            name='cancelled_because',
            field=models.CharField(blank=True, db_default='', help_text='写了就是取消；大家看得到。', max_length=60, verbose_name='取消的原因'),
        ),
        migrations.AddField(
            model_name='scheduledvisit',
            name='changed_at',
            field=models.DateTimeField(auto_now=True, null=True, verbose_name='改动时间'),
        ),
        migrations.AddField(
            model_name='scheduledvisit',
            name='offer',
            field=models.CharField(blank=True, db_default='', help_text='空着就是这个站平时办的。', max_length=100, verbose_name='能办什么'),
        ),
        migrations.AddField(
            model_name='scheduledvisit',
            name='region',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='在哪个区县'),
        ),
        migrations.AddField(
            model_name='scheduledvisit',
            name='staff_names',
            field=models.CharField(blank=True, db_default='', help_text='只在后台看，不公开。', max_length=100, verbose_name='谁去'),
        ),
        migrations.AlterField(
            model_name='scheduledvisit',
            name='place',
            field=models.CharField(help_text='工地、企业、集市的名字和门口。', max_length=100, verbose_name='停在哪里'),
        ),
    ]
