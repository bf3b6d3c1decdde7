from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0013_narrow_rows")]
    operations = [
        migrations.CreateModel(
            name="PhrasesTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("index", models.TextField(unique=True, verbose_name="索引")),
                ("last", models.BigIntegerField(verbose_name="到哪个词语")),
            ],
            options={"verbose_name": "引擎已知的词语", "verbose_name_plural": "引擎已知的词语"},
        )
    ]
