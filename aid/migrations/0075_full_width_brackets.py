from django.db import migrations

WIDE = "UPDATE {table} SET {column} = translate({column}, '()[]', '（）〔〕') WHERE {column} ~ '[()\\[\\]]'"
NARROW = "UPDATE {table} SET {column} = translate({column}, '（）〔〕', '()[]') WHERE {column} ~ '[（）〔〕]'"
NUMBERS = (("aid_application", "case_number"), ("aid_decision", "number"))


class Migration(migrations.Migration):
    dependencies = [("aid", "0074_servings")]

    operations = [
        migrations.RunSQL(
            WIDE.format(table=table, column=column), NARROW.format(table=table, column=column)
        )
        for table, column in NUMBERS
    ]
