from django.db import migrations

# Until now an application had one worker: the limitation is theirs. One that was called off with the
# application runs on: the person's year does not end with ours.
FILL = """
UPDATE aid_deadline d SET claimant_id = c.id
FROM aid_claimant c
WHERE d.kind = 'limitation' AND d.claimant_id IS NULL AND c.application_id = d.application_id
  AND c.position = (SELECT min(position) FROM aid_claimant p WHERE p.application_id = d.application_id);
UPDATE aid_deadline SET cancelled_at = NULL WHERE kind = 'limitation' AND met_at IS NULL;
UPDATE aid_application a SET limitation_on =
    (SELECT min(d.due_on) FROM aid_deadline d
     WHERE d.application_id = a.id AND d.kind = 'limitation' AND d.met_at IS NULL AND d.cancelled_at IS NULL);
"""
BACK = """
UPDATE aid_deadline SET claimant_id = NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0008_clocks_of_workers")]
    operations = [migrations.RunSQL(FILL, BACK)]
