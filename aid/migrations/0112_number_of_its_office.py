from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("aid", "0111_numbered_by")]
    operations = [
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case_number", ""), _negated=True),
                fields=("numbered_by", "case_number"),
                name="aid_case_number_of_office",
            ),
        ),
        migrations.RemoveConstraint(model_name="application", name="aid_case_number_once"),
    ]
