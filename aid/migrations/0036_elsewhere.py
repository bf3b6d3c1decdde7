from django.db import migrations


def tell_apart(apps, schema_editor):
    """Nobody served a place that is known; before, this was one with a place that is not."""
    rows = apps.get_model("aid", "Application").objects
    rows.filter(routing_reason="anywhere", region__isnull=False).update(routing_reason="elsewhere")


def forget(apps, schema_editor):
    rows = apps.get_model("aid", "Application").objects
    rows.filter(routing_reason="elsewhere").update(routing_reason="anywhere")


class Migration(migrations.Migration):
    dependencies = [("aid", "0035_desk_entries")]
    operations = [migrations.RunPython(tell_apart, forget)]
