import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Security keys as a second factor."""

    dependencies = [
        ('accounts', '0006_staff_sessions'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecurityKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64, verbose_name='叫什么')),
                ('confirmed', models.BooleanField(default=True, verbose_name='启用')),
                ('credential_id', models.CharField(max_length=1400, unique=True, verbose_name='凭据编号')),
                ('public_key', models.BinaryField(verbose_name='公钥')),
                ('sign_count', models.PositiveBigIntegerField(default=0, verbose_name='签名次数')),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='添加时间')),
                ('used_at', models.DateTimeField(blank=True, null=True, verbose_name='上次使用')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '安全密钥',
                'verbose_name_plural': '安全密钥',
                'ordering': ['added_at'],
                'default_permissions': (),
            },
        ),
    ]
