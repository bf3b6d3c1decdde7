from django.db import migrations

# vault.disposable is set by the test settings alone: transaction tests empty all tables between them.
FORWARD = """
CREATE FUNCTION vault_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('vault.disposable', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the access log is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER vault_append_only BEFORE UPDATE OR DELETE ON vault_accessentry
    FOR EACH ROW EXECUTE FUNCTION vault_refuse_change();
CREATE TRIGGER vault_never_emptied BEFORE TRUNCATE ON vault_accessentry
    FOR EACH STATEMENT EXECUTE FUNCTION vault_refuse_change();
"""
BACKWARD = """
DROP TRIGGER vault_never_emptied ON vault_accessentry;
DROP TRIGGER vault_append_only ON vault_accessentry;
DROP FUNCTION vault_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
