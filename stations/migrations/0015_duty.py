import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who is on duty on which half day, and who swapped with whom."""

    dependencies = [
        ('stations', '0014_printings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='哪天')),
                ('half', models.PositiveSmallIntegerField(choices=[(1, '上午'), (2, '下午'), (3, '晚上')], verbose_name='哪半天')),
                ('lawyer', models.CharField(max_length=40, verbose_name='律师姓名')),
                ('may_show_name', models.BooleanField(default=False, help_text='没同意的，大家只看到“有律师值班”。', verbose_name='本人同意公开姓名')),
                ('attendance', models.CharField(blank=True, choices=[('came', '到岗'), ('absent', '没来'), ('left_early', '早走')], max_length=10, verbose_name='到没到')),
                ('calls', models.PositiveSmallIntegerField(default=0, verbose_name='接了几个电话')),
                ('visits', models.PositiveSmallIntegerField(default=0, verbose_name='接待几个人')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='stations.station', verbose_name='援助站')),
            ],
            options={
                'verbose_name': '值班',
                'verbose_name_plural': '值班',
                'ordering': ['date', 'half', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DutySwap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(max_length=40, verbose_name='原来是谁')),
                ('after', models.CharField(max_length=40, verbose_name='换成了谁')),
                ('reason', models.CharField(blank=True, max_length=100, verbose_name='为什么')),
                ('at', models.DateTimeField(verbose_name='什么时候')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
                ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='stations.dutyshift', verbose_name='换来的值班')),
                ('shift', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='swaps', to='stations.dutyshift', verbose_name='值班')),
            ],
            options={
                'verbose_name': '换班',
                'verbose_name_plural': '换班',
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='dutyshift',
            index=models.Index(fields=['date'], name='duty_shift_date'),
        ),
        migrations.AddConstraint(
            model_name='dutyshift',
            constraint=models.UniqueConstraint(fields=('station', 'date', 'half', 'lawyer'), name='duty_shift_once', violation_error_message='这位律师这半天已经排上了。'),
        ),
        migrations.AddConstraint(
            model_name='dutyshift',
            constraint=models.CheckConstraint(condition=models.Q(('half__range', (1, 3))), name='duty_shift_half'),
        ),
    ]
