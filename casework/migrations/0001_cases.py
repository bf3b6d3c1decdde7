import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [("aid", "0010_one_running_clock")]
    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("status", models.CharField(choices=[("unassigned", "同意援助，等指派"), ("assigned", "已指派承办人")], default="unassigned", max_length=20, verbose_name="状态")),
                ("opened_at", models.DateTimeField(verbose_name="立案时间")),
                ("claim_filed_on", models.DateField(blank=True, null=True, verbose_name="提交仲裁或起诉的日期")),
                ("claim_filed_with", models.CharField(blank=True, max_length=120, verbose_name="交到哪里")),
                ("application", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="case", to="aid.application", verbose_name="申请")),
            ],
            options={"verbose_name": "案件", "verbose_name_plural": "案件", "ordering": ["-opened_at", "-pk"]},
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(condition=models.Q(("claim_filed_on__isnull", True), models.Q(("claim_filed_with", ""), _negated=True), _connector="OR"), name="case_claim_says_where", violation_error_message="写清楚交到了哪里。"),
        ),
    ]
