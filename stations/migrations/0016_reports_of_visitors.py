import django.db.models.deletion
import foundation.vault.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What visitors say is wrong, and what was done about it."""

    dependencies = [
        ('stations', '0015_duty'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StationReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='表单键')),
                ('what', models.CharField(choices=[('phone', '电话不对、打不通'), ('address', '地址不对、找不到'), ('hours', '时间不对、去了没开门'), ('gone', '这个站不在了'), ('service', '说能办的，去了不能办'), ('other', '别的')], max_length=10, verbose_name='哪里不对')),
                ('story', foundation.vault.fields.EncryptedTextField(blank=True, default='', max_length=300, verbose_name='说说看')),
                ('reported_at', models.DateTimeField(verbose_name='什么时候说的')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='什么时候办的')),
                ('answer', models.CharField(blank=True, max_length=200, verbose_name='怎么办的')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁办的')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='stations.station', verbose_name='援助站')),
            ],
            options={
                'verbose_name': '有人说不对',
                'verbose_name_plural': '有人说不对',
                'ordering': ['reported_at', 'pk'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['reported_at'], name='report_waiting')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('done_at__isnull', True), ('done_by__isnull', True)), models.Q(('done_at__isnull', False), ('done_by__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='report_done_by_somebody')],
            },
        ),
    ]
