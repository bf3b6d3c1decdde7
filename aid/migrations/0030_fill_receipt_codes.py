from itertools import islice

from django.db import migrations

from aid.references import make_receipt_code
from foundation.vault.index import blind_index

SLICE = 1000


def fill(apps, schema_editor):
    """Each worker of an older application gets a code of their own; drawn once more, one that is there stays."""
    people = apps.get_model("aid", "Claimant").objects
    without = people.filter(receipt_code__isnull=True).only("pk").order_by("pk").iterator(chunk_size=SLICE)
    while some := list(islice(without, SLICE)):
        for person in some:
            person.receipt_code = make_receipt_code()
            person.receipt_index = blind_index(person.receipt_code, "receipt_code")
        people.bulk_update(some, ["receipt_code", "receipt_index"])


class Migration(migrations.Migration):
    dependencies = [("aid", "0029_receipt_codes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
