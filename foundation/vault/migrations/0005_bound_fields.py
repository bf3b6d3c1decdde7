from django.db import migrations, models

FORWARD = """
CREATE TRIGGER vault_append_only BEFORE UPDATE OR DELETE ON vault_boundfield
    FOR EACH ROW EXECUTE FUNCTION vault_refuse_change();
CREATE TRIGGER vault_never_emptied BEFORE TRUNCATE ON vault_boundfield
    FOR EACH STATEMENT EXECUTE FUNCTION vault_refuse_change();
CREATE FUNCTION vault_keep_seal_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the seal_id of a row of % never changes', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
"""
BACKWARD = """
DROP FUNCTION vault_keep_seal_id();
DROP TRIGGER vault_never_emptied ON vault_boundfield;
DROP TRIGGER vault_append_only ON vault_boundfield;
"""


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_no_switch")]

    operations = [
        migrations.CreateModel(
            "BoundField",
            [
                (
                    "label",
                    models.CharField(
                        max_length=100, primary_key=True, serialize=False, verbose_name="字段"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
            ],
            {
                "verbose_name": "已绑定的字段",
                "verbose_name_plural": "已绑定的字段",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
