from django.db import migrations, models

import foundation.vault.fields
from aid.references import make_receipt_code


class Migration(migrations.Migration):
    dependencies = [("aid", "0030_fill_receipt_codes")]

    operations = [
        # Only what Python draws for new rows: the column stays as it is.
        migrations.AlterField(
            model_name="claimant",
            name="receipt_code",
            field=foundation.vault.fields.EncryptedTextField(
                default=make_receipt_code, editable=False, max_length=17, null=True, verbose_name="收件码"
            ),
        ),
        migrations.AddConstraint(
            model_name='claimant',
            constraint=models.UniqueConstraint(condition=models.Q(('receipt_index', ''), _negated=True), fields=('receipt_index',), name='claimant_receipt_once'),
        ),
    ]
