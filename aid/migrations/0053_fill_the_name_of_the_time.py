from django.db import migrations

# The names of today are the oldest that are known. The table refuses UPDATE; its owner says that this once is meant.
FILL = """
ALTER TABLE aid_event DISABLE TRIGGER USER;
UPDATE aid_event SET actor_label = left(
    coalesce(nullif(trim(officer.last_name || officer.first_name), ''), officer.username), 150
) FROM accounts_user AS officer WHERE officer.id = aid_event.actor_id AND aid_event.actor_label = '';
ALTER TABLE aid_event ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0052_the_name_of_the_time"), ("accounts", "0002_reset_permission")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
