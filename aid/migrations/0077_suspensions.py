import django.db.models.deletion
import foundation.vault.fields
from django.db import migrations, models
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0076_offers'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('accept', '当天受理'), ('review', '审查决定'), ('supplement', '补材料'), ('assign', '指派'), ('first_aid', '先行援助补材料'), ('limitation', '申请仲裁的时效'), ('undo', '撤回后可以恢复'), ('objection', '提出异议'), ('awaited', '等别的机构答复')], max_length=12, verbose_name='种类'),
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('away_check', '请别处的机构核查（异地核查）'), ('other', '别的，写明依据')], max_length=10, verbose_name='为什么停')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('waits_for', models.CharField(max_length=120, verbose_name='等谁')),
                ('text', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=2000, verbose_name='要核查什么')),
                ('since', models.DateField(verbose_name='从哪天起')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspensions', to='aid.application', verbose_name='申请')),
                ('clock', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='suspension', to='aid.deadline', verbose_name='期限')),
            ],
            options={
                'verbose_name': '期限中止',
                'verbose_name_plural': '期限中止',
                'ordering': ['pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', 'away_check'), models.Q(('basis', ''), _negated=True), _connector='OR'), name='suspension_says_on_what_basis')],
            },
        ),
        *bind_rows('aid', 'suspension'),
    ]
