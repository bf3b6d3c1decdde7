import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Times for which a station is closed; the note that follows from one is longer."""

    dependencies = [
        ('stations', '0007_special_days'),
    ]

    operations = [
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.DateField(verbose_name='从哪天起')),
                ('until', models.DateField(blank=True, help_text='最后一个不开的日子；还不知道就空着。', null=True, verbose_name='到哪天止')),
                ('reason', models.CharField(max_length=100, verbose_name='为什么')),
                ('instead', models.CharField(blank=True, help_text='站名和电话；空着就请人打 12348。', max_length=100, verbose_name='去哪里办')),
            ],
            options={
                'verbose_name': '停开',
                'verbose_name_plural': '停开',
                'ordering': ['-first'],
            },
        ),
        migrations.AlterField(
            model_name='station',
            name='status_note',
            field=models.CharField(blank=True, help_text='为什么关、关到什么时候、去哪里办。', max_length=240, verbose_name='暂停说明'),
        ),
        migrations.AddField(
            model_name='closure',
            name='station',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='closures', to='stations.station', verbose_name='援助站'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('first')), _connector='OR'), name='closure_in_order', violation_error_message='到的那天不能比从的那天早。'),
        ),
        migrations.AddConstraint(
            model_name='closure',
            constraint=models.UniqueConstraint(fields=('station', 'first'), name='closure_once', violation_error_message='从这天起的停开已经有一条了。'),
        ),
    ]
