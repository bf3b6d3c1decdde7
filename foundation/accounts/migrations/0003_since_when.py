from django.db import migrations, models


class Migration(migrations.Migration):
    """Since when a role is held; of the older ones nobody knows, so that they get no day."""

    dependencies = [("accounts", "0002_reset_permission")]
    operations = [
        migrations.AddField(
            model_name="membership",
            name="since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="从什么时候起"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="since",
            field=models.DateTimeField(
                auto_now_add=True, null=True, verbose_name="从什么时候起"
            ),
        ),
    ]
