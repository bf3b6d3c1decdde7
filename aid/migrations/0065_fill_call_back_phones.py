from django.db import migrations

from foundation.vault.errors import VaultError
from foundation.vault.index import blind_index

SLICE = 1000


def fill(apps, schema_editor):
    """One whose phone does not open keeps an empty index; `reindex`, a step of `prepare`, says so."""
    calls = apps.get_model("aid", "CallBack").objects
    for call in calls.filter(phone_index="").order_by("pk").iterator(chunk_size=SLICE):
        try:
            calls.filter(pk=call.pk).update(phone_index=blind_index(call.phone, "phone"))
        except VaultError:
            continue


class Migration(migrations.Migration):
    dependencies = [("aid", "0064_call_back_phones")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
