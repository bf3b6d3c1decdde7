from django.db import migrations

ONE_MAY_GO = """
CREATE OR REPLACE FUNCTION aid_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- aid.services.retention names, for one transaction, the application whose whole record goes.
  IF TG_OP = 'DELETE' AND current_setting('aid.forget', true) = OLD.application_id::text THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'aid_event is append-only';
END $$;
"""
NONE_MAY_GO = """
CREATE OR REPLACE FUNCTION aid_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'aid_event is append-only';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0047_objections_to_endings")]
    operations = [migrations.RunSQL(ONE_MAY_GO, NONE_MAY_GO)]
