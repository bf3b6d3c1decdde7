import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.accounts.models
import foundation.vault.fields
from foundation.vault.operations import bind_rows

_KEPT = ("user_id", "name", "confirmed", "drift", "created_at", "last_used_at")


def move(apps, schema_editor):
    """All in one transaction: interrupted, none has moved, and the next run begins anew."""
    Authenticator = apps.get_model("accounts", "Authenticator")
    old = apps.get_model("otp_totp", "TOTPDevice").objects
    for device in old.order_by("pk"):
        kept = {name: getattr(device, name) for name in _KEPT}
        new = Authenticator.objects.create(seed=device.key, last_step=device.last_t, **kept)
        Authenticator.objects.filter(pk=new.pk).update(created_at=device.created_at)
    old.all().delete()


def move_back(apps, schema_editor):
    new = apps.get_model("accounts", "Authenticator").objects
    for device in new.order_by("pk"):
        kept = {name: getattr(device, name) for name in _KEPT}
        apps.get_model("otp_totp", "TOTPDevice").objects.create(key=device.seed, last_t=device.last_step, **kept)
    new.all().delete()


class Migration(migrations.Migration):
    """Seeds of authenticators are sealed. Sessions that were verified by one of before ask for a code once more."""

    dependencies = [
        ('accounts', '0007_security_keys'),
        ('otp_totp', '0003_add_timestamps'),
        ('vault', '0005_bound_fields'),
    ]

    operations = [
        migrations.CreateModel(
            name='Authenticator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, help_text='The date and time when this device was initially created in the system.', null=True)),
                ('last_used_at', models.DateTimeField(blank=True, help_text='The most recent date and time this device was used.', null=True)),
                ('name', models.CharField(max_length=64, verbose_name='叫什么')),
                ('confirmed', models.BooleanField(default=True, verbose_name='启用')),
                ('seed', foundation.vault.fields.EncryptedTextField(default=foundation.accounts.models.new_seed, verbose_name='密钥')),
                ('drift', models.SmallIntegerField(default=0, verbose_name='快慢几步')),
                ('last_step', models.BigIntegerField(default=-1, verbose_name='用到第几步')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '手机验证器',
                'verbose_name_plural': '手机验证器',
                'default_permissions': (),
            },
        ),
        *bind_rows("accounts", "authenticator"),
        migrations.RunPython(move, move_back),
    ]
