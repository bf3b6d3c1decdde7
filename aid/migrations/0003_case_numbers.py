import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('accounts', '0002_reset_permission'), ('aid', '0002_events_append_only')]

    operations = [
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='机构')),
                ('last', models.PositiveIntegerField(default=0, verbose_name='用到第几号')),
            ],
            options={
                'verbose_name': '案号序列',
                'verbose_name_plural': '案号序列',
            },
        ),
        migrations.AddField(
            model_name='application',
            name='case_number',
            field=models.CharField(blank=True, max_length=120, verbose_name='案号'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('case_number', ''), _negated=True), fields=('office', 'case_number'), name='aid_case_number_once'),
        ),
        migrations.AddConstraint(
            model_name='numberseries',
            constraint=models.UniqueConstraint(fields=('office', 'year'), name='number_series_once'),
        ),
    ]
