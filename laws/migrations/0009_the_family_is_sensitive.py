from django.db import migrations

BEFORE, NOW = "family.violence", "family.home"  # a code stands in addresses, and so in the history of a phone


def forwards(apps, schema_editor):
    topics = apps.get_model("laws", "Topic").objects
    if not topics.filter(code=NOW).exists():
        topics.filter(code=BEFORE).update(code=NOW)
    topics.filter(code__in=["family", "family.support", NOW]).update(is_sensitive=True)


def backwards(apps, schema_editor):
    topics = apps.get_model("laws", "Topic").objects
    topics.filter(code=NOW).update(code=BEFORE)


class Migration(migrations.Migration):
    dependencies = [("laws", "0008_sensitive_topics")]
    operations = [migrations.RunPython(forwards, backwards)]
