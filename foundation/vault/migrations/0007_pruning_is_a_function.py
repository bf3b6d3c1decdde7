from django.db import migrations

# The site's role has no right to delete entries. One function has, being its owner's, and asks for itself: is there a
# checkpoint for just these entries, does the rule of today name them, was that rule entered a week before it began, is
# each old enough, and does nothing need it? What is needed is said by vault_entry_is_needed, which apps above replace.
FORWARD = """
CREATE FUNCTION vault_entry_is_needed(action text, label text, id text) RETURNS boolean
LANGUAGE sql STABLE AS 'SELECT false';

CREATE FUNCTION vault_refuse_change_of_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('vault.prune', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
DROP TRIGGER vault_append_only ON vault_accessentry;
CREATE TRIGGER vault_append_only BEFORE UPDATE OR DELETE ON vault_accessentry
  FOR EACH ROW EXECUTE FUNCTION vault_refuse_change_of_log();
CREATE TRIGGER vault_append_only BEFORE UPDATE OR DELETE ON vault_accesscheckpoint
  FOR EACH ROW EXECUTE FUNCTION vault_refuse_change();
CREATE TRIGGER vault_never_emptied BEFORE TRUNCATE ON vault_accesscheckpoint
  FOR EACH STATEMENT EXECUTE FUNCTION vault_refuse_change();

CREATE FUNCTION vault_prune_entries(checkpoint bigint) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
  stands public.vault_accesscheckpoint;
  ruling public.retention_keepingrule;
  last_day date;
  gone integer;
BEGIN
  SELECT * INTO stands FROM public.vault_accesscheckpoint WHERE id = checkpoint;
  SELECT * INTO ruling FROM public.retention_keepingrule
    WHERE kind = 'access_log' AND withdrawn_at IS NULL AND valid_from <= today ORDER BY valid_from DESC, id DESC LIMIT 1;
  IF stands.id IS NULL OR ruling.id IS NULL OR ruling.amount IS NULL OR stands.rule <> ruling.id
    OR ruling.valid_from < (ruling.set_at AT TIME ZONE 'Asia/Shanghai')::date + 7
    OR ruling.amount * (CASE ruling.unit WHEN 'years' THEN 365 ELSE 1 END) < 365
  THEN
    RAISE EXCEPTION 'no rule of today lets these entries go' USING ERRCODE = 'insufficient_privilege';
  END IF;
  last_day := today - (CASE ruling.unit WHEN 'years' THEN make_interval(years => ruling.amount)
    ELSE make_interval(days => ruling.amount) END);
  IF stands.last >= (SELECT max(number) FROM public.vault_accessentry)
    OR NOT EXISTS (SELECT FROM public.vault_accessentry WHERE number = stands.first AND prev_hash = stands.prev_hash)
    OR NOT EXISTS (SELECT FROM public.vault_accessentry WHERE number = stands.last AND hash = stands.hash)
    OR EXISTS (SELECT FROM public.vault_accessentry WHERE number BETWEEN stands.first AND stands.last
      AND ((at AT TIME ZONE 'Asia/Shanghai')::date > last_day
        OR public.vault_entry_is_needed(action, object_label, object_id)))
  THEN
    RAISE EXCEPTION 'some of entries % to % may not go', stands.first, stands.last
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM set_config('vault.prune', 'on', true);
  DELETE FROM public.vault_accessentry WHERE number BETWEEN stands.first AND stands.last;
  GET DIAGNOSTICS gone = ROW_COUNT;
  PERFORM set_config('vault.prune', '', true);
  IF gone <> stands.last - stands.first + 1 THEN
    RAISE EXCEPTION 'entries % to % are not all there', stands.first, stands.last
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN gone;
END $$;
REVOKE ALL ON FUNCTION vault_prune_entries(bigint) FROM PUBLIC;
"""
BACKWARD = """
DROP FUNCTION vault_prune_entries(bigint);
DROP TRIGGER vault_never_emptied ON vault_accesscheckpoint;
DROP TRIGGER vault_append_only ON vault_accesscheckpoint;
DROP TRIGGER vault_append_only ON vault_accessentry;
CREATE TRIGGER vault_append_only BEFORE UPDATE OR DELETE ON vault_accessentry
  FOR EACH ROW EXECUTE FUNCTION vault_refuse_change();
DROP FUNCTION vault_refuse_change_of_log();
DROP FUNCTION vault_entry_is_needed(text, text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0006_checkpoints"), ("retention", "0002_never_rewritten")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
