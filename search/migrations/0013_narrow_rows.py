from django.db import migrations

# Ranking reads thousands of rows and of none its text: what is long lies beside the table. Rows that are written again
# move, which the rebuild that follows a release does with all of them.
NARROW = "ALTER TABLE search_searchentry SET (toast_tuple_target = 512)"
AS_BEFORE = "ALTER TABLE search_searchentry RESET (toast_tuple_target)"


class Migration(migrations.Migration):
    dependencies = [("search", "0012_kept_phrases")]
    operations = [migrations.RunSQL(NARROW, AS_BEFORE)]
