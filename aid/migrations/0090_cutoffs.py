import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0089_reopening'),
        ('regions', '0003_old_names'),
    ]

    operations = [
        migrations.CreateModel(
            name='LocalCutoff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='起用日期')),
                ('valid_to', models.DateField(blank=True, help_text='从这一天起不再用；还在用就留空。', null=True, verbose_name='停用日期')),
                ('source', models.CharField(help_text='文件名、文号、哪个机关、在哪里看到的。', max_length=200, verbose_name='依据')),
                ('verified_on', models.DateField(blank=True, help_text='对着正式公布的文本核对过的那一天；没核对过就留空。', null=True, verbose_name='核对日期')),
                ('is_demo', models.BooleanField(default=False, editable=False, verbose_name='演示数据')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                ('hour', models.PositiveSmallIntegerField(help_text='24 小时制的整点：在这以前交的，当天受理；以后的，下一个工作日。', verbose_name='几点以前')),
                ('region', models.ForeignKey(help_text='里面的区县都算。', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='regions.region', verbose_name='在哪里有效')),
            ],
            options={
                'verbose_name': '当天受理的钟点',
                'verbose_name_plural': '当天受理的钟点',
                'ordering': ['region__code', '-valid_from', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='localcutoff_ends_after_it_begins', violation_error_message='停用日期要晚于起用日期。'), models.CheckConstraint(condition=models.Q(('hour__gte', 8), ('hour__lte', 22)), name='cutoff_within_the_day', violation_error_message='写 8 到 22。')],
            },
        ),
    ]
