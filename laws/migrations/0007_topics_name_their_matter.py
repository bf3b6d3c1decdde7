from django.db import migrations

# What the shipped topics began with before every matter could be asked for; an editor's own word stays.
NOW = (
    ("dismissed", "labour_contract", "dismissal"),
    ("no_contract.double_wage", "labour_contract", "labour_relation"),
    ("platform", "labour_relation", "platform"),
    ("family", "support", "family"),
)


def forwards(apps, schema_editor):
    topics = apps.get_model("laws", "Topic").objects
    for code, before, now in NOW:
        found = topics.filter(apply_matter=before)
        is_door = "." not in code and code != "family"
        (found.filter(code__startswith=code) if is_door else found.filter(code=code)).update(apply_matter=now)


class Migration(migrations.Migration):
    dependencies = [("laws", "0006_typical_case_is_no_promise")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
