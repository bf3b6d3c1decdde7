from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("content", "0003_demo_and_signatures")]

    # One number, no rows of anybody's: it needs no model. See foundation/content/kept.py.
    operations = [
        migrations.RunSQL(
            "CREATE TABLE content_edition (number bigint NOT NULL); INSERT INTO content_edition VALUES (1)",
            "DROP TABLE content_edition",
        ),
    ]
