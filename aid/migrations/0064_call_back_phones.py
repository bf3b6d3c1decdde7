import foundation.vault.index_fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("aid", "0063_entries_that_are_needed")]

    operations = [
        migrations.AddField(
            model_name="callback",
            name="phone_index",
            field=foundation.vault.index_fields.BlindIndexField(
                blank=True,
                db_default="",
                db_index=True,
                editable=False,
                kind="phone",
                max_length=64,
                of="phone",
                verbose_name="电话检索值",
            ),
        ),
    ]
