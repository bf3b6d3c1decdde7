from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0086_lists_and_bulk"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="application",
            name="aid_limitation_ended",
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["next_due_at", "id"], name="aid_due"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["status", "next_due_at", "id"], name="aid_by_status"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("offer_due_on__isnull", False)),
                fields=["offer_due_on"],
                name="aid_offered",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("is_group_case", True)), fields=["next_due_at"], name="aid_groups"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("first_aid_waits", True)), fields=["next_due_at"], name="aid_urgent"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("routing_reason", "elsewhere")), fields=["status"], name="aid_elsewhere"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("limitation_on__isnull", False)),
                fields=["limitation_on"],
                name="aid_limitation_any",
            ),
        ),
    ]
