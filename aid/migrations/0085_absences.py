import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("aid", "0084_redacted_copies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="从哪天起")),
                ("until", models.DateField(verbose_name="到哪天为止")),
                ("set_at", models.DateTimeField(verbose_name="什么时候定的")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="提前结束")),
            ],
            options={
                "verbose_name": "不在岗",
                "verbose_name_plural": "不在岗",
                "ordering": ["-since", "-pk"],
                "default_permissions": ("view",),
            },
        ),
        migrations.AddField(
            model_name="absence",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁代",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁结束的",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="absences",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁不在",
            ),
        ),
        migrations.AddField(
            model_name="absence",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="谁定的",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gte", models.F("since"))),
                name="absence_ends_after_it_begins",
                violation_error_message="回来的日子在走的日子以前。",
            ),
        ),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("deputy")), _negated=True),
                name="absence_has_another_for_deputy",
                violation_error_message="代的人要是另一个人。",
            ),
        ),
    ]
