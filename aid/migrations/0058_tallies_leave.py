from django.db import migrations


class Migration(migrations.Migration):
    """The table stays for the release before: docs/decisions/0016."""

    dependencies = [
        ("aid", "0057_forgetting_is_a_function"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="Tally")]),
    ]
