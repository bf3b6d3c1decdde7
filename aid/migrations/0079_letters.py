import django.contrib.postgres.fields
import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0011_auditors'),
        ('aid', '0078_issued_papers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('check_means', '核查经济困难、身份'), ('collect_evidence', '调查取证'), ('serve_papers', '送达文书'), ('joint_handling', '一起办理')], max_length=20, verbose_name='请对方做什么')),
                ('state', models.CharField(choices=[('sent', '发出了，还没收'), ('acknowledged', '收到了，在办'), ('answered', '答复了'), ('declined', '办不了，退回'), ('closed', '了结了')], default='sent', max_length=14, verbose_name='状态')),
                ('to', models.CharField(max_length=120, verbose_name='发给谁')),
                ('facts', foundation.vault.fields.EncryptedTextField(max_length=2000, verbose_name='事情的大概')),
                ('asked', foundation.vault.fields.EncryptedTextField(max_length=2000, verbose_name='请查什么、收什么')),
                ('shares', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('name', '姓名'), ('id_number', '证件号'), ('phone', '手机'), ('employer', '单位或老板'), ('workplace', '具体地点')], max_length=12), blank=True, default=list, size=None, verbose_name='给对方看什么')),
                ('suspends', models.BooleanField(default=False, verbose_name='答复以前审查期限停着')),
                ('due_on', models.DateField(verbose_name='最晚哪天答复')),
                ('sent_at', models.DateTimeField(verbose_name='什么时候发的')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候收到的')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候答复的')),
                ('answer', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=4000, verbose_name='答复，或者为什么办不了')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁答复的')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='aid.application', verbose_name='申请')),
                ('claimant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='aid.claimant', verbose_name='谁的事')),
                ('from_office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.office', verbose_name='哪个机构发的')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁发的')),
                ('to_office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='accounts.office', verbose_name='发给我们的哪个机构')),
            ],
            options={
                'verbose_name': '协作函',
                'verbose_name_plural': '协作函',
                'ordering': ['due_on', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('suspends', False), ('kind', 'check_means'), _connector='OR'), name='letter_stops_the_clock_for_means_alone')],
            },
        ),
        *bind_rows('aid', 'letter'),
    ]
