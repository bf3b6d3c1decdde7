from django.db import migrations

# The sealed note is taken as it is: the new field opens it under its old binding.
FILL = """
UPDATE aid_claimant c
SET may_call = a.may_call, may_sms = a.may_sms, say_who_we_are = a.say_who_we_are,
    phone_is_shared = a.phone_is_shared, call_time = a.call_time, contact_note = a.contact_note
FROM aid_application a WHERE a.id = c.application_id AND a.may_call IS NOT NULL;
"""
# Of a group the first one's, who speaks for it in the older release.
BACK = """
UPDATE aid_application a
SET may_call = c.may_call, may_sms = c.may_sms, say_who_we_are = c.say_who_we_are,
    phone_is_shared = c.phone_is_shared, call_time = c.call_time, contact_note = c.contact_note
FROM aid_claimant c
WHERE c.application_id = a.id
  AND c.position = (SELECT min(position) FROM aid_claimant p WHERE p.application_id = a.id);
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0017_claimants_are_reached_by_their_own_rules")]
    operations = [migrations.RunSQL(FILL, BACK)]
