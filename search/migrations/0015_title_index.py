from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("search", "0014_phrases_told")]
    operations = [
        AddIndexConcurrently("searchentry", models.Index(fields=["title"], name="search_entry_title"))
    ]
