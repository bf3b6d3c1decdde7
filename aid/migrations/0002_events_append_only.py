from django.db import migrations

REFUSE = """
CREATE FUNCTION aid_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'aid_event is append-only';
END $$;
CREATE TRIGGER aid_event_append_only BEFORE UPDATE OR DELETE ON aid_event
  FOR EACH ROW EXECUTE FUNCTION aid_event_refuse();
"""
ALLOW = """
DROP TRIGGER aid_event_append_only ON aid_event;
DROP FUNCTION aid_event_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0001_applications")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
