import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def fill(apps, schema_editor):
    """Where each lies now: which office gave the number is not known, and no two of one office are alike today."""
    apps.get_model("aid", "Application").objects.exclude(case_number="").update(numbered_by=F("office"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("aid", "0110_away_forms")]
    operations = [
        migrations.AddField(
            model_name="application",
            name="numbered_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.office",
                verbose_name="案号是哪个机构的",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
