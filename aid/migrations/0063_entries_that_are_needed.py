from django.db import migrations

# Who saw an application, a paper or a call stays known as long as there is one. That an application went by a rule
# stays for ever: it explains what was noted of its acts (aid.chain).
FORWARD = """
CREATE OR REPLACE FUNCTION vault_entry_is_needed(action text, label text, id text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
  SELECT action = 'aid.forget_application' OR CASE label
    WHEN 'aid.Application' THEN EXISTS (SELECT FROM public.aid_application one WHERE one.id = $3::bigint)
    WHEN 'aid.CallBack' THEN EXISTS (SELECT FROM public.aid_callback one WHERE one.id = $3::bigint)
    WHEN 'aid.Evidence' THEN EXISTS (SELECT FROM public.aid_evidence one WHERE one.id = $3::uuid)
    WHEN 'aid.Draft' THEN EXISTS (SELECT FROM public.aid_draft one WHERE one.id = $3::uuid)
    WHEN 'aid.DeskEntry' THEN EXISTS (SELECT FROM public.aid_deskentry one WHERE one.id = $3::bigint)
    ELSE false END
$$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION vault_entry_is_needed(action text, label text, id text) RETURNS boolean
LANGUAGE sql STABLE AS 'SELECT false';
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0062_holds"), ("vault", "0007_pruning_is_a_function")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
