from django.db import migrations, models

# An act is signed once; its note may be sealed anew (the signature is over what it says, not over the sealed bytes);
# and an application's acts go with it, inside aid_forget_events alone.
REFUSE = """
CREATE OR REPLACE FUNCTION aid_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  free text[] := ARRAY['note'];
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('aid.forget', true) = OLD.application_id::text THEN
    RETURN OLD;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.hash IS NULL THEN
      free := free || ARRAY['number', 'prev_hash', 'hash', 'key_id'];
    END IF;
    IF to_jsonb(OLD) - free = to_jsonb(NEW) - free THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'aid_event is append-only';
END $$;
CREATE TRIGGER aid_event_never_emptied BEFORE TRUNCATE ON aid_event
  FOR EACH STATEMENT EXECUTE FUNCTION vault_refuse_change();
"""
AS_BEFORE = """
DROP TRIGGER aid_event_never_emptied ON aid_event;
CREATE OR REPLACE FUNCTION aid_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('aid.forget', true) = OLD.application_id::text THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'aid_event is append-only';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0053_fill_the_name_of_the_time"), ("vault", "0004_no_switch")]

    operations = [
        migrations.AddField(
            "event", "number", models.PositiveIntegerField(null=True, editable=False, verbose_name="第几件")
        ),
        migrations.AddField(
            "event",
            "prev_hash",
            models.CharField(
                blank=True, db_default="", editable=False, max_length=64, verbose_name="上一条摘要"
            ),
        ),
        migrations.AddField(
            "event",
            "hash",
            models.CharField(null=True, editable=False, max_length=64, verbose_name="摘要"),
        ),
        migrations.AddField(
            "event",
            "key_id",
            models.PositiveSmallIntegerField(null=True, editable=False, verbose_name="签名密钥"),
        ),
        migrations.RunSQL(REFUSE, AS_BEFORE),
    ]
