from django.db import migrations


class Migration(migrations.Migration):
    """A page's method `route` must not be hidden by a field."""

    dependencies = [("cases_showcase", "0001_case_pages")]

    operations = [migrations.RenameField("casepage", "route", "way")]
