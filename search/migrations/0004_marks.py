import django.contrib.postgres.fields
from django.db import migrations, models

# What is known now; the night's rebuild writes the rest.
FILL = """
    UPDATE search_searchentry SET marks = array_remove(ARRAY[
        'kind:' || kind,
        'topic:' || nullif(topic_code, ''),
        'region:' || nullif(region_code, '')
    ], NULL)
"""
# The column stays for one release, without being asked for: decision 0016.
LOOSEN = "ALTER TABLE search_searchentry ALTER COLUMN topic_code DROP NOT NULL"


class Migration(migrations.Migration):
    dependencies = [("search", "0003_kinds_from_declarations")]
    operations = [
        migrations.AddField(
            "searchentry",
            "date",
            models.DateField(blank=True, null=True, verbose_name="日期"),
        ),
        migrations.AddField(
            "searchentry",
            "marks",
            django.contrib.postgres.fields.ArrayField(
                models.TextField(), db_default=[], default=list, size=None, verbose_name="分类"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(LOOSEN, migrations.RunSQL.noop)],
            state_operations=[migrations.RemoveField("searchentry", "topic_code")],
        ),
    ]
