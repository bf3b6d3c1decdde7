from django.db import migrations, models

FORGET = """
CREATE OR REPLACE FUNCTION aid_forget_events(forgotten bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  gone integer;
BEGIN
  PERFORM FROM public.aid_application
    WHERE id = forgotten AND status IN ('refused', 'withdrawn', 'transferred_out', 'terminated') {held} FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'application % has not ended{or_held}: its acts stay', forgotten
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('aid.forget', forgotten::text, true);
  DELETE FROM public.aid_event WHERE application_id = forgotten;
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('aid.forget', '', true);
  RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0061_rows_have_ids_of_their_own")]

    operations = [
        migrations.AddField(
            "application",
            "is_held",
            models.BooleanField(db_default=False, default=False, verbose_name="保留，不许删除"),
        ),
        migrations.RunSQL(
            FORGET.format(held="AND NOT is_held", or_held=", or is held"), FORGET.format(held="", or_held="")
        ),
    ]
