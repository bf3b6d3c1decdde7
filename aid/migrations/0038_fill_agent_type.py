from django.db import migrations


def fill(apps, schema_editor):
    """Who said to be the guardian is one; everybody else was asked to do it."""
    helped = apps.get_model("aid", "Application").objects.filter(by_other=True, agent_type="")
    helped.filter(helper_relation="guardian").update(agent_type="statutory")
    helped.update(agent_type="entrusted")


class Migration(migrations.Migration):
    dependencies = [("aid", "0037_agent_type")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
