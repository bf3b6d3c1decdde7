from django.db import migrations

# When a rule was entered is said by the database: whoever writes rows past the services cannot have done so a week ago.
FORWARD = """
CREATE FUNCTION retention_keep_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.set_at := now();
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL
    AND to_jsonb(NEW) - 'withdrawn_at' - 'withdrawn_by_id' = to_jsonb(OLD) - 'withdrawn_at' - 'withdrawn_by_id'
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'terms of keeping are superseded or taken back, never changed: % refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER retention_history BEFORE INSERT OR UPDATE OR DELETE ON retention_keepingrule
  FOR EACH ROW EXECUTE FUNCTION retention_keep_history();
"""
BACKWARD = """
DROP TRIGGER retention_history ON retention_keepingrule;
DROP FUNCTION retention_keep_history();
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
