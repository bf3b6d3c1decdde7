from django.db import migrations

import foundation.vault.fields


class Migration(migrations.Migration):
    dependencies = [("aid", "0072_fill_more_to_find")]

    operations = [
        migrations.AddField(
            "application",
            "papers_listed",
            foundation.vault.fields.EncryptedJSONField(blank=True, null=True, verbose_name="回执上列的材料"),
        ),
        migrations.AddField(
            "evidence",
            "title",
            foundation.vault.fields.EncryptedTextField(
                blank=True, max_length=60, null=True, verbose_name="叫什么"
            ),
        ),
    ]
