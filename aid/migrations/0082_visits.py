import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0081_concerns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='deskentry',
            name='postmarked_on',
            field=models.DateField(blank=True, null=True, verbose_name='邮戳、寄出的日子'),
        ),
        migrations.CreateModel(
            name='VisitTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='哪天去')),
                ('position', models.PositiveSmallIntegerField(verbose_name='当天第几个')),
                ('place', foundation.vault.fields.EncryptedTextField(max_length=120, verbose_name='去哪里')),
                ('purpose', models.CharField(choices=[('sign', '签字、按手印'), ('papers', '收材料'), ('talk', '当面问情况'), ('site', '看工地、现场'), ('serve', '送文书'), ('other', '别的')], max_length=10, verbose_name='去做什么')),
                ('note', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=200, verbose_name='带什么、注意什么')),
                ('state', models.CharField(choices=[('planned', '要去'), ('done', '去过了'), ('missed', '去了，没见到人'), ('cancelled', '不去了')], default='planned', max_length=10, verbose_name='现在怎样')),
                ('result', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=1000, verbose_name='结果')),
                ('witness', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=60, verbose_name='在场的人')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候记的结果')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visit_tasks', to='aid.application', verbose_name='申请')),
                ('claimant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visit_tasks', to='aid.claimant', verbose_name='去见谁')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁去')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁定的')),
                ('signed', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='aid.evidence', verbose_name='签名、手印的照片')),
            ],
            options={
                'verbose_name': '上门',
                'verbose_name_plural': '上门',
                'ordering': ['day', 'position', 'pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['officer', 'day'], name='visit_task_route')],
            },
        ),
        *bind_rows('aid', 'visittask'),
    ]
