from django.db import migrations

from foundation.vault.index import blind_index

AS_WRITTEN = 8  # letters of a code; what is kept of one has 16


def hash_codes(apps, schema_editor):
    for token in apps.get_model("otp_static", "StaticToken").objects.select_related("device"):
        if len(token.token) == AS_WRITTEN:
            token.token = blind_index(f"{token.device.user_id} {token.token}", "recovery_code")[:16]
            token.save(update_fields=["token"])


def forget_codes(apps, schema_editor):
    """Nobody can say what they were: new ones come with a new authenticator."""
    apps.get_model("otp_static", "StaticToken").objects.all().delete()


class Migration(migrations.Migration):
    """Of recovery codes a keyed digest is kept. Done twice it changes nothing."""

    dependencies = [
        ("accounts", "0008_sealed_authenticators"),
        ("otp_static", "0003_add_timestamps"),
    ]

    operations = [migrations.RunPython(hash_codes, forget_codes)]
