from django.db import migrations
from django.db.models import Q

INDEXES = ["name_index", "phone_index", "phone_tail_index", "id_index", "employer_index"]


def fill(apps, schema_editor):
    """Rows that came past `save` get their indexes; whose number is empty has given no paper."""
    people = apps.get_model("aid", "Claimant").objects
    empty = Q(name_index="") | Q(phone_index="") | Q(phone_tail_index="")
    for person in people.filter(empty | (Q(id_index="") & ~Q(id_type="none"))).iterator():
        person.save(update_fields=INDEXES)
    people.filter(id_index="").exclude(id_type="none").update(id_type="none")


class Migration(migrations.Migration):
    dependencies = [("aid", "0012_indexes_fill_themselves")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
