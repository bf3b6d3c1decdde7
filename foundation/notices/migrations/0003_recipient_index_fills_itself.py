from django.db import migrations

import foundation.notices.models
from foundation.vault.index_fields import BlindIndexField


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_message_office_and_inbox")]
    operations = [
        migrations.AlterField(
            "message",
            "recipient_index",
            BlindIndexField(
                blank=True,
                db_index=True,
                editable=False,
                kind=foundation.notices.models.kind_of_recipient,
                max_length=64,
                of="recipient",
                verbose_name="收件人索引",
            ),
        ),
    ]
