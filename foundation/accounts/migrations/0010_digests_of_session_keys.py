from django.db import migrations

_HASH = "UPDATE {} SET session_key = left(encode(sha256(convert_to(session_key, 'UTF8')), 'hex'), 40)"


class Migration(migrations.Migration):
    """Of session keys a digest is kept: who is signed in stays so. Backwards all sessions end."""

    dependencies = [
        ("accounts", "0009_hashed_recovery_codes"),
        ("sessions", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(_HASH.format(table), f"DELETE FROM {table}")
        for table in ("django_session", "accounts_staffsession")
    ]
