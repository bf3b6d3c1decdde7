from datetime import date

from django.db import migrations

from foundation.vault.errors import VaultError

SLICE = 1000


def fill(apps, schema_editor):
    """Of those with a resident's number: under age when it is filled, or when the wages began. Safe to repeat."""
    claimants, today = apps.get_model("aid", "Claimant").objects, date.today()
    young = []
    for person in claimants.filter(id_type="resident").order_by("pk").iterator(chunk_size=SLICE):
        try:
            digits = person.id_number[6:14]
            born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except (VaultError, ValueError, TypeError):
            continue
        began = person.owed_from or today
        if _age(born, today) < 18 or _age(born, began) < 16:
            young.append(person.pk)
    claimants.filter(pk__in=young).update(is_minor=True)


def _age(born, day):
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Migration(migrations.Migration):
    dependencies = [("aid", "0068_minors")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
