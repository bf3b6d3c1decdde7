from django.db import migrations

INDEXES = ["spelt_index", "project_index"]


def fill(apps, schema_editor):
    """Names spelt in Latin letters, and projects. One that does not open stays empty; `reindex` says so."""
    people = apps.get_model("aid", "Claimant").objects
    for person in people.filter(spelt_index="").order_by("pk").iterator(chunk_size=1000):
        person.save(update_fields=INDEXES)


class Migration(migrations.Migration):
    dependencies = [("aid", "0071_more_to_find")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
