from django.db import migrations

FILL = """
UPDATE casework_assignment a SET case_id = c.id FROM casework_case c WHERE c.application_id = a.application_id;
UPDATE django_content_type SET app_label = 'casework' WHERE app_label = 'aid' AND model = 'assignment';
"""
BACK = """
UPDATE casework_assignment a SET application_id = c.application_id FROM casework_case c WHERE c.id = a.case_id;
UPDATE django_content_type SET app_label = 'aid' WHERE app_label = 'casework' AND model = 'assignment';
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_assignments"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunSQL(FILL, BACK)]
