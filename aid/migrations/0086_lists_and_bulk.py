import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.vault.fields
from foundation.vault.operations import bind_rows


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("aid", "0085_absences"),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="看到的版本")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "还没轮到"),
                            ("done", "办好了"),
                            ("stale", "别人先动过，没有办"),
                            ("refused", "没有办"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300, verbose_name="为什么没有办")),
            ],
            options={
                "verbose_name": "成批办理的一件",
                "verbose_name_plural": "成批办理的各件",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20, verbose_name="做什么")),
                (
                    "reason",
                    foundation.vault.fields.EncryptedTextField(
                        blank=True, default="", max_length=500, verbose_name="理由"
                    ),
                ),
                ("options", models.JSONField(default=dict, verbose_name="怎么做")),
                ("key", models.UUIDField(unique=True, verbose_name="表单键")),
                ("asked_at", models.DateTimeField(verbose_name="什么时候要做的")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="什么时候做完的")),
            ],
            options={
                "verbose_name": "成批办理",
                "verbose_name_plural": "成批办理",
                "ordering": ["-asked_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="QueueColumns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None, verbose_name="列"
                    ),
                ),
            ],
            options={
                "verbose_name": "列表的列",
                "verbose_name_plural": "列表的列",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="SavedList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("query", models.CharField(max_length=300, verbose_name="地址")),
                ("made_at", models.DateTimeField(verbose_name="什么时候存的")),
            ],
            options={
                "verbose_name": "存下的列表",
                "verbose_name_plural": "存下的列表",
                "ordering": ["name", "pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="application",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="aid.application",
                verbose_name="申请",
            ),
        ),
        migrations.AddField(
            model_name="bulkrun",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁做的",
            ),
        ),
        migrations.AddField(
            model_name="bulkitem",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="aid.bulkrun",
                verbose_name="哪一批",
            ),
        ),
        migrations.AddField(
            model_name="queuecolumns",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="queue_columns",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁的",
            ),
        ),
        migrations.AddField(
            model_name="savedlist",
            name="office",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.office",
                verbose_name="哪个机构都能用",
            ),
        ),
        migrations.AddField(
            model_name="savedlist",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_lists",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁存的",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulkitem",
            constraint=models.UniqueConstraint(fields=("run", "application"), name="bulk_item_once"),
        ),
        migrations.AddConstraint(
            model_name="savedlist",
            constraint=models.UniqueConstraint(
                fields=("owner", "name"),
                name="saved_list_name_once",
                violation_error_message="您已经有一个叫这个名字的。",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="saved_list_has_a_name"
            ),
        ),
        *bind_rows("aid", "bulkrun"),
    ]
