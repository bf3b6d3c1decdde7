import django.contrib.postgres.fields
import django.db.models.deletion
import foundation.vault.fields
from django.conf import settings
from django.db import migrations, models

REASONS = [
    ("not_a_listed_matter", "不是法律援助的事项"),
    ("not_eligible", "不符合法律援助的条件"),
    ("own_rights_not_concerned", "不是申请人自己的权益"),
    ("false_facts", "情况或材料不真实"),
    ("already_aided", "同一件事已经在援助"),
    ("other", "别的理由（写清楚）"),
]


class Migration(migrations.Migration):
    """A table of its own for what stood in columns of the application."""

    dependencies = [("aid", "0004_clock_label"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("grant", "给予法律援助"), ("refuse", "不予法律援助")], max_length=10, verbose_name="决定")),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="文号")),
                ("decided_on", models.DateField(verbose_name="决定日期")),
                ("reasons", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=REASONS, max_length=30), blank=True, default=list, size=None, verbose_name="不予援助的理由")),
                ("law", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("text", foundation.vault.fields.EncryptedTextField(binding="aid.Application.decision_text", blank=True, default="", max_length=4000, verbose_name="决定说明")),
                ("remedy", models.TextField(blank=True, verbose_name="不服怎么办")),
                ("application", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="aid.application", verbose_name="申请")),
                ("decided_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="审批人")),
            ],
            options={"verbose_name": "决定", "verbose_name_plural": "决定", "ordering": ["decided_on", "pk"]},
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("kind", "refuse"), _negated=True), models.Q(models.Q(("reasons", []), _negated=True), models.Q(("remedy", ""), _negated=True)), _connector="OR"), name="decision_refusal_has_reasons_and_remedy", violation_error_message="不予援助要写理由和不服怎么办。"),
        ),
    ]
