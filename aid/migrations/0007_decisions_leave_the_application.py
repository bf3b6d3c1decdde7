from django.db import migrations, models

LEAVING = ("decided_by", "decided_on", "decision_text", "refusal_reasons", "remedy")
# The columns stay for one release, without being asked for: what is rolled back still finds them.
OPTIONAL = ["decision_text", "refusal_reasons", "remedy"]
LOOSEN = "".join(f"ALTER TABLE aid_application ALTER COLUMN {name} DROP NOT NULL;" for name in OPTIONAL)
# Rows written meanwhile have nothing there; a sealed text cannot be made here, so the column stays loose.
TIGHTEN = """
UPDATE aid_application SET refusal_reasons = '{}' WHERE refusal_reasons IS NULL;
UPDATE aid_application SET remedy = '' WHERE remedy IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0006_fill_decisions")]
    operations = [
        migrations.RemoveConstraint("application", "aid_refusal_has_reasons_and_remedy"),
        migrations.RemoveConstraint("application", "aid_grant_has_date"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(LOOSEN, TIGHTEN)],
            state_operations=[migrations.RemoveField("application", name) for name in LEAVING],
        ),
    ]
