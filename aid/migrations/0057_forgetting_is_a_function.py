from django.db import migrations

# The site's role has no right to delete acts. This one function has, being its owner's: of one application, whole,
# and only where nobody works on it any more.
FORWARD = """
CREATE FUNCTION aid_forget_events(forgotten bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone integer;
BEGIN
  PERFORM FROM public.aid_application
    WHERE id = forgotten AND status IN ('refused', 'withdrawn', 'transferred_out', 'terminated') FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'application % has not ended: its acts stay', forgotten USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('aid.forget', forgotten::text, true);
  DELETE FROM public.aid_event WHERE application_id = forgotten;
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('aid.forget', '', true);
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION aid_forget_events(bigint) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0056_every_event_is_signed")]

    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION aid_forget_events(bigint)")]
