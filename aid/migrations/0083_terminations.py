import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0082_visits'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='deadline',
            name='kind',
            field=models.CharField(choices=[('accept', '当天受理'), ('review', '审查决定'), ('supplement', '补材料'), ('assign', '指派'), ('first_aid', '先行援助补材料'), ('limitation', '申请仲裁的时效'), ('undo', '撤回后可以恢复'), ('objection', '提出异议'), ('awaited', '等别的机构答复'), ('bureau', '异议审查'), ('send_end', '送达终止决定')], max_length=12, verbose_name='种类'),
        ),
        migrations.CreateModel(
            name='Termination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('fraud', '以欺骗或者其他不正当手段获得援助'), ('hid_facts', '故意隐瞒与案件有关的重要事实，或者提供虚假证据'), ('illegal_use', '利用法律援助从事违法活动'), ('means_changed', '经济状况变了，不再符合条件'), ('case_over', '案件终止审理，或者已经被撤销'), ('own_lawyer', '自行委托了律师或者其他代理人'), ('asked', '受援人有正当理由要求终止'), ('other_law', '法律法规规定应当终止的其他情形')], max_length=14, verbose_name='依据哪一种情形')),
                ('report', foundation.vault.fields.EncryptedTextField(max_length=2000, verbose_name='报告的情况')),
                ('reported_at', models.DateTimeField(verbose_name='什么时候报告的')),
                ('ends', models.BooleanField(blank=True, null=True, verbose_name='终止不终止')),
                ('number', models.CharField(blank=True, max_length=120, verbose_name='文号')),
                ('text', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=2000, verbose_name='写给申请人看的理由')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候决定的')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='terminations', to='aid.application', verbose_name='申请')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁决定的')),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁报告的')),
            ],
            options={
                'verbose_name': '终止援助',
                'verbose_name_plural': '终止援助',
                'ordering': ['reported_at', 'pk'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at__isnull', True)), fields=('application',), name='termination_one_open')],
            },
        ),
        *bind_rows('aid', 'termination'),
    ]
