from django.db import migrations

import foundation.vault.fields
from foundation.vault.index_fields import BlindIndexField


def index(model, name, label, of, kind, **options):
    return migrations.AlterField(
        model,
        name,
        BlindIndexField(
            blank=True, editable=False, max_length=64, of=of, kind=kind, verbose_name=label, **options
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("aid", "0011_assignments_move_to_casework")]
    operations = [
        migrations.AlterModelOptions(
            "claimant",
            {
                "ordering": ["application_id", "position"],
                "verbose_name": "被欠薪的人",
                "verbose_name_plural": "被欠薪的人",
            },
        ),
        migrations.AddField(
            "draft",
            "phone_tail",
            foundation.vault.fields.EncryptedTextField(
                editable=False, max_length=4, null=True, verbose_name="手机尾号"
            ),
        ),
        index("claimant", "name_index", "姓名检索值", "name", "name", db_index=True),
        index("claimant", "phone_index", "手机检索值", "phone", "phone", db_index=True),
        index("claimant", "phone_tail_index", "手机尾号检索值", "phone", "phone_tail", db_index=True),
        index("claimant", "id_index", "证件检索值", "id_number", "id_number", db_index=True),
        index("claimant", "employer_index", "单位检索值", "employer", "employer", db_index=True),
        index("draft", "code_index", "续填码检索值", "resume_code", "resume_code", unique=True),
        index("draft", "phone_tail_index", "手机尾号检索值", "phone_tail", "phone_tail"),
    ]
