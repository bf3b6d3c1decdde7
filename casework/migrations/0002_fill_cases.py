from django.db import migrations

FILL = """
INSERT INTO casework_case (application_id, status, opened_at, claim_filed_with)
SELECT a.id, CASE WHEN a.status = 'assigned' THEN 'assigned' ELSE 'unassigned' END,
       COALESCE((SELECT max(e.at) FROM aid_event e WHERE e.application_id = a.id AND e.action = 'grant'),
                a.submitted_at), ''
FROM aid_application a
WHERE a.status IN ('granted', 'assigned')
  AND NOT EXISTS (SELECT 1 FROM casework_case c WHERE c.application_id = a.id);
UPDATE aid_application SET status = 'granted' WHERE status = 'assigned';
"""
BACK = """
UPDATE aid_application a SET status = 'assigned'
FROM casework_case c WHERE c.application_id = a.id AND c.status = 'assigned' AND a.status = 'granted';
DELETE FROM casework_case;
"""


class Migration(migrations.Migration):
    """Each granted application gets its case; that somebody is named is said by the case."""

    dependencies = [("casework", "0001_cases")]
    operations = [migrations.RunSQL(FILL, BACK)]
