import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where somebody is signed in, for them to see and to end."""

    dependencies = [("accounts", "0005_proposals")]
    operations = [
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, unique=True, verbose_name="会话")),
                ("device", models.CharField(blank=True, max_length=80, verbose_name="什么设备")),
                ("address", models.CharField(blank=True, max_length=40, verbose_name="从哪里")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登录时间")),
                ("seen_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近操作")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "登录着的地方",
                "verbose_name_plural": "登录着的地方",
                "ordering": ["-seen_at"],
                "default_permissions": (),
            },
        ),
    ]
