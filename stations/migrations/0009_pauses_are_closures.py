from datetime import date

from django.db import migrations


def write_closures(apps, schema_editor):
    """From when they are closed nobody wrote down: from the month of this release at the latest."""
    closures = apps.get_model("stations", "Closure").objects
    for station in apps.get_model("stations", "Station").objects.filter(status="closed_temporarily"):
        if not closures.filter(station=station).exists():
            closures.create(station=station, first=date(2026, 11, 1), reason=station.status_note[:100])


class Migration(migrations.Migration):
    """A station that is paused has the closure that says so."""

    dependencies = [("stations", "0008_closures")]

    operations = [migrations.RunPython(write_closures, migrations.RunPython.noop)]
