from django.db import migrations

# The sealed text is taken as it is: the new field opens it under its old binding.
FILL = """
INSERT INTO aid_decision
    (application_id, kind, number, decided_on, decided_by_id, reasons, law, text, remedy)
SELECT a.id, CASE WHEN a.status = 'refused' THEN 'refuse' ELSE 'grant' END, '', a.decided_on, a.decided_by_id,
       a.refusal_reasons,
       COALESCE((SELECT left(e.data ->> 'law', 200) FROM aid_event e
                 WHERE e.application_id = a.id AND e.action = 'refuse' ORDER BY e.id DESC LIMIT 1), ''),
       a.decision_text, a.remedy
FROM aid_application a
WHERE a.decided_on IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM aid_decision d WHERE d.application_id = a.id);
"""
BACK = """
UPDATE aid_application a
SET decided_on = d.decided_on, decided_by_id = d.decided_by_id, refusal_reasons = d.reasons,
    decision_text = d.text, remedy = d.remedy
FROM aid_decision d WHERE d.application_id = a.id;
DELETE FROM aid_decision;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0005_decisions")]
    operations = [migrations.RunSQL(FILL, BACK)]
