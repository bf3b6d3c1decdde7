from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations


class Migration(migrations.Migration):
    """Lets one constraint compare an article and a date range."""

    dependencies = []

    operations = [BtreeGistExtension()]
