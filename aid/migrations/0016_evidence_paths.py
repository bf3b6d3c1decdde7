from django.db import migrations, models


class Migration(migrations.Migration):
    """Each night the files on the disk ask whose they are."""

    dependencies = [("aid", "0015_indexes_were_never_empty")]

    operations = [
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["path"], name="evidence_path"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["preview_path"], name="evidence_preview_path"),
        ),
    ]
