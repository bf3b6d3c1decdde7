import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What changed in an account is told to its owner."""

    dependencies = [("accounts", "0003_since_when")]
    operations = [
        migrations.CreateModel(
            name='AccountNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('password', '密码改了'), ('link', '给出了设密码的链接'), ('factor_bound', '绑定了新的第二道验证'), ('factor_reset', '第二道验证被重设或解除'), ('role_given', '多了任职'), ('role_taken', '少了任职'), ('name', '姓名或邮箱改了'), ('activated', '账号恢复了'), ('deactivated', '账号停用了'), ('superuser', '超级管理员身份变了')], max_length=20, verbose_name='什么变了')),
                ('what', models.CharField(blank=True, max_length=200, verbose_name='内容')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='时间')),
                ('actor_label', models.CharField(blank=True, max_length=150, verbose_name='操作人姓名')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='看过的时间')),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁改的')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '账号变动',
                'verbose_name_plural': '账号变动',
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('seen_at__isnull', True)), fields=['person'], name='account_notice_unseen')],
            },
        ),
    ]
